import { endCharacter, isBreak, isBreakOrEnd, isSeparator, type Cursor } from './cursor.ts';
import { YamlError } from './yamlError.ts';

/**
 * Scans a text in quotes and returns its value. Line breaks inside are folded.
 *
 * @throws YamlError
 */
export function scanQuoted(cursor: Cursor): string {
  const start = cursor.at;
  const quote = cursor.peek();
  const isDouble = quote === '"';
  let value = '';
  cursor.advance();
  for (;;) {
    value += cursor.take((character) => character !== quote && character !== '\\' && !isSeparator(character));
    const character = cursor.peek();
    if (!isDouble && character === quote && cursor.peek(1) === quote) {
      value += quote;
      cursor.advance(2);
    } else if (character === quote) break;
    else if (character === endCharacter) throw new YamlError('quoteNotClosed', start);
    else if (character === '\\' && isDouble) value += scanEscape(cursor);
    else if (character === '\\') {
      value += character;
      cursor.advance();
    } else value += scanQuotedSpaces(cursor, start);
  }
  cursor.advance();
  return value;
}

const characterByEscape: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001b',
  ' ': ' ',
  '"': '"',
  '\\': '\\',
  '/': '/',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};
const hexLengthByEscape: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function scanEscape(cursor: Cursor): string {
  const start = cursor.at;
  const character = cursor.peek(1);
  const digits = hexLengthByEscape[character];
  if (isBreak(character)) {
    cursor.advance();
    cursor.takeBreak();
    return scanQuotedBreaks(cursor);
  }
  if (digits === undefined) {
    const value = characterByEscape[character];
    if (value === undefined) throw new YamlError('escape', start, `\\${character === endCharacter ? '' : character}`);
    cursor.advance(2);
    return value;
  }
  const hex = cursor.text.slice(start + 2, start + 2 + digits);
  const code = /^[0-9A-Fa-f]+$/.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : Infinity;
  if (code > 0x10ffff) throw new YamlError('escape', start, `\\${character}${hex}`);
  cursor.advance(2 + digits);
  return String.fromCodePoint(code);
}

/** Scans spaces, tabs and line breaks inside quotes: one line break becomes a space. */
function scanQuotedSpaces(cursor: Cursor, start: number): string {
  const spaces = cursor.take((character) => character === ' ' || character === '\t');
  if (cursor.peek() === endCharacter) throw new YamlError('quoteNotClosed', start);
  const lineBreak = cursor.takeBreak();
  if (lineBreak === '') return spaces;
  return foldLineBreaks(lineBreak, scanQuotedBreaks(cursor));
}

function scanQuotedBreaks(cursor: Cursor): string {
  let breaks = '';
  for (;;) {
    if (cursor.isAtMarker()) throw new YamlError('quoteNotClosed', cursor.at);
    cursor.take((character) => character === ' ' || character === '\t');
    const lineBreak = cursor.takeBreak();
    if (lineBreak === '') return breaks;
    breaks += lineBreak;
  }
}

/** Returns what a line break and the empty lines after it contribute to a folded text. */
function foldLineBreaks(lineBreak: string, breaks: string): string {
  if (lineBreak !== '\n') return lineBreak + breaks;
  return breaks === '' ? ' ' : breaks;
}

/**
 * Scans a text without quotes. Further lines belong to it if they are indented by at least `indent` columns. `endsLine`
 * is true if the scan moved past a line break, so that a key may follow.
 */
export function scanPlain(
  cursor: Cursor,
  { indent, inFlow }: { indent: number; inFlow: boolean },
): { value: string; end: number; endsLine: boolean } {
  let value = '';
  let spaces = '';
  let endsLine = false;
  let valueEnd = cursor.at;
  for (;;) {
    if (cursor.peek() === '#') break;
    const run = takePlainRun(cursor, inFlow);
    if (run === '') break;
    value += spaces + run;
    valueEnd = cursor.at;
    endsLine = false;
    const gap = scanPlainSpaces(cursor);
    endsLine = gap.endsLine;
    spaces = gap.spaces;
    if (spaces === '' || (!inFlow && cursor.column < indent)) break;
  }
  return { value, end: valueEnd, endsLine };
}

function takePlainRun(cursor: Cursor, inFlow: boolean): string {
  let units = 0;
  for (;;) {
    const character = cursor.peek(units);
    const next = cursor.peek(units + 1);
    if (isSeparator(character)) break;
    if (character === ':' && (isSeparator(next) || (inFlow && ',[]{}'.includes(next)))) break;
    if (inFlow && ',?[]{}'.includes(character)) break;
    units += 1;
  }
  const run = cursor.text.slice(cursor.at, cursor.at + units);
  cursor.advance(units);
  return run;
}

/** Scans spaces and line breaks after a part of a plain text. Tabs are not allowed there. */
function scanPlainSpaces(cursor: Cursor): { spaces: string; endsLine: boolean } {
  const spaces = cursor.take((character) => character === ' ');
  const lineBreak = cursor.takeBreak();
  if (lineBreak === '') return { spaces, endsLine: false };
  let breaks = '';
  for (;;) {
    if (cursor.isAtMarker()) return { spaces: '', endsLine: true };
    cursor.take((character) => character === ' ');
    const next = cursor.takeBreak();
    if (next === '') return { spaces: foldLineBreaks(lineBreak, breaks), endsLine: true };
    breaks += next;
  }
}

/**
 * Scans a block text (`|` or `>`), whose lines are indented more than `parentIndent` columns.
 *
 * @throws YamlError
 */
export function scanBlock(cursor: Cursor, parentIndent: number): { value: string; end: number } {
  const isFolded = cursor.peek() === '>';
  cursor.advance();
  const { chomping, increment } = scanBlockHeader(cursor);
  const minIndent = Math.max(1, parentIndent + 1);
  let indent = minIndent + (increment ?? 1) - 1;
  let breaks = '';
  if (increment === undefined) {
    const found = scanBlockIndent(cursor);
    indent = Math.max(minIndent, found.indent);
    breaks = found.breaks;
  } else breaks = scanBlockBreaks(cursor, indent);
  let value = '';
  let lineBreak = '';
  let valueEnd = cursor.at;
  while (cursor.column === indent && cursor.peek() !== endCharacter) {
    value += breaks;
    const startsWithText = !' \t'.includes(cursor.peek());
    value += cursor.take((character) => !isBreak(character));
    valueEnd = cursor.at;
    lineBreak = cursor.takeBreak();
    breaks = scanBlockBreaks(cursor, indent);
    if (cursor.column !== indent || cursor.peek() === endCharacter) break;
    const isOneParagraph = isFolded && lineBreak === '\n' && startsWithText && !' \t'.includes(cursor.peek());
    if (!isOneParagraph) value += lineBreak;
    else if (breaks === '') value += ' ';
  }
  if (chomping !== '-') value += lineBreak;
  if (chomping === '+') value += breaks;
  return { value, end: valueEnd };
}

/** Scans what follows `|` or `>` in its line: `+` or `-`, a digit for the indentation, a comment. */
function scanBlockHeader(cursor: Cursor): { chomping: string; increment: number | undefined } {
  const start = cursor.at - 1;
  const [, before = '', digit = '', after = ''] =
    /^([+-]?)([0-9]?)([+-]?)/.exec(cursor.text.slice(cursor.at, cursor.at + 3)) ?? [];
  const chomping = before || (digit === '' ? '' : after);
  const length = before.length + digit.length + (before === '' && digit !== '' ? after.length : 0);
  if (digit === '0') throw new YamlError('blockHeader', start);
  cursor.advance(length);
  if (cursor.peek() !== ' ' && !isBreakOrEnd(cursor.peek())) throw new YamlError('blockHeader', start);
  cursor.take((character) => character === ' ');
  if (cursor.peek() === '#') cursor.take((character) => !isBreak(character));
  if (!isBreakOrEnd(cursor.peek())) throw new YamlError('blockHeader', start);
  cursor.takeBreak();
  return { chomping, increment: digit === '' ? undefined : Number(digit) };
}

/** Scans the empty lines before the first line with text, and returns the largest indentation so far. */
function scanBlockIndent(cursor: Cursor): { indent: number; breaks: string } {
  let indent = 0;
  let breaks = '';
  for (;;) {
    const lineBreak = cursor.takeBreak();
    breaks += lineBreak;
    if (lineBreak !== '') continue;
    if (cursor.peek() !== ' ') return { indent, breaks };
    cursor.advance();
    indent = Math.max(indent, cursor.column);
  }
}

function scanBlockBreaks(cursor: Cursor, indent: number): string {
  let breaks = '';
  for (;;) {
    while (cursor.column < indent && cursor.peek() === ' ') cursor.advance();
    const lineBreak = cursor.takeBreak();
    if (lineBreak === '') return breaks;
    breaks += lineBreak;
  }
}
