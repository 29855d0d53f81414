import { isBreak, isBreakOrEnd, isNameCharacter, isSeparator, type Cursor } from './cursor.ts';
import { YamlError } from './yamlError.ts';

/** A tag as written: `handle` is undefined for `!<…>` and for a single `!`. */
export interface WrittenTag {
  handle: string | undefined;
  suffix: string;
}

/** `%YAML` with the version's major number, `%TAG` with a handle and what it stands for, or another directive. */
export type Directive =
  { name: 'YAML'; major: string } | { name: 'TAG'; handle: string; prefix: string } | { name: 'other' };

/**
 * Scans the name behind `&` or `*`.
 *
 * @throws YamlError
 */
export function scanAnchorName(cursor: Cursor): string {
  const start = cursor.at;
  cursor.advance();
  const name = cursor.take(isNameCharacter);
  if (name === '' || !(isSeparator(cursor.peek()) || '?:,]}%@`'.includes(cursor.peek())))
    throw new YamlError('anchorName', start);
  return name;
}

/**
 * Scans a tag: `!!str`, `!name`, `!handle!name`, `!<uri>` or `!`.
 *
 * @throws YamlError
 */
export function scanTag(cursor: Cursor): WrittenTag {
  const start = cursor.at;
  const next = cursor.peek(1);
  let tag: WrittenTag;
  if (next === '<') {
    cursor.advance(2);
    tag = { handle: undefined, suffix: scanUri(cursor, start) };
    if (cursor.peek() !== '>') throw new YamlError('tag', start);
    cursor.advance();
  } else if (isSeparator(next)) {
    cursor.advance();
    tag = { handle: undefined, suffix: '!' };
  } else {
    const word = cursor.text.slice(cursor.at + 1).split(/[\0 \r\n\u0085\u2028\u2029]/, 1)[0] ?? '';
    let handle = '!';
    if (word.includes('!')) handle = scanHandle(cursor, start);
    else cursor.advance();
    tag = { handle, suffix: scanUri(cursor, start) };
  }
  if (cursor.peek() !== ' ' && !isBreakOrEnd(cursor.peek())) throw new YamlError('tag', start);
  return tag;
}

/** Scans a handle with both exclamation marks, such as `!!` or `!name!`; also a single `!` if a space follows. */
function scanHandle(cursor: Cursor, start: number): string {
  cursor.advance();
  if (cursor.peek() === ' ') return '!';
  const name = cursor.take(isNameCharacter);
  if (cursor.peek() !== '!') throw new YamlError('tag', start);
  cursor.advance();
  return `!${name}!`;
}

function scanUri(cursor: Cursor, start: number): string {
  let uri = '';
  for (;;) {
    uri += cursor.take((character) => /^[0-9A-Za-z;/?:@&=+$,_.!~*'()[\]-]$/.test(character));
    if (cursor.peek() !== '%') break;
    const [escaped = ''] = /^(?:%[0-9A-Fa-f]{2})+/.exec(cursor.text.slice(cursor.at, cursor.at + 300)) ?? [];
    try {
      uri += decodeURIComponent(escaped);
    } catch {
      throw new YamlError('tag', start);
    }
    if (escaped === '') throw new YamlError('tag', start);
    cursor.advance(escaped.length);
  }
  if (uri === '') throw new YamlError('tag', start);
  return uri;
}

/**
 * Scans a directive, which starts with `%` in the first column.
 *
 * @throws YamlError
 */
export function scanDirective(cursor: Cursor): Directive {
  const start = cursor.at;
  const fail = (): never => {
    throw new YamlError('directive', start);
  };
  const skipSpaces = (): string => cursor.take((character) => character === ' ');
  cursor.advance();
  const name = cursor.take(isNameCharacter);
  if (name === '' || (cursor.peek() !== ' ' && !isBreakOrEnd(cursor.peek()))) fail();
  let directive: Directive = { name: 'other' };
  if (name === 'YAML') {
    skipSpaces();
    const [version = '', major = ''] = /^([0-9]+)\.[0-9]+/.exec(cursor.text.slice(cursor.at, cursor.at + 40)) ?? fail();
    cursor.advance(version.length);
    if (cursor.peek() !== ' ' && !isBreakOrEnd(cursor.peek())) fail();
    directive = { name, major };
  } else if (name === 'TAG') {
    skipSpaces();
    if (cursor.peek() !== '!') fail();
    const handle = scanHandle(cursor, start);
    if (cursor.peek() !== ' ') fail();
    skipSpaces();
    directive = { name, handle, prefix: scanUri(cursor, start) };
    if (cursor.peek() !== ' ' && !isBreakOrEnd(cursor.peek())) fail();
  } else cursor.take((character) => !isBreak(character));
  skipSpaces();
  if (cursor.peek() === '#') cursor.take((character) => !isBreak(character));
  if (!isBreakOrEnd(cursor.peek())) fail();
  cursor.takeBreak();
  return directive;
}
