import { applySgr, plain, type Style } from './sgr.ts';

/*
 * No library fits. `ansi_up` outputs only HTML, which would need `innerHTML`. `anser` outputs spans, but it leaves OSC
 * 8 links and charset switches in the text, does not support `38:2:…`, and shares one list of decorations between
 * spans, so `bold, then underline` underlines the bold part too (2.3.4 and 2.3.5).
 */
export interface Span {
  text: string;
  style: Style;
}

/**
 * Control sequences, which a terminal does not draw. The alternatives, in this order: a sequence with parameters; a
 * string up to its end (a title, the URL of an OSC 8 link); a short escape, also a truncated one, because the platform
 * cuts lines at 4096 characters (platform-api.md 4.12); a control character. Tabs are text.
 */
const controls =
  /(?:\x1b\[|\x9b)([0-?]*)([ -/]*[@-~]?)|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?|[\0-\x08\n-\x1f\x7f-\x9f]/g;

const anyControl = /[\0-\x08\n-\x1f\x7f-\x9f]/;

/** What progress bars overwrite their line with: carriage return, backspace, erase in line, go to column. */
const moves = /[\r\b]|(?:\x1b\[|\x9b)[0-?]*[KG]/;

/**
 * Parses a log line into spans as a terminal finally shows it: text after a carriage return overwrites the beginning of
 * earlier text. Every line starts without colour, because a truncated line loses its reset code and would colour all
 * lines after it. Adjacent spans of the same style are merged. An empty line has no spans.
 */
export function parseLine(line: string): Span[] {
  if (!anyControl.test(line)) return line === '' ? [] : [{ text: line, style: plain }];
  const screen = new ScreenLine(moves.test(line));
  let style = plain;
  let end = 0;
  for (const match of line.matchAll(controls)) {
    screen.write(line.slice(end, match.index), style);
    end = match.index + match[0].length;
    const [sequence, parameters = '', final] = match;
    if (final === 'm' && /^[\d;:]*$/.test(parameters)) style = applySgr(style, parameters);
    else screen.move(final || sequence, parameters);
  }
  screen.write(line.slice(end), style);
  return screen.spans();
}

/** Returns the text of a line as drawn, without styles. */
export function plainText(line: string): string {
  if (!anyControl.test(line)) return line;
  if (!moves.test(line)) return line.replace(controls, '');
  return parseLine(line)
    .map((span) => span.text)
    .join('');
}

/** A line being drawn: a cell for each character if something is overwritten, otherwise for each piece of text. */
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
      while (this.#cells.length < this.#cursor) this.#cells.push({ text: ' ', style: plain });
      this.#cells[this.#cursor] = { text: part, style };
      this.#cursor += 1;
    }
  }

  move(command: string, parameters: string): void {
    const number = Number(parameters) || 0;
    if (command === '\r') this.#cursor = 0;
    else if (command === '\b') this.#cursor = Math.max(0, this.#cursor - 1);
    // Limit the column: no line of the platform is longer, and a larger one would only fill memory with blanks.
    else if (command === 'G') this.#cursor = Math.min(Math.max(1, number), 4096) - 1;
    else if (command === 'K') this.#erase(number);
  }

  #erase(what: number): void {
    if (what === 0) this.#cells.length = Math.min(this.#cells.length, this.#cursor);
    else if (what === 2) this.#cells.length = 0;
    else this.#cells.fill({ text: ' ', style: plain }, 0, this.#cursor + 1);
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
