/**
 * The part of a DOM element that the harness uses in functions that run in the page. The harness does not use
 * TypeScript's DOM library, because that library would also let the extension's sources use DOM APIs, which do not
 * exist in Node.
 */
export interface PageElement {
  readonly textContent: string | null;
  readonly classList: { contains(name: string): boolean };
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}
