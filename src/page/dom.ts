import type { FromPage } from './messages.ts';

/** Returns the page's element with this id. Throws if there is no such element. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id}`);
  return found;
}

/** Creates an element. String children become text, never HTML. Undefined children are omitted. */
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

/** Returns a copy of the verdict's icon. Screen readers ignore icons, so the page also contains every state as text. */
export function createIcon(): Element {
  return byId('verdict').firstElementChild?.cloneNode(true) as Element;
}

/** Makes an icon show a state. The drawing is the symbol `#icon-{state}` in the page's HTML. */
export function showState(svg: Element, state: string): void {
  svg.firstElementChild?.setAttribute('href', `#icon-${state}`);
}

/**
 * Sets the text of an element, or hides the element if `text` is undefined. Skips an unchanged text, because a screen
 * reader would read it again.
 */
export function setText(node: HTMLElement, text: string | undefined): void {
  if (node.textContent !== (text ?? '')) node.textContent = text ?? '';
  node.hidden = text === undefined;
}

/**
 * Replaces the content of an element by calling `replace`. If a control had the focus, the new control with the same
 * action or URL, or in the same `<details>`, gets the focus. A `<details>` that was open stays open.
 */
export function replaceContent(box: Element, replace: () => void): void {
  const { activeElement } = document;
  const focused = box.contains(activeElement) && controlKey(activeElement as HTMLElement);
  const unfolded = [...box.querySelectorAll('details[open]')].map(({ className }) => className);
  replace();
  for (const fold of box.querySelectorAll('details')) fold.open = unfolded.includes(fold.className);
  for (const control of box.querySelectorAll<HTMLElement>('a,button,summary'))
    if (controlKey(control) === focused) control.focus();
}

/** Returns a key that identifies a control before and after its element is replaced. */
function controlKey(control: HTMLElement): string | undefined {
  const { action, url, row } = control.dataset;
  if (action !== undefined && row !== undefined) return `${action} ${row}`;
  return action ?? url ?? control.closest('details')?.className;
}

/**
 * Creates a link. `listenForClicks` reports a click on the link to the extension. If the URL is not http or https,
 * creates text without a link.
 */
export function link(text: string, url: string): HTMLElement {
  if (!/^https?:\/\//i.test(url)) return element('span', '', text);
  const made = element('a', '', text);
  made.href = made.title = made.dataset['url'] = url;
  return made;
}

/** Sends a message to the extension for each click on a button with `data-action` and on a link with `data-url`. */
export function listenForClicks(post: (message: FromPage) => void): void {
  document.body.addEventListener('click', (event) => {
    const target = (event.target as Element).closest<HTMLElement>('[data-action],[data-url]');
    const { action, url, row } = target?.dataset ?? {};
    if (action !== undefined) post({ kind: 'run', action, ...(row !== undefined && { row }) });
    if (url === undefined) return;
    // VS Code also opens a link that the user clicks in a page, so hide the click from VS Code.
    event.preventDefault();
    event.stopPropagation();
    post({ kind: 'open', url });
  });
}

/**
 * Whenever the page gets the focus, gives the focus to the element that had the focus last. VS Code focuses only the
 * page as a whole, for example after the command palette was closed.
 */
export function keepFocus(): void {
  let last: HTMLElement | undefined;
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && target !== document.body) last = target;
  });
  window.addEventListener('focus', () => {
    const { activeElement } = document;
    if (last?.isConnected && (!activeElement || activeElement === document.body)) last.focus({ preventScroll: true });
  });
}

/** Replaces the placeholders `{0}`, `{1}` … of a text with values. */
export function fillPlaceholders(text: string, ...values: (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}
