import type { LogEntry, LogTime } from '../../platform/applicationLog.ts';
import { parseMarks, type Mark } from './logMarks.ts';

/** A line of an application's log. */
export interface LogLine {
  readonly time: LogTime;
  readonly process: string;
  readonly instance: string;
  /** The line as the application wrote it, with its ANSI codes and without the marks of a search. */
  readonly text: string;
  /** The matches of the search in `text`; empty without a search. */
  readonly marks: readonly Mark[];
  /** Whether lines are missing before this one, because the log grew faster than it could be read. */
  readonly gapBefore: boolean;
}

/** A change of the lines: at index `at`, `removed` lines are replaced by `lines`. */
export interface LinesChange {
  at: number;
  removed: number;
  lines: readonly LogLine[];
}

export interface LinesLimits {
  lines: number;
  /** Characters of all lines together. A character takes one or two bytes of memory. */
  characters: number;
}

/** 100,000 lines of 120 characters take 22 MB, and 16 million Chinese characters take 35 MB (logLines.test.ts). */
const defaultLimits: LinesLimits = { lines: 100_000, characters: 16_000_000 };

/**
 * A sequence of pages from one snapshot of the log, in which each line occurs only once. Distinguishes known lines from
 * new lines that are equal to them.
 */
export class LogPass {
  /** For each key (see `keyOf`), the number of known lines with that key that have not occurred in this pass yet. */
  credits = new Map<string, number>();
  /**
   * Time of the oldest line of this pass so far. If a later page has lines with the same time, those lines are older.
   */
  oldest: LogTime | undefined;

  /** @param oldest Time of the oldest known line, if this pass continues an earlier pass. */
  constructor(oldest?: LogTime) {
    this.oldest = oldest;
  }
}

export interface AddResult {
  /** Number of lines that were not known. */
  count: number;
  /** Whether a line of the page was known. If so, no lines are missing between the known lines and the page. */
  joins: boolean;
  /** The oldest line that was added. */
  first: LogLine | undefined;
}

/**
 * Lines of an application's log, oldest first, sorted by time. The platform's lines have no id, their times are whole
 * seconds, and lines of several instances arrive late. So lines are compared by time, instance, process and text. Equal
 * lines are counted, because an application can write the same line twice in one second. Keeps the newest lines up to a
 * limit.
 */
export class LogLines {
  #lines: LogLine[] = [];
  #characters = 0;
  #isFull = false;
  readonly #names = new Map<string, string>();
  readonly #limits: LinesLimits;
  readonly #onChange: (change: LinesChange) => void;

  constructor(onChange: (change: LinesChange) => void = () => undefined, limits: LinesLimits = defaultLimits) {
    this.#onChange = onChange;
    this.#limits = limits;
  }

  get count(): number {
    return this.#lines.length;
  }

  /** Whether lines were dropped because of the limit. From then on, no older lines can be added. */
  get isFull(): boolean {
    return this.#isFull;
  }

  get oldestTime(): LogTime | undefined {
    return this.#lines[0]?.time;
  }

  get newestTime(): LogTime | undefined {
    return this.#lines.at(-1)?.time;
  }

  /** Returns at most `count` lines from index `start` on. */
  slice(start = 0, count = Infinity): LogLine[] {
    return this.#lines.slice(start, start + count);
  }

  /**
   * Adds the lines of a page that are not known. `searched` is true if the page is the result of a search, in which the
   * platform marks the matches.
   */
  add(page: readonly LogEntry[], pass: LogPass, searched: boolean): AddResult {
    const lines = this.#parse(page, searched);
    const [first] = lines;
    const last = lines.at(-1);
    if (!first || !last) return { count: 0, joins: false, first: undefined };
    const known = this.#countKnown(first.time, last.time, pass);
    const fresh = lines.map((line) => {
      const key = keyOf(line);
      const left = pass.credits.get(key) ?? known.get(key) ?? 0;
      pass.credits.set(key, Math.max(0, left - 1));
      return left === 0;
    });
    const boundary = pass.oldest;
    const missing = lines.filter((_, index) => fresh[index]);
    this.#insert(missing, boundary);
    // Lines of the next page are at most as new as the oldest line of this page, so only the credits of that second are
    // kept.
    pass.oldest = first.time;
    pass.credits = new Map([...pass.credits].filter(([key]) => key.startsWith(`${first.time}\n`)));
    this.#enforceLimits();
    return { count: missing.length, joins: missing.length < lines.length, first: missing[0] };
  }

  /**
   * Sets whether lines are missing before this line. Returns the line that replaces this line, or this line if it was
   * dropped because of the limit.
   */
  setGap(line: LogLine, gapBefore: boolean): LogLine {
    let at = this.#lowerBound(line.time);
    while (this.#lines[at] !== line && this.#lines[at]?.time === line.time) at += 1;
    if (this.#lines[at] !== line) return line;
    const replacement = { ...line, gapBefore };
    this.#lines[at] = replacement;
    this.#onChange({ at, removed: 1, lines: [replacement] });
    return replacement;
  }

  /**
   * Returns the lines of a page, oldest first and sorted by time. A line without a time gets the time of the next newer
   * line.
   */
  #parse(page: readonly LogEntry[], searched: boolean): LogLine[] {
    let newer = page.find(({ time }) => time !== undefined)?.time ?? 0;
    const lines = page.map((entry): LogLine => {
      newer = entry.time ?? newer;
      const { text, marks } = searched ? parseMarks(entry.message) : { text: entry.message, marks: noMarks };
      const process = this.#shared(entry.process);
      return { time: newer, process, instance: this.#shared(entry.instance), text, marks, gapBefore: false };
    });
    return lines.reverse().sort((one, other) => one.time - other.time);
  }

  /** Returns the same string object for equal names, because 100,000 copies of a pod's name take 5 MB. */
  #shared(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    if (this.#names.size > maxSharedNames) this.#names.clear();
    this.#names.set(name, name);
    return name;
  }

  #countKnown(from: LogTime, to: LogTime, pass: LogPass): Map<string, number> {
    const counts = new Map<string, number>();
    const end = this.#lowerBound(to + 1);
    for (let at = this.#lowerBound(from); at < end; at += 1) {
      const line = this.#lines[at];
      if (!line) break;
      const key = keyOf(line);
      if (!pass.credits.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  }

  /**
   * Inserts lines that are sorted oldest first. A line comes after the known lines of the same second. If that second
   * is `boundary`, the line comes before the known lines, because the line is older than the pages that were read
   * earlier.
   */
  #insert(lines: readonly LogLine[], boundary: LogTime | undefined): void {
    let end = lines.length;
    while (end > 0) {
      const at = this.#placeOf(lines[end - 1], boundary);
      let start = end - 1;
      while (start > 0 && this.#placeOf(lines[start - 1], boundary) === at) start -= 1;
      const block = lines.slice(start, end);
      this.#lines.splice(at, 0, ...block);
      for (const { text } of block) this.#characters += text.length;
      this.#onChange({ at, removed: 0, lines: block });
      end = start;
    }
  }

  #placeOf(line: LogLine | undefined, boundary: LogTime | undefined): number {
    const time = line?.time ?? 0;
    return this.#lowerBound(time === boundary ? time : time + 1);
  }

  /** Returns the index of the first line at or after `time`. */
  #lowerBound(time: LogTime): number {
    let low = 0;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#lines[middle]?.time ?? Infinity) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #enforceLimits(): void {
    let removed = 0;
    while (
      removed < this.#lines.length - 1 &&
      (this.#lines.length - removed > this.#limits.lines || this.#characters > this.#limits.characters)
    ) {
      this.#characters -= this.#lines[removed]?.text.length ?? 0;
      removed += 1;
    }
    if (removed === 0) return;
    this.#isFull = true;
    this.#lines.splice(0, removed);
    this.#onChange({ at: 0, removed, lines: [] });
  }
}

const noMarks: readonly Mark[] = [];
const maxSharedNames = 1000;

function keyOf({ time, instance, process, text }: LogLine): string {
  return `${time}\n${instance}\n${process}\n${text}`;
}
