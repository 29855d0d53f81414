import { isBefore, type LogLines, type Position } from './logLines.ts';

/**
 * Searches the visible text of all log lines, ignoring case. The search runs in slices, so that the page stays
 * responsive.
 */
export class Find {
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

  /** Discards the matches in line `from` and later lines, because these lines have changed. */
  linesChanged(from: number): void {
    if (from < this.#next) this.#forgetFrom(from);
  }

  /**
   * Continues the search until `enough` returns true, or until all lines are searched. Calls `enough` every 100 lines.
   */
  search(enough: () => boolean): void {
    const pattern = this.#pattern;
    if (!pattern) return;
    while (this.#next < this.#lines.length) {
      const line = this.#next;
      for (const match of this.#lines.plain(line).matchAll(pattern)) this.#matches.push({ line, column: match.index });
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
