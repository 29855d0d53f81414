import { applySgr, plainStyle, type Style } from './sgr.ts';

/*
 * No library fits. `ansi_up` outputs only HTML, which would need `innerHTML`. `anser` (2.3.4 and 2.3.5) outputs spans,
 * but leaves OSC 8 links and charset switches in the text, and does not support `38:2:…`. It also shares one list of
 * decorations between spans, so bold text before underlined text is underlined too.
 */
export interface Span {
  text: string;
  style: Style;
}

/**
 * Matches control sequences, which a terminal does not draw. The alternatives, in order, are: a CSI sequence with
 * parameters; a string sequence with its content, such as a title or the URL of an OSC 8 link; a short escape sequence;
 * a control character. The end of a sequence may be missing, because the platform truncates lines at 4096 characters
 * (platform-api.md 4.12). A tab is text, so a tab does not match.
 */
const controlSequencePattern =
  /(?:\x1b\[|\x9b)([0-?]*)([ -/]*[@-~]?)|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?|[\0-\x08\n-\x1f\x7f-\x9f]/g;

const controlCharacterPattern = /[\0-\x08\n-\x1f\x7f-\x9f]/;

/**
 * Matches sequences with which a progress bar overwrites its line: carriage return, backspace, "erase in line" and "go
 * to column".
 */
const overwritePattern = /[\r\b]|(?:\x1b\[|\x9b)[0-?]*[KG]/;

/**
 * Parses a log line into the spans that a terminal shows when it has processed the whole line. Text after a carriage
 * return overwrites text at the beginning of the line. Every line starts without colour. If a line kept the colour of
 * the line before it, a truncated line without its reset code would colour all later lines. Adjacent spans of the same
 * style are merged. An empty line has no spans.
 */
export function parseLine(line: string): Span[] {
  if (!controlCharacterPattern.test(line)) return line === '' ? [] : [{ text: line, style: plainStyle }];
  const screen = new ScreenLine(overwritePattern.test(line));
  let style = plainStyle;
  let end = 0;
  for (const match of line.matchAll(controlSequencePattern)) {
    screen.write(line.slice(end, match.index), style);
    end = match.index + match[0].length;
    const [sequence, parameters = '', final] = match;
    if (final === 'm' && /^[\d;:]*$/.test(parameters)) style = applySgr(style, parameters);
    else screen.move(final || sequence, parameters);
  }
  screen.write(line.slice(end), style);
  return screen.spans();
}

/** Returns the visible text of a line, without styles. */
export function plainText(line: string): string {
  if (!controlCharacterPattern.test(line)) return line;
  if (!overwritePattern.test(line)) return line.replace(controlSequencePattern, '');
  return parseLine(line)
    .map((span) => span.text)
    .join('');
}

/**
 * The cells of a line during parsing. If `overwritten` is true, a cell contains one character. Otherwise a cell
 * contains a whole piece of text.
 */
class ScreenLine {
  readonly #overwritten: boolean;
  readonly #cells: Span[] = [];
  #cursor = 0;

  constructor(overwritten: boolean) {
    this.#overwritten = overwritten;
  }

  write(text: string, style: Style): void {
    for (const part of this.#overwritten ? text : [text]) {
      if (part === '') continue;
      while (this.#cells.length < this.#cursor) this.#cells.push({ text: ' ', style: plainStyle });
      this.#cells[this.#cursor] = { text: part, style };
      this.#cursor += 1;
    }
  }

  move(command: string, parameters: string): void {
    const number = Number(parameters) || 0;
    if (command === '\r') this.#cursor = 0;
    else if (command === '\b') this.#cursor = Math.max(0, this.#cursor - 1);
    // Limit the column to 4096, the maximum length of a line of the platform. A larger column would only fill memory
    // with blanks.
    else if (command === 'G') this.#cursor = Math.min(Math.max(1, number), 4096) - 1;
    else if (command === 'K') this.#erase(number);
  }

  #erase(what: number): void {
    if (what === 0) this.#cells.length = Math.min(this.#cells.length, this.#cursor);
    else if (what === 2) this.#cells.length = 0;
    else this.#cells.fill({ text: ' ', style: plainStyle }, 0, this.#cursor + 1);
  }

  spans(): Span[] {
    const spans: Span[] = [];
    for (const { text, style } of this.#cells) {
      const last = spans.at(-1);
      if (last?.style === style) last.text += text;
      else spans.push({ text, style });
    }
    return spans;
  }
}
