import type { FromPage } from './messages.ts';

/** The element of the page's HTML with this id. Throws when it is missing. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id}`);
  return found;
}

/** A new element. Texts become text and nothing else; a child that is undefined is left out. */
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

/** A new icon, like the verdict's. It says nothing to a screen reader: all of them stand for a state also told in words. */
export function icon(): Element {
  return byId('verdict').firstElementChild?.cloneNode(true) as Element;
}

/** Lets an icon stand for a state: `#icon-{state}` of the drawings in the page's HTML. */
export function showState(svg: Element, state: string): void {
  svg.firstElementChild?.setAttribute('href', `#icon-${state}`);
}

/** Sets a text only where it is another one: a screen reader would read it again. Hides the element when there is none. */
export function setText(node: HTMLElement, text: string | undefined, hides: HTMLElement = node): void {
  if (node.textContent !== (text ?? '')) node.textContent = text ?? '';
  hides.hidden = text === undefined;
}

/** A web link, which `listenForClicks` sends to the extension. Anything but http(s) is shown as text. */
export function link(text: string, url: string): HTMLElement {
  if (!/^https?:\/\//i.test(url)) return element('span', '', text);
  const made = element('a', '', text);
  made.href = made.title = made.dataset['url'] = url;
  return made;
}

/** One ear for all buttons that have a `data-action`, and for all links. */
export function listenForClicks(post: (message: FromPage) => void): void {
  document.body.addEventListener('click', (event) => {
    const { action, url } = (event.target as Element).closest<HTMLElement>('[data-action],[data-url]')?.dataset ?? {};
    if (action !== undefined) post({ kind: 'run', action });
    if (url === undefined) return;
    // VS Code opens links of a page by itself too, and must not see the click.
    event.preventDefault();
    event.stopPropagation();
    post({ kind: 'open', url });
  });
}

/** A text with `{0}`, `{1}` … in it, as the extension's texts have them. */
export function fill(text: string, ...values: (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}
