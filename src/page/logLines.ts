import { plainText } from './ansi.ts';

/** A position in the log: the line, and the UTF-16 column in the line's visible text. Both are counted from 0. */
export interface Position {
  line: number;
  column: number;
}

/** The lines of the log as the extension sent them. A line is parsed only when it is drawn, searched or copied. */
export class LogLines {
  readonly #lines: string[] = [];

  get length(): number {
    return this.#lines.length;
  }

  /** Replaces line `from` and all later lines. Returns the index of the first line that has changed. */
  replaceFrom(from: number, lines: readonly string[]): number {
    const start = Math.min(from, this.#lines.length);
    let same = 0;
    while (same < lines.length && this.#lines[start + same] === lines[same]) same += 1;
    this.#lines.length = start + same;
    // Push the lines one by one, because the number of arguments of a call is limited.
    for (const line of lines.slice(same)) this.#lines.push(line);
    return start + same;
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
