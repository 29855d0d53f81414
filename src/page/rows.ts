import { parseLine } from './ansi.ts';
import { element } from './dom.ts';
import type { Colour, Style } from './sgr.ts';

/**
 * Creates the row of a log line. `data-line` is the line number, counted from 1. CSS draws the number beside the line.
 */
export function drawRow(line: number, raw: string): HTMLElement {
  const row = element('div', 'row', ...parseLine(raw).map(({ text, style }) => drawSpan(text, style)));
  row.dataset['line'] = String(line + 1);
  return row;
}

/** Returns the row that contains a node; undefined or null outside the rows. */
export function rowOf(node: Node | null | undefined): HTMLElement | null | undefined {
  const found = node instanceof Element ? node : node?.parentElement;
  return found?.closest<HTMLElement>('.row');
}

/** Returns the index of the line that contains a node; undefined outside the rows. */
export function lineOf(node: Node | null | undefined): number | undefined {
  const line = rowOf(node)?.dataset['line'];
  return line === undefined ? undefined : Number(line) - 1;
}

/** Returns the range between two columns of a row. A column after the last column means the end of the row. */
export function rangeIn(row: HTMLElement, from: number, to: number): Range {
  const range = document.createRange();
  range.selectNodeContents(row);
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (from >= before && from < before + length) range.setStart(node, from - before);
    if (to > before && to <= before + length) range.setEnd(node, to - before);
    before += length;
  }
  if (to === 0) range.collapse(true);
  return range;
}

function drawSpan(text: string, style: Style): Node {
  const { foreground, background, inverse } = style;
  const made = element('span', '', text);
  for (const name of ['bold', 'dim', 'italic', 'underline', 'strike'] as const)
    if (style[name]) made.classList.add(name);
  // Inverse text without colours has the log's background colour as text colour, and the log's text colour as
  // background colour.
  paint(made, 'color', 'f', inverse ? (background ?? 'inverse') : foreground);
  paint(made, 'backgroundColor', 'b', inverse ? (foreground ?? 'inverse') : background);
  return made.className === '' && made.style.length === 0 ? document.createTextNode(text) : made;
}

/**
 * Sets a colour of an element. The page's content security policy forbids style attributes in HTML, but allows styles
 * that the page's script sets.
 */
function paint(made: HTMLElement, property: 'color' | 'backgroundColor', prefix: string, colour?: Colour): void {
  if (colour === undefined) return;
  if (typeof colour === 'string' && colour !== 'inverse') made.style[property] = colour;
  else made.classList.add(`${prefix}-${colour}`);
}
