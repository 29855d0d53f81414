import { Cursor, endCharacter, isBreak, isSeparator } from './cursor.ts';
import { PossibleKeys } from './possibleKeys.ts';
import { scanBlock, scanPlain, scanQuoted } from './scanScalar.ts';
import { scanAnchorName, scanDirective, scanTag } from './scanTag.ts';
import type { Punctuation, Token } from './token.ts';
import { YamlError } from './yamlError.ts';

/** Maximum levels of nested lists and maps. Real files have about ten. */
export const maxDepth = 100;

/**
 * Splits a text into the tokens of YAML 1.1, as PyYAML does.
 *
 * @throws YamlError
 */
export function scanTokens(text: string): Token[] {
  return new Scanner(text).scan();
}

class Scanner {
  readonly #cursor: Cursor;
  readonly #tokens: Token[] = [];
  /** Columns of the block collections around the current one, whose column is `#indent`. */
  readonly #indents: number[] = [];
  #indent = -1;
  #flowLevel = 0;
  #keyAllowed = true;
  readonly #possibleKeys = new PossibleKeys();

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  scan(): Token[] {
    do {
      this.#skipToToken();
      this.#possibleKeys.dropLate(this.#cursor);
      this.#unwindIndent(this.#cursor.column);
      this.#scanToken();
    } while (this.#tokens.at(-1)?.kind !== 'streamEnd');
    return this.#tokens;
  }

  #skipToToken(): void {
    const cursor = this.#cursor;
    if (cursor.at === 0 && cursor.peek() === '\uFEFF') cursor.advance();
    for (;;) {
      cursor.take((character) => character === ' ');
      if (cursor.peek() === '#') cursor.take((character) => !isBreak(character));
      if (cursor.takeBreak() === '') return;
      if (this.#flowLevel === 0) this.#keyAllowed = true;
    }
  }

  #scanToken(): void {
    const cursor = this.#cursor;
    const character = cursor.peek();
    const isBlock = this.#flowLevel === 0;
    const endsWord = isSeparator(cursor.peek(1));
    if (character === endCharacter) {
      this.#scanStreamEnd();
      return;
    }
    if (cursor.column === 0 && character === '%') {
      this.#scanDirective();
      return;
    }
    if (cursor.column === 0 && cursor.isAtMarker()) {
      this.#scanMarker(character === '-' ? 'documentStart' : 'documentEnd');
      return;
    }
    if (character === '[') {
      this.#scanFlowStart('flowListStart');
      return;
    }
    if (character === '{') {
      this.#scanFlowStart('flowMapStart');
      return;
    }
    if (character === ']') {
      this.#scanFlowEnd('flowListEnd');
      return;
    }
    if (character === '}') {
      this.#scanFlowEnd('flowMapEnd');
      return;
    }
    if (character === ',') {
      this.#scanFlowEntry();
      return;
    }
    if (character === '-' && endsWord) {
      this.#scanBlockEntry();
      return;
    }
    if (character === '?' && (!isBlock || endsWord)) {
      this.#scanKey();
      return;
    }
    if (character === ':' && (!isBlock || endsWord)) {
      this.#scanValue();
      return;
    }
    if (character === '*' || character === '&') {
      this.#scanAnchor(character === '*' ? 'alias' : 'anchor');
      return;
    }
    if (character === '!') {
      this.#scanTag();
      return;
    }
    if (isBlock && (character === '|' || character === '>')) {
      this.#scanBlockText();
      return;
    }
    if (character === "'" || character === '"') {
      this.#scanQuotedText();
      return;
    }
    if (!isSeparator(character) && !'-?:,[]{}#&*!|>\'"%@`'.includes(character)) {
      this.#scanPlainText();
      return;
    }
    if (!endsWord && (character === '-' || (isBlock && '?:'.includes(character)))) {
      this.#scanPlainText();
      return;
    }
    throw new YamlError(character === '\t' ? 'tab' : 'reservedCharacter', cursor.at, character);
  }

  #scanStreamEnd(): void {
    this.#unwindIndent(-1);
    this.#forgetPossibleKey();
    this.#add('streamEnd');
  }

  #scanDirective(): void {
    this.#unwindIndent(-1);
    this.#forgetPossibleKey();
    this.#keyAllowed = false;
    const start = this.#cursor.at;
    const directive = scanDirective(this.#cursor);
    this.#tokens.push({ kind: 'directive', directive, start, end: this.#cursor.at });
  }

  #scanMarker(kind: 'documentStart' | 'documentEnd'): void {
    this.#unwindIndent(-1);
    this.#forgetPossibleKey();
    this.#keyAllowed = false;
    this.#add(kind, 3);
  }

  #scanFlowStart(kind: 'flowListStart' | 'flowMapStart'): void {
    this.#rememberPossibleKey();
    this.#flowLevel += 1;
    if (this.#flowLevel > maxDepth) throw new YamlError('tooDeep', this.#cursor.at);
    this.#keyAllowed = true;
    this.#add(kind, 1);
  }

  #scanFlowEnd(kind: 'flowListEnd' | 'flowMapEnd'): void {
    if (this.#flowLevel === 0) throw new YamlError('unexpectedToken', this.#cursor.at, this.#cursor.peek());
    this.#forgetPossibleKey();
    this.#flowLevel -= 1;
    this.#keyAllowed = false;
    this.#add(kind, 1);
  }

  #scanFlowEntry(): void {
    this.#keyAllowed = true;
    this.#forgetPossibleKey();
    this.#add('flowEntry', 1);
  }

  #scanBlockEntry(): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) throw new YamlError('entryNotAllowed', this.#cursor.at);
      if (this.#addIndent(this.#cursor.column)) this.#add('blockListStart');
    }
    this.#keyAllowed = true;
    this.#forgetPossibleKey();
    this.#add('blockEntry', 1);
  }

  #scanKey(): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) throw new YamlError('keyNotAllowed', this.#cursor.at);
      if (this.#addIndent(this.#cursor.column)) this.#add('blockMapStart');
    }
    this.#keyAllowed = this.#flowLevel === 0;
    this.#forgetPossibleKey();
    this.#add('key', 1);
  }

  #scanValue(): void {
    const possible = this.#possibleKeys.take(this.#flowLevel);
    if (possible) {
      // The text before the colon is a key. Insert a `key` token before it, and also the start of a map if it is the
      // first key.
      const range = { start: possible.at, end: possible.at };
      const inserted: Token[] = [{ kind: 'key', ...range }];
      if (this.#flowLevel === 0 && this.#addIndent(possible.column))
        inserted.unshift({ kind: 'blockMapStart', ...range });
      this.#tokens.splice(possible.token, 0, ...inserted);
      this.#keyAllowed = false;
    } else {
      if (this.#flowLevel === 0) {
        if (!this.#keyAllowed) throw new YamlError('valueNotAllowed', this.#cursor.at);
        if (this.#addIndent(this.#cursor.column)) this.#add('blockMapStart');
      }
      this.#keyAllowed = this.#flowLevel === 0;
      this.#forgetPossibleKey();
    }
    this.#add('value', 1);
  }

  #scanAnchor(kind: 'alias' | 'anchor'): void {
    this.#rememberPossibleKey();
    this.#keyAllowed = false;
    const start = this.#cursor.at;
    const name = scanAnchorName(this.#cursor);
    this.#tokens.push({ kind, name, start, end: this.#cursor.at });
  }

  #scanTag(): void {
    this.#rememberPossibleKey();
    this.#keyAllowed = false;
    const start = this.#cursor.at;
    const tag = scanTag(this.#cursor);
    this.#tokens.push({ kind: 'tag', tag, start, end: this.#cursor.at });
  }

  #scanBlockText(): void {
    this.#keyAllowed = true;
    this.#forgetPossibleKey();
    const start = this.#cursor.at;
    this.#tokens.push({ kind: 'scalar', isPlain: false, start, ...scanBlock(this.#cursor, this.#indent) });
  }

  #scanQuotedText(): void {
    this.#rememberPossibleKey();
    this.#keyAllowed = false;
    const start = this.#cursor.at;
    const value = scanQuoted(this.#cursor);
    this.#tokens.push({ kind: 'scalar', value, isPlain: false, start, end: this.#cursor.at });
  }

  #scanPlainText(): void {
    this.#rememberPossibleKey();
    const start = this.#cursor.at;
    const { endsLine, ...scalar } = scanPlain(this.#cursor, { indent: this.#indent + 1, inFlow: this.#flowLevel > 0 });
    this.#keyAllowed = endsLine;
    this.#tokens.push({ kind: 'scalar', isPlain: true, start, ...scalar });
  }

  #add(kind: Punctuation, length = 0): void {
    const start = this.#cursor.at;
    this.#cursor.advance(length);
    this.#tokens.push({ kind, start, end: this.#cursor.at });
  }

  #addIndent(column: number): boolean {
    if (this.#indent >= column) return false;
    this.#indents.push(this.#indent);
    this.#indent = column;
    return true;
  }

  /**
   * Ends the block collections that are indented more than `column`. Indentation has no meaning inside `[]` or `{}`.
   */
  #unwindIndent(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#indent = this.#indents.pop() ?? -1;
      this.#add('blockEnd');
    }
  }

  #rememberPossibleKey(): void {
    if (!this.#keyAllowed) return;
    this.#forgetPossibleKey();
    const { at, line, column, points } = this.#cursor;
    const isRequired = this.#flowLevel === 0 && this.#indent === column;
    this.#possibleKeys.set(this.#flowLevel, { token: this.#tokens.length, isRequired, at, line, column, points });
  }

  #forgetPossibleKey(): void {
    this.#possibleKeys.forget(this.#flowLevel);
  }
}
