/** The new lines of the log from line `from` on. */
export interface LogChange {
  from: number;
  lines: readonly string[];
}

/**
 * The known part of a deployment's log, exactly as the platform sends it, with ANSI codes and carriage returns. The
 * platform sends a log only whole (platform-api.md 4.9), so each read starts at the beginning, and only changes are
 * reported. Text that differs from before, as the error detail at the end can, is replaced from there on.
 */
export class DeploymentLog {
  /** Lines that end with a newline. */
  readonly #complete: string[] = [];
  /** Text after the last newline. */
  #rest = '';
  readonly #onChange: (change: LogChange) => void;

  constructor(onChange: (change: LogChange) => void = () => undefined) {
    this.#onChange = onChange;
  }

  /** Returns at most `count` lines from `start` on. Text after the last newline counts as a line. */
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
   * Starts reading the log from its first character. Call `end` after the last piece: old text that is not replaced
   * stays until then.
   */
  read(): { add: (piece: string) => void; end: () => void } {
    let line = 0;
    let carry = '';
    return {
      add: (piece) => {
        const parts = piece.split('\n');
        // Prepended after the split: otherwise one endless line would be searched again with each of its pieces.
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
   * Starts reading the log as single lines, such as those of events, from the first one on. The returned function adds
   * the next lines. It returns false, and changes nothing, if the lines contradict a log that was read whole.
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
   * Returns whether a line can follow at this place. The newline at the end of an unfinished log is the one before the
   * error detail (platform-api.md 4.9), which leaves an empty line where the next one will be.
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
