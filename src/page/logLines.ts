import { plainText } from './ansi.ts';

/** A position in the log: line and UTF-16 column of the drawn text, both from 0. */
export interface Position {
  line: number;
  column: number;
}

/** The log as it was sent. Lines are parsed only when they are drawn, searched or copied. */
export class LogLines {
  readonly #lines: string[] = [];

  get length(): number {
    return this.#lines.length;
  }

  /** Replaces all lines from `from` on. Returns the first line that differs from before. */
  replaceFrom(from: number, lines: readonly string[]): number {
    const start = Math.min(from, this.#lines.length);
    let same = 0;
    while (same < lines.length && this.#lines[start + same] === lines[same]) same += 1;
    this.#lines.length = start + same;
    // Push one by one: the number of arguments of a spread call is limited.
    for (const line of lines.slice(same)) this.#lines.push(line);
    return start + same;
  }

  /** Returns the line with its ANSI codes; empty if the line does not exist. */
  raw(line: number): string {
    return this.#lines[line] ?? '';
  }

  plain(line: number): string {
    return plainText(this.raw(line));
  }

  /** Returns the text between two positions, in either order, with line feeds between lines. */
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
