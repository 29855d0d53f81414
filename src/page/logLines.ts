import { plainText } from './ansi.ts';

/** A place in the log: lines and UTF-16 units of the drawn text, both from 0. */
export interface Position {
  line: number;
  column: number;
}

/** The log as it was sent. Nothing is worked out before it is drawn, searched or copied. */
export class LogLines {
  readonly #lines: string[] = [];

  get length(): number {
    return this.#lines.length;
  }

  /** Puts lines in the place of all from `from` on; says from which one on the log is another than before. */
  replaceFrom(from: number, lines: readonly string[]): number {
    const start = Math.min(from, this.#lines.length);
    let same = 0;
    while (same < lines.length && this.#lines[start + same] === lines[same]) same += 1;
    this.#lines.length = start + same;
    // One by one: a spread call takes only so many arguments.
    for (const line of lines.slice(same)) this.#lines.push(line);
    return start + same;
  }

  /** The line with its codes; empty where there is none. */
  raw(line: number): string {
    return this.#lines[line] ?? '';
  }

  plain(line: number): string {
    return plainText(this.raw(line));
  }

  /** The text between two places, whichever comes first, with `\n` between lines. */
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
