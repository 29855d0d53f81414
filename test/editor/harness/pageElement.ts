/**
 * The parts of the DOM that functions evaluated in the page use. The compiler's own DOM library would also let the
 * extension's sources use DOM APIs, which they do not have.
 */
export interface PageElement {
  readonly textContent: string | null;
  readonly classList: { contains(name: string): boolean };
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}
