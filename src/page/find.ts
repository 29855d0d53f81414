import { isBefore, type LinesChange, type LogLines, type Position } from './logLines.ts';

/**
 * Searches the visible text of all log lines, ignoring case. The search runs in slices, so that the page stays
 * responsive.
 */
export class LogFinder {
  readonly #lines: LogLines;
  #pattern: RegExp | undefined;
  #length = 0;
  #next = 0;
  #matches: Position[] = [];
  #origin: Position = { line: 0, column: 0 };
  #current: number | undefined;

  constructor(lines: LogLines) {
    this.#lines = lines;
  }

  get count(): number {
    return this.#matches.length;
  }

  /** Index of the current match, counted from 0; undefined until a match is found. */
  get currentIndex(): number | undefined {
    return this.#current;
  }

  get current(): Position | undefined {
    return this.#current === undefined ? undefined : this.#matches[this.#current];
  }

  /** Length of a match in UTF-16 code units. */
  get length(): number {
    return this.#length;
  }

  get finished(): boolean {
    return !this.#pattern || this.#next >= this.#lines.length;
  }

  /**
   * Starts a new search. The first match at or after `origin` becomes the current match. If there is no such match, the
   * first match of the log becomes the current match. An empty query finds nothing.
   */
  start(query: string, origin: Position): void {
    // Do not search a lower-case copy of the line: lower case changes the length of some letters, so all columns after
    // such a letter would be wrong.
    this.#pattern = query === '' ? undefined : new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
    this.#length = query.length;
    this.#origin = origin;
    this.#forgetFrom(0);
  }

  /**
   * Adapts the matches to a change of the lines. If the change reaches lines that were not searched yet, the search
   * continues at the first changed line. Otherwise the new lines are searched immediately, so that the other matches
   * and the current one stay.
   */
  linesChanged({ at, removed, added }: LinesChange): void {
    if (at >= this.#next) return;
    const end = at + removed;
    if (end >= this.#next) {
      this.#forgetFrom(at);
      return;
    }
    const [first, next] = [this.#firstAt({ line: at, column: 0 }), this.#firstAt({ line: end, column: 0 })];
    const shift = added - removed;
    const found: Position[] = [];
    for (let line = at; line < at + added; line += 1) this.#addMatches(line, found);
    const later = this.#matches.slice(next).map(({ line, column }) => ({ line: line + shift, column }));
    this.#matches = this.#matches.slice(0, first).concat(found, later);
    this.#next += shift;
    if (this.#origin.line >= end) this.#origin = { ...this.#origin, line: this.#origin.line + shift };
    if (this.#current === undefined || this.#current < first) return;
    this.#current = this.#current < next ? this.#firstFromOrigin() : this.#current + found.length - (next - first);
  }

  /**
   * Continues the search until `enough` returns true, or until all lines are searched. Calls `enough` every 100 lines.
   */
  search(enough: () => boolean): void {
    if (!this.#pattern) return;
    while (this.#next < this.#lines.length) {
      this.#addMatches(this.#next, this.#matches);
      this.#next += 1;
      if (this.#next % 100 === 0 && enough()) break;
    }
    this.#current ??= this.#firstFromOrigin();
  }

  /** Makes the next or previous match the current match, wrapping around at the end and start of the log. */
  step(by: 1 | -1): void {
    if (this.#current === undefined) return;
    this.#current = (this.#current + by + this.count) % this.count;
  }

  /** Returns the columns of the matches in a line, in ascending order. */
  columnsIn(line: number): number[] {
    const [start, end] = [this.#firstAt({ line, column: 0 }), this.#firstAt({ line: line + 1, column: 0 })];
    return this.#matches.slice(start, end).map(({ column }) => column);
  }

  #addMatches(line: number, matches: Position[]): void {
    if (!this.#pattern) return;
    for (const { index } of this.#lines.plain(line).matchAll(this.#pattern)) matches.push({ line, column: index });
  }

  #firstFromOrigin(): number | undefined {
    const index = this.#firstAt(this.#origin);
    if (index < this.count) return index;
    return this.finished && this.count > 0 ? 0 : undefined;
  }

  #firstAt(position: Position): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const match = this.#matches[middle];
      if (match && isBefore(match, position)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #forgetFrom(line: number): void {
    this.#matches.length = this.#firstAt({ line, column: 0 });
    this.#next = line;
    if (line === 0 || (this.#current ?? 0) >= this.count) this.#current = undefined;
  }
}
