import { plainText } from '../../page/ansi.ts';

const [bold, reset] = ['\x1b[1m', '\x1b[0m'];

/** The control sequence that moves to the previous line and erases it. */
const erasePreviousLineCode = '\x1b[1A\x1b[2K';

/** Matches the sequences that only change the style of text. All other sequences are removed from a log line. */
const stylePattern = /(\x1b\[[\d;:]*m)/;

/**
 * Returns a line of a log for a terminal. Keeps the colours and removes every other control sequence, because the line
 * comes from a server and the terminal would execute the sequence.
 */
export function colouredLine(line: string): string {
  // A carriage return or backspace overwrites text of the line. The remaining text would get the colours of the
  // overwritten text, so the line loses its colours.
  if (!stylePattern.test(line) || /[\r\b]/.test(line)) return plainText(line);
  const parts = line.split(stylePattern).map((part, index) => (index % 2 === 1 ? part : plainText(part)));
  return `${parts.join('')}${reset}`;
}

/**
 * Writes lines to the terminal of a task. Removes the control sequences of every text, except the colours of log lines.
 */
export class TerminalLines {
  readonly #write: (text: string) => void;
  /** The last line, if it is about the progress, so that the next line can replace it. */
  #progress: string | undefined;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Writes a text, which can have several lines, with its first line in bold. */
  begin(text: string): void {
    const [first = '', ...others] = plainLines(text);
    this.#print([`${bold}${first}${reset}`, ...others]);
  }

  /** Writes a text, which can have several lines. */
  tell(text: string): void {
    this.#print(plainLines(text));
  }

  /**
   * Writes a line about the progress. Replaces the previous progress line if the text before the first digit is the
   * same, as in the lines of a transfer. Does not write the same line twice in a row.
   */
  progress(text: string): void {
    const before = this.#progress;
    if (text === before) return;
    const isNext = before !== undefined && /\d/.test(text) && textBeforeDigits(before) === textBeforeDigits(text);
    this.#print([`${isNext ? erasePreviousLineCode : ''}${plainText(text)}`]);
    this.#progress = text;
  }

  /** Writes lines of a log in their colours. */
  log(lines: readonly string[]): void {
    if (lines.length > 0) this.#print(lines.map(colouredLine));
  }

  #print(lines: readonly string[]): void {
    this.#progress = undefined;
    this.#write(lines.map((line) => `${line}\r\n`).join(''));
  }
}

function plainLines(text: string): string[] {
  return text.split(/\r?\n/).map(plainText);
}

/** Returns the words before the first digit. */
function textBeforeDigits(text: string): string {
  return /^\D*/.exec(text)?.[0] ?? '';
}
