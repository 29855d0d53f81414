/** A change of the log: from index `from` on, all lines are replaced by `lines`. */
export interface LogChange {
  from: number;
  lines: readonly string[];
}

/**
 * The part of a deployment's log that was read so far, exactly as the platform sends it, with ANSI codes and carriage
 * returns. The platform always sends the whole log (platform-api.md 4.9), so each read starts at the first character.
 * Only changed lines are reported. If a line differs from the previous read, this line and all later lines are
 * replaced. For example, the error detail changes the end of the log.
 */
export class DeploymentLog {
  /** Lines that end with a newline, without the newline. */
  readonly #complete: string[] = [];
  /** Text after the last newline. */
  #rest = '';
  readonly #onChange: (change: LogChange) => void;

  constructor(onChange: (change: LogChange) => void = () => undefined) {
    this.#onChange = onChange;
  }

  /** Returns at most `count` lines from index `start` on. Text after the last newline counts as a line. */
  lines(start = 0, count = Infinity): string[] {
    const lines = this.#complete.slice(start, start + count);
    return this.#rest !== '' && lines.length < count && start <= this.#complete.length ? [...lines, this.#rest] : lines;
  }

  get lineCount(): number {
    return this.#complete.length + (this.#rest === '' ? 0 : 1);
  }

  /** Returns the whole text, exactly as the platform sends it. */
  text(): string {
    return [...this.#complete, this.#rest].join('\n');
  }

  /**
   * Starts a read of the whole log from its first character. Call `add` with each piece of text, and `end` after the
   * last piece. Until `end` is called, old text after the added pieces may still be in the log.
   */
  read(): { add: (piece: string) => void; end: () => void } {
    let line = 0;
    let carry = '';
    return {
      add: (piece) => {
        const parts = piece.split('\n');
        // `carry` is prepended after the split, because otherwise a very long line would be searched again with each
        // piece.
        parts[0] = carry + (parts[0] ?? '');
        carry = parts.pop() ?? '';
        const same = this.#sameFrom(line, parts);
        if (same < parts.length) this.#replace(line + same, parts.slice(same), '');
        line += parts.length;
      },
      end: () => {
        if (line !== this.#complete.length || carry !== this.#rest) this.#replace(line, [], carry);
      },
    };
  }

  /**
   * Starts to read the log from its first line, as a sequence of lines, which is how events deliver it. The returned
   * function adds the next lines. If the whole log has already been read and the lines do not match it, the function
   * returns false and changes nothing.
   */
  readLines(): (lines: readonly string[]) => boolean {
    let line = 0;
    return (lines) => {
      const same = this.#sameFrom(line, lines);
      if (same < lines.length) {
        if (!this.#canContinue(line + same, lines[same] ?? '')) return false;
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
   * Returns whether a line at index `at` fits the log that was read so far. While the deployment runs, the log ends
   * with one newline too many (platform-api.md 4.9). That newline leaves an empty last line, which the next line
   * replaces.
   */
  #canContinue(at: number, line: string): boolean {
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
