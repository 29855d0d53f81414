import { stripVTControlCharacters } from 'node:util';

/** From line `from` on, the log is these lines. */
export interface LogChange {
  from: number;
  lines: readonly string[];
}

/**
 * The log of a deployment as far as it is known, in the platform's own words: ANSI codes, carriage returns and all. It is read
 * again and again from its beginning, since the platform only hands it out whole (platform-api.md 4.9); what has not
 * changed is not told anew. Text that turns out to be other than before, as the error detail at the end can, is
 * replaced from there on.
 */
export class DeploymentLog {
  /** Lines whose newline has come. */
  readonly #complete: string[] = [];
  /** What follows the last newline. */
  #rest = '';
  readonly #onChange: (change: LogChange) => void;

  constructor(onChange: (change: LogChange) => void = () => undefined) {
    this.#onChange = onChange;
  }

  /** The lines from `start` on, at most `count`; what follows the last newline is a line if it has any text. */
  lines(start = 0, count = Infinity): string[] {
    const lines = this.#complete.slice(start, start + count);
    return this.#rest !== '' && lines.length < count && start <= this.#complete.length ? [...lines, this.#rest] : lines;
  }

  get lineCount(): number {
    return this.#complete.length + (this.#rest === '' ? 0 : 1);
  }

  /** The whole text, exactly as the platform has it. */
  text(): string {
    return [...this.#complete, this.#rest].join('\n');
  }

  /** Begins to read it from its first character. What is left over from before stays until `end` shows that it is gone. */
  read(): LogReading {
    let line = 0;
    let carry = '';
    return {
      add: (piece) => {
        const parts = piece.split('\n');
        // Only put in front: one endless line would be searched anew with each of its pieces.
        parts[0] = carry + (parts[0] ?? '');
        carry = parts.pop() ?? '';
        const same = this.#sameFrom(line, parts);
        if (same < parts.length) this.#replace(line + same, parts.slice(same), '');
        line += parts.length;
      },
      end: () => {
        if (line === this.#complete.length && carry === this.#rest) return;
        this.#replace(line, [], carry);
      },
    };
  }

  /**
   * Begins to read it as single lines, such as the events bring, from the first one on. What is returned takes the next lines,
   * and resolves to false, with nothing changed, when they contradict the log: it was read whole, and has other lines in
   * their place.
   */
  readLines(): (lines: readonly string[]) => boolean {
    let line = 0;
    return (lines) => {
      const same = this.#sameFrom(line, lines);
      if (same < lines.length) {
        if (!this.#mayGoOn(line + same, lines[same] ?? '')) return false;
        this.#replace(line + same, lines.slice(same), '');
      }
      line += lines.length;
      return true;
    };
  }

  #sameFrom(line: number, lines: readonly string[]): number {
    let same = 0;
    const most = Math.min(lines.length, this.#complete.length - line);
    while (same < most && this.#complete[line + same] === lines[same]) same += 1;
    return same;
  }

  /**
   * Whether a line can come at this place. The newline at the end of an unfinished log is the one before the error detail
   * (platform-api.md 4.9), which makes an empty line where the next one will be.
   */
  #mayGoOn(at: number, line: string): boolean {
    const left = this.#complete.length - at;
    return left === 1 ? this.#complete[at] === '' && this.#rest === '' : left === 0 && line.startsWith(this.#rest);
  }

  #replace(from: number, lines: readonly string[], rest: string): void {
    this.#complete.length = from;
    for (const line of lines) this.#complete.push(line);
    this.#rest = rest;
    this.#onChange({ from, lines: rest === '' ? lines : [...lines, rest] });
  }
}

export interface LogReading {
  add: (piece: string) => void;
  /** The whole of it has been added. */
  end: () => void;
}

/** A log as it reads: without ANSI codes. Everything else, carriage returns too, stays as the platform has it. */
export function withoutAnsi(text: string): string {
  return stripVTControlCharacters(text);
}
