import type { FromPage, PageButton } from './messages.ts';

/** Returns the page's element with this id. Throws if it is missing. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id}`);
  return found;
}

/** Creates an element. Strings become text, never HTML. Undefined children are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Copies the verdict's icon. Screen readers ignore icons: every state is also given in words. */
export function icon(): Element {
  return byId('verdict').firstElementChild?.cloneNode(true) as Element;
}

/** Shows a state in an icon: the drawing `#icon-{state}` in the page's HTML. */
export function showState(svg: Element, state: string): void {
  svg.firstElementChild?.setAttribute('href', `#icon-${state}`);
}

/** Sets a text if it differs, or else a screen reader would read it again. Without a text, hides the element. */
export function setText(node: HTMLElement, text: string | undefined): void {
  if (node.textContent !== (text ?? '')) node.textContent = text ?? '';
  node.hidden = text === undefined;
}

/** Creates a web link, which `listenForClicks` sends to the extension. A URL other than http(s) is shown as text. */
export function link(text: string, url: string): HTMLElement {
  if (!/^https?:\/\//i.test(url)) return element('span', '', text);
  const made = element('a', '', text);
  made.href = made.title = made.dataset['url'] = url;
  return made;
}

/** Posts clicks on all buttons that have a `data-action`, and on all links. */
export function listenForClicks(post: (message: FromPage) => void): void {
  document.body.addEventListener('click', (event) => {
    const { action, url } = (event.target as Element).closest<HTMLElement>('[data-action],[data-url]')?.dataset ?? {};
    // The extension checks it: a page is not trusted.
    if (action !== undefined) post({ kind: 'run', action: action as PageButton });
    if (url === undefined) return;
    // VS Code opens links of a page too, so it must not see the click.
    event.preventDefault();
    event.stopPropagation();
    post({ kind: 'open', url });
  });
}

/** Fills in the placeholders `{0}`, `{1}` … of a text. */
export function fill(text: string, ...values: (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}
