import { plainText } from './ansi.ts';

/** A position in the log: the line, and the UTF-16 column in the line's visible text. Both are counted from 0. */
export interface Position {
  line: number;
  column: number;
}

/** A change of the lines: at line `at`, `added` lines have replaced `removed` lines. */
export interface LinesChange {
  readonly at: number;
  readonly removed: number;
  readonly added: number;
}

/** The lines of the log as the extension sent them. A line is parsed only when it is drawn, searched or copied. */
export class LogLines {
  #lines: string[] = [];

  get length(): number {
    return this.#lines.length;
  }

  /** Replaces `removed` lines from line `at` on. */
  splice(at: number, removed: number, lines: readonly string[]): LinesChange {
    const before = this.#lines.length;
    // `Array.splice` would take each line as an argument, and the number of arguments of a call is limited.
    this.#lines = this.#lines.slice(0, at).concat(lines, this.#lines.slice(at + removed));
    return { at: Math.min(at, before), removed: before + lines.length - this.#lines.length, added: lines.length };
  }

  /** Replaces line `from` and all later lines. The returned change starts at the first line that differs. */
  replaceFrom(from: number, lines: readonly string[]): LinesChange {
    const start = Math.min(from, this.#lines.length);
    let same = 0;
    while (same < lines.length && this.#lines[start + same] === lines[same]) same += 1;
    return this.splice(start + same, Infinity, lines.slice(same));
  }

  /** Returns a line with its ANSI codes; an empty text if the line does not exist. */
  raw(line: number): string {
    return this.#lines[line] ?? '';
  }

  plain(line: number): string {
    return plainText(this.raw(line));
  }

  /** Returns the visible text between two positions, in either order, with a line feed between two lines. */
  textBetween(one: Position, other: Position): string {
    const [start, end] = isBefore(other, one) ? [other, one] : [one, other];
    if (start.line === end.line) return this.plain(start.line).slice(start.column, end.column);
    const texts = [this.plain(start.line).slice(start.column)];
    for (let line = start.line + 1; line < end.line; line += 1) texts.push(this.plain(line));
    texts.push(this.plain(end.line).slice(0, end.column));
    return texts.join('\n');
  }
}

export function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}
