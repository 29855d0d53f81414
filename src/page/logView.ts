import type { LogLines } from './logLines.ts';
import { drawRow, lineOf, rangeIn } from './rows.ts';

/** Rows drawn above and below what is in view, so that a fast scroll shows no gap. */
const overscan = 20;

/**
 * Draws the lines in view and no others. Chromium's elements can be 33 million pixels high, which is 1.6 million lines, so
 * the scroll bar needs no tricks.
 *
 * The rows in which the selection begins and ends stay drawn wherever they are, and rows stand in the document in their
 * order: so the browser's own selection goes on over lines that were never drawn, and `logSelection.ts` can read it.
 */
export class LogView {
  readonly #lines: LogLines;
  readonly #scroller: HTMLElement;
  readonly #rows: HTMLElement;
  readonly #probe: HTMLElement;
  readonly #drawn = new Map<number, HTMLElement>();
  /** Called after what is drawn, followed or in view has changed. */
  onDraw: () => void = () => undefined;
  #rowHeight = 20;
  #width = 0;
  #lastTop = 0;
  #following = true;
  #unseen = false;
  #scheduled = false;

  constructor(lines: LogLines, scroller: HTMLElement, rows: HTMLElement, probe: HTMLElement) {
    this.#lines = lines;
    this.#scroller = scroller;
    this.#rows = rows;
    this.#probe = probe;
    scroller.addEventListener('scroll', () => {
      this.#scrolled();
    });
    const observer = new ResizeObserver(() => {
      this.#measure();
    });
    observer.observe(scroller);
    observer.observe(probe);
  }

  get following(): boolean {
    return this.#following;
  }

  /** Following means that the end stays in view. */
  set following(following: boolean) {
    this.#following = following;
    this.schedule();
  }

  /** Whether lines came below what is in view since it is not followed any more. */
  get unseen(): boolean {
    return this.#unseen;
  }

  /** The first line in view. */
  get top(): number {
    return Math.floor(this.#scroller.scrollTop / this.#rowHeight);
  }

  get drawn(): ReadonlyMap<number, HTMLElement> {
    return this.#drawn;
  }

  /** Lines from `from` on are others than before, or new. */
  linesChanged(from: number): void {
    for (const [line, row] of this.#drawn) if (line >= from) this.#remove(line, row);
    if (from === 0) this.#width = 0;
    this.#unseen ||= !this.#following && from < this.#lines.length;
    this.schedule();
  }

  /** Many messages in one frame are one drawing. */
  schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#draw();
    });
  }

  scrollTo(line: number): void {
    this.#resize();
    this.#scroller.scrollTop = line * this.#rowHeight;
    this.#draw();
  }

  /** Brings a piece of a line into view, without moving when it is there already. */
  reveal(line: number, from: number, to: number): void {
    const visible = Math.floor(this.#scroller.clientHeight / this.#rowHeight);
    if (line < this.top + 1 || line > this.top + visible - 2) this.scrollTo(Math.max(0, line - (visible >> 1)));
    else this.#draw();
    const row = this.#drawn.get(line);
    if (!row) return;
    const piece = rangeIn(row, from, to).getBoundingClientRect();
    const view = this.#scroller.getBoundingClientRect();
    if (piece.left < view.left + view.width / 8 || piece.right > view.right - 24)
      this.#scroller.scrollLeft += piece.left - view.left - view.width / 2;
  }

  /** Draws these lines too, wherever they are: a selection can then begin and end in them. */
  drawAlso(lines: readonly number[]): void {
    this.#drawRows(new Set([...this.#wanted(), ...lines]));
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    // Lines that came since the last drawing do not count as scrolled away from: only going up does.
    if (scrollTop + clientHeight >= scrollHeight - this.#rowHeight) this.#following = true;
    else if (scrollTop < this.#lastTop) this.#following = false;
    this.#lastTop = scrollTop;
    this.#draw();
  }

  #measure(): void {
    this.#rowHeight = Math.max(1, Math.ceil(this.#probe.getBoundingClientRect().height));
    this.#scroller.style.setProperty('--row', `${this.#rowHeight}px`);
    for (const [line, row] of this.#drawn) this.#place(line, row);
    this.#draw();
  }

  #draw(): void {
    this.#resize();
    if (this.#following) {
      this.#unseen = false;
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
      this.#lastTop = this.#scroller.scrollTop;
    }
    this.#drawRows(this.#wanted());
    this.#widen();
    this.onDraw();
  }

  #resize(): void {
    this.#rows.style.height = `${this.#lines.length * this.#rowHeight}px`;
    this.#scroller.style.setProperty('--digits', String(String(this.#lines.length).length));
  }

  /** As wide as the widest row so far: else the horizontal place would jump back with every shorter screenful. */
  #widen(): void {
    if (this.#width === 0) this.#rows.style.width = '';
    if (this.#scroller.scrollWidth <= Math.max(this.#width, this.#scroller.clientWidth)) return;
    this.#width = this.#scroller.scrollWidth;
    this.#rows.style.width = `${this.#width}px`;
  }

  #wanted(): Set<number> {
    const visible = Math.ceil(this.#scroller.clientHeight / this.#rowHeight);
    const first = Math.max(0, this.top - overscan);
    const end = Math.min(this.#lines.length, this.top + visible + overscan);
    const selection = document.getSelection();
    const kept = selection?.isCollapsed === false ? [selection.anchorNode, selection.focusNode].map(lineOf) : [];
    const wanted = new Set(kept.filter((line) => line !== undefined));
    for (let line = first; line < end; line += 1) wanted.add(line);
    return wanted;
  }

  #drawRows(wanted: ReadonlySet<number>): void {
    for (const [line, row] of this.#drawn) if (!wanted.has(line)) this.#remove(line, row);
    let next = this.#rows.firstElementChild;
    for (const line of [...wanted].sort((one, other) => one - other)) {
      const row = this.#drawn.get(line);
      // A row that is there is never moved: that would take the selection out of it.
      if (row) next = row.nextElementSibling;
      else this.#rows.insertBefore(this.#add(line), next);
    }
  }

  #add(line: number): HTMLElement {
    const row = drawRow(line, this.#lines.raw(line));
    this.#place(line, row);
    this.#drawn.set(line, row);
    return row;
  }

  #place(line: number, row: HTMLElement): void {
    row.style.top = `${line * this.#rowHeight}px`;
  }

  #remove(line: number, row: HTMLElement): void {
    row.remove();
    this.#drawn.delete(line);
  }
}
