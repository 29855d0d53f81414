/** The line breaks of YAML 1.1, which include three that YAML 1.2 does not have. */
const lineBreaks = '\r\n\u0085\u2028\u2029';

/** Stands for the end of the text. A text that contains this character is rejected before it is scanned. */
export const endCharacter = '\0';

export const isBreak = (character: string): boolean => lineBreaks.includes(character);
export const isBreakOrEnd = (character: string): boolean => character === endCharacter || isBreak(character);
/** Returns whether a character ends a token. A tab does, although a tab between tokens is an error. */
export const isSeparator = (character: string): boolean =>
  character === ' ' || character === '\t' || isBreakOrEnd(character);
/** Returns whether a character may be part of the name of an anchor, a directive or a tag handle. */
export const isNameCharacter = (character: string): boolean => /^[0-9A-Za-z_-]$/.test(character);

/** A position in a text. It only moves forward. */
export class Cursor {
  readonly text: string;
  /** Offset in UTF-16 code units. */
  at = 0;
  line = 0;
  /** Column in Unicode code points, which is how PyYAML measures indentation. */
  column = 0;
  /** Offset in Unicode code points. */
  points = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Returns the code unit at an offset from the position, or `endCharacter`. */
  peek(offset = 0): string {
    return this.text[this.at + offset] ?? endCharacter;
  }

  advance(units = 1): void {
    for (let count = 0; count < units; count += 1) {
      const code = this.text.charCodeAt(this.at);
      this.at += 1;
      // The second half of a surrogate pair belongs to the code point before it.
      if (code >= 0xdc00 && code <= 0xdfff) continue;
      this.points += 1;
      const character = String.fromCharCode(code);
      if (isBreak(character) && !(character === '\r' && this.peek() === '\n')) {
        this.line += 1;
        this.column = 0;
      } else if (character !== '\uFEFF') this.column += 1;
    }
  }

  /** Moves past the characters that satisfy `matches`, and returns them. */
  take(matches: (character: string) => boolean): string {
    let units = 0;
    while (this.peek(units) !== endCharacter && matches(this.peek(units))) units += 1;
    const taken = this.text.slice(this.at, this.at + units);
    this.advance(units);
    return taken;
  }

  /**
   * Moves past one line break and returns it. Returns `\n` for `\r\n`, `\r` and U+0085. Returns '' if there is no line
   * break.
   */
  takeBreak(): string {
    const character = this.peek();
    if (!isBreak(character)) return '';
    this.advance(character === '\r' && this.peek(1) === '\n' ? 2 : 1);
    return character === '\u2028' || character === '\u2029' ? character : '\n';
  }

  /** Returns whether `---` or `...` starts here. In the first column, such a text is a document marker. */
  isAtMarker(): boolean {
    const marker = this.text.slice(this.at, this.at + 3);
    return (marker === '---' || marker === '...') && isSeparator(this.peek(3));
  }
}
