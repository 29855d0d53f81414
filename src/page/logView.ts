import { byId } from './dom.ts';
import type { LinesChange, LogLines } from './logLines.ts';
import { Palette } from './palette.ts';
import { WrappedRows } from './wrap.ts';
import { drawRow, lineIndexOf, rangeBetweenColumns } from './rows.ts';

/** Number of rows to draw above the viewport, and below the viewport, so that fast scrolling shows no gap. */
const overscan = 20;

/**
 * Milliseconds for which the size must stay the same before lines are wrapped again. Wrapping a large log takes long.
 */
const wrapDelayMs = 100;

/** The labels beside the lines, which replace the line numbers. */
export interface RowLabels {
  /** Width of the widest label, in characters. */
  readonly width: number;
  /** Adds the label of a line to its row. */
  readonly add: (line: number, row: HTMLElement) => void;
}

/**
 * Draws only the lines in the viewport. A line takes one row, or several rows if lines are wrapped. In Chromium, an
 * element can be 33 million pixels high, which is enough for 1.6 million rows. So one element can have the height of
 * the whole log.
 *
 * The rows in which the selection starts and ends stay drawn, even outside the viewport, and the rows are in document
 * order. So the browser's selection can contain lines that were never drawn, and `logSelection.ts` can read this
 * selection.
 */
export class LogView {
  readonly #lines: LogLines;
  readonly #labels: RowLabels | undefined;
  readonly #scroller = byId('log');
  readonly #rows = byId('rows');
  readonly #probe = byId('probe');
  readonly #drawn = new Map<number, HTMLElement>();
  readonly #palette = new Palette(() => {
    this.#removeRows();
    this.#draw();
  });
  /** Called after the drawn lines, the viewport or `following` has changed. */
  onDraw: () => void = () => undefined;
  readonly #wrapped: WrappedRows;
  #rowHeight = 20;
  #columnWidth = 8;
  #width = 0;
  #lastTop = 0;
  #following = true;
  #unseen = false;
  #scheduled = false;
  #wrapTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(lines: LogLines, labels?: RowLabels) {
    this.#lines = lines;
    this.#labels = labels;
    this.#wrapped = new WrappedRows(lines);
    this.#scroller.addEventListener('scroll', () => {
      this.#scrolled();
    });
    const observer = new ResizeObserver(() => {
      this.#measure();
    });
    observer.observe(this.#scroller);
    observer.observe(this.#probe);
  }

  get following(): boolean {
    return this.#following;
  }

  /** If true, the view scrolls to the end of the log whenever the log grows. */
  set following(following: boolean) {
    this.#following = following;
    this.schedule();
  }

  /** Whether lines were added below the viewport while `following` was false. */
  get unseen(): boolean {
    return this.#unseen;
  }

  /** Index of the first visible line. */
  get top(): number {
    return this.#lineAt(this.#scroller.scrollTop);
  }

  /** Whether long lines are broken so that no line is wider than the log. */
  get wraps(): boolean {
    return this.#wrapped.columns !== undefined;
  }

  set wraps(wraps: boolean) {
    const { top } = this;
    this.#scroller.classList.toggle('wrapped', wraps);
    this.#wrapped.columns = wraps ? this.#columns() : undefined;
    this.#width = 0;
    this.#removeRows();
    this.scrollTo(top);
  }

  get drawn(): ReadonlyMap<number, HTMLElement> {
    return this.#drawn;
  }

  /** Draws a change of the lines. The lines in view stay where they are if lines before them are changed. */
  linesChanged(change: LinesChange): void {
    const { at, removed, added } = change;
    const { top } = this;
    const rowsBefore = this.#wrapped.first(top);
    this.#shiftRows(change);
    this.#wrapped.linesChanged(change);
    const had = this.#lines.length - added + removed;
    if (at === 0 && removed === had) this.#width = 0;
    if (!this.#following && had > 0 && at + removed <= top) {
      this.#resize();
      const moved = this.#wrapped.first(top + added - removed) - rowsBefore;
      this.#scroller.scrollTop += moved * this.#rowHeight;
      this.#lastTop = this.#scroller.scrollTop;
    }
    this.#wrapAgain();
    this.#unseen ||= !this.#following && added > 0 && at + added === this.#lines.length;
    this.schedule();
  }

  /** Schedules a draw for the next frame. Several calls before the next frame cause only one draw. */
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
    this.#scroller.scrollTop = this.#wrapped.first(line) * this.#rowHeight;
    this.#draw();
  }

  /** Scrolls the columns `from` to `to` of a line into view, if they are not visible yet. */
  reveal(line: number, from: number, to: number): void {
    this.#resize();
    this.drawAlso([line]);
    const row = this.#drawn.get(line);
    if (!row) return;
    const piece = rangeBetweenColumns(row, from, to).getBoundingClientRect();
    const view = this.#scroller.getBoundingClientRect();
    if (piece.top < view.top + this.#rowHeight || piece.bottom > view.bottom - 2 * this.#rowHeight)
      this.#scroller.scrollTop += piece.top - view.top - view.height / 2;
    if (piece.left < view.left + view.width / 8 || piece.right > view.right - 24)
      this.#scroller.scrollLeft += piece.left - view.left - view.width / 2;
    this.#draw();
  }

  /** Draws these lines in addition to the lines in the viewport, so that a selection can start and end in them. */
  drawAlso(lines: readonly number[]): void {
    this.#drawRows(new Set([...this.#wanted(), ...lines]));
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    // Only scrolling up ends following. Lines that were added since the last draw do not end following, although the
    // end of the log is then below the viewport.
    if (scrollTop + clientHeight >= scrollHeight - this.#rowHeight) this.#following = true;
    else if (scrollTop < this.#lastTop) this.#following = false;
    this.#lastTop = scrollTop;
    this.#draw();
  }

  #measure(): void {
    const { width, height } = this.#probe.getBoundingClientRect();
    this.#rowHeight = Math.max(1, Math.ceil(height));
    this.#columnWidth = width || 8;
    this.#scroller.style.setProperty('--row', `${this.#rowHeight}px`);
    clearTimeout(this.#wrapTimer);
    this.#wrapTimer = setTimeout(() => {
      this.#wrapAgain();
    }, wrapDelayMs);
    for (const [line, row] of this.#drawn) this.#place(line, row);
    this.#draw();
  }

  /** Wraps the lines again if another number of columns fits now. */
  #wrapAgain(): void {
    if (this.wraps && this.#wrapped.columns !== this.#columns()) this.wraps = true;
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

  #lineAt(y: number): number {
    return this.#wrapped.lineAt(Math.floor(y / this.#rowHeight));
  }

  /** Returns how many columns fit beside the labels. log.css contains the width of the labels too. */
  #columns(): number {
    const labels = this.#labelWidth * this.#columnWidth + 48;
    return Math.max(20, Math.floor((this.#scroller.clientWidth - labels - 16) / this.#columnWidth));
  }

  /** Width of the widest label or line number, in characters. */
  get #labelWidth(): number {
    return this.#labels?.width ?? String(this.#lines.length).length;
  }

  #resize(): void {
    this.#rows.style.height = `${this.#wrapped.first(this.#lines.length) * this.#rowHeight}px`;
    this.#scroller.style.setProperty('--label', String(this.#labelWidth));
  }

  /**
   * Keeps the rows as wide as the widest row so far. If the rows became narrower, the browser would change the
   * horizontal scroll position.
   */
  #widen(): void {
    if (this.#width === 0) this.#rows.style.width = '';
    if (this.#scroller.scrollWidth <= Math.max(this.#width, this.#scroller.clientWidth)) return;
    this.#width = this.#scroller.scrollWidth;
    this.#rows.style.width = `${this.#width}px`;
  }

  #wanted(): Set<number> {
    const { scrollTop, clientHeight } = this.#scroller;
    const first = Math.max(0, this.top - overscan);
    const end = Math.min(this.#lines.length, this.#lineAt(scrollTop + clientHeight) + 1 + overscan);
    const selection = document.getSelection();
    const kept = selection?.isCollapsed === false ? [selection.anchorNode, selection.focusNode].map(lineIndexOf) : [];
    const wanted = new Set(kept.filter((line) => line !== undefined));
    for (let line = first; line < end; line += 1) wanted.add(line);
    return wanted;
  }

  #drawRows(wanted: ReadonlySet<number>): void {
    for (const [line, row] of this.#drawn) if (!wanted.has(line)) this.#remove(line, row);
    let next = this.#rows.firstElementChild;
    for (const line of [...wanted].sort((one, other) => one - other)) {
      const row = this.#drawn.get(line);
      if (row) {
        // Never move an existing row in the document, because the browser would remove the row from the selection.
        this.#place(line, row);
        next = row.nextElementSibling;
      } else this.#rows.insertBefore(this.#add(line), next);
    }
  }

  #removeRows(): void {
    for (const [line, row] of this.#drawn) this.#remove(line, row);
  }

  /** Removes the rows of removed lines, and gives the rows after them their new line numbers. */
  #shiftRows({ at, removed, added }: LinesChange): void {
    const rows = [...this.#drawn];
    this.#drawn.clear();
    for (const [line, row] of rows) {
      if (line < at) this.#drawn.set(line, row);
      else if (line < at + removed) row.remove();
      else {
        const shifted = line + added - removed;
        row.dataset['line'] = String(shifted + 1);
        this.#drawn.set(shifted, row);
      }
    }
  }

  #add(line: number): HTMLElement {
    const row = drawRow(line, this.#lines.raw(line), { palette: this.#palette, columns: this.#wrapped.columns });
    this.#labels?.add(line, row);
    this.#place(line, row);
    this.#drawn.set(line, row);
    return row;
  }

  #place(line: number, row: HTMLElement): void {
    const first = this.#wrapped.first(line);
    row.style.top = `${first * this.#rowHeight}px`;
    row.style.height = `${(this.#wrapped.first(line + 1) - first) * this.#rowHeight}px`;
  }

  #remove(line: number, row: HTMLElement): void {
    row.remove();
    this.#drawn.delete(line);
  }
}
