import type { LinesChange, LogLines } from './logLines.ts';

/** Matches text in which each character takes one column. */
const narrowTextPattern = /^[\x20-\x7e]*$/;

/** Matches a character that takes two columns: Chinese, Japanese, Korean, fullwidth forms and emoji. */
const wideCharacterPattern =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

/** Returns where a line is broken so that no piece takes more than `columns`, as UTF-16 offsets in ascending order. */
export function breakOffsets(text: string, columns: number): number[] {
  const breaks: number[] = [];
  if (text.length * 2 <= columns && !text.includes('\t')) return breaks;
  let column = 0;
  let offset = 0;
  for (const character of text) {
    const width = character === '\t' ? 8 - (column % 8) : wideCharacterPattern.test(character) ? 2 : 1;
    if (column > 0 && column + width > columns) {
      breaks.push(offset);
      column = 0;
    }
    column += width;
    offset += character.length;
  }
  return breaks;
}

/** Maps the lines of the log to rows, which are counted from 0. Without wrapping, each line takes one row. */
export class WrappedRows {
  readonly #lines: LogLines;
  /**
   * Number of rows of each line, or 0 if not counted yet. The numbers are stored, because counting the rows of a line
   * takes longer than adding up stored numbers.
   */
  #counts: number[] = [];
  /** `#firsts[line]` is the first row of the line. Contains only the lines that were needed so far. */
  #firsts = [0];
  #columns: number | undefined;

  constructor(lines: LogLines) {
    this.#lines = lines;
  }

  /** The number of columns of a row. Undefined if lines are not wrapped. */
  get columns(): number | undefined {
    return this.#columns;
  }

  set columns(columns: number | undefined) {
    this.#columns = columns;
    this.#counts = columns === undefined ? [] : zeros(this.#lines.length);
    this.#firsts = [0];
  }

  linesChanged({ at, removed, added }: LinesChange): void {
    if (this.#columns === undefined) return;
    this.#counts = this.#counts.slice(0, at).concat(zeros(added), this.#counts.slice(at + removed));
    this.#firsts.length = Math.min(this.#firsts.length, at + 1);
  }

  /** Returns the first row of a line. For the line after the last one, returns the number of all rows. */
  first(line: number): number {
    const columns = this.#columns;
    if (columns === undefined) return line;
    const firsts = this.#firsts;
    let last = firsts.at(-1) ?? 0;
    for (let next = firsts.length - 1; next < line; next += 1) {
      last += this.#counts[next] ||= this.#count(next, columns);
      firsts.push(last);
    }
    return firsts[line] ?? 0;
  }

  #count(line: number, columns: number): number {
    const text = this.#lines.plain(line);
    return narrowTextPattern.test(text)
      ? Math.max(1, Math.ceil(text.length / columns))
      : breakOffsets(text, columns).length + 1;
  }

  /** Returns the line that is drawn at a row, or the last line if there is no such row. */
  lineAt(row: number): number {
    let low = 0;
    let high = Math.max(0, this.#lines.length - 1);
    if (this.#columns === undefined) return Math.min(row, high);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.first(middle) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}
