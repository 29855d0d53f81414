import { parseLine } from './ansi.ts';
import { element } from './dom.ts';
import type { Palette } from './palette.ts';
import type { Style } from './sgr.ts';
import { breakOffsets } from './wrap.ts';

interface RowOptions {
  palette: Palette;
  /** The number of columns after which a line is broken. Undefined if lines are not wrapped. */
  columns: number | undefined;
}

/**
 * Creates the row of a log line. A wrapped line contains `<br>` elements, which are not text, so the columns stay the
 * same. `data-line` is the line number, counted from 1. CSS draws the number beside the line.
 */
export function drawRow(line: number, raw: string, { palette, columns }: RowOptions): HTMLElement {
  const spans = parseLine(raw);
  const breaks = columns === undefined ? [] : breakOffsets(spans.map(({ text }) => text).join(''), columns);
  let offset = 0;
  const drawn = spans.map(({ text, style }) => {
    const start = offset;
    offset += text.length;
    const inside = breaks.filter((at) => at >= start && at < offset).map((at) => at - start);
    return drawSpan(text, style, { palette, breaks: inside });
  });
  const row = element('div', 'row', ...drawn.flat());
  row.dataset['line'] = String(line + 1);
  return row;
}

/** Returns the row that contains a node; undefined or null outside the rows. */
export function rowOf(node: Node | null | undefined): HTMLElement | null | undefined {
  const found = node instanceof Element ? node : node?.parentElement;
  return found?.closest<HTMLElement>('.row');
}

/** Returns the index of the line that contains a node; undefined outside the rows. */
export function lineIndexOf(node: Node | null | undefined): number | undefined {
  const line = rowOf(node)?.dataset['line'];
  return line === undefined ? undefined : Number(line) - 1;
}

/** Returns the range between two columns of a row. A column after the last column means the end of the row. */
export function rangeBetweenColumns(row: HTMLElement, from: number, to: number): Range {
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

function drawSpan(
  text: string,
  style: Style,
  { palette, breaks }: { palette: Palette; breaks: readonly number[] },
): Node[] {
  const starts = [0, ...breaks];
  const pieces = starts.flatMap((start, index) => {
    const piece = text.slice(start, starts[index + 1]);
    return index === 0 ? [piece] : [document.createElement('br'), piece];
  });
  const made = element('span', '', ...pieces);
  for (const name of ['bold', 'italic', 'underline', 'strike'] as const) if (style[name]) made.classList.add(name);
  // The page's content security policy forbids style attributes in HTML, but allows styles that the page's script sets.
  const { color, background } = palette.paint(style);
  if (color !== undefined) made.style.color = color;
  if (background !== undefined) made.style.backgroundColor = background;
  return made.className === '' && made.style.length === 0 ? [...made.childNodes] : [made];
}
