import { maxDepth } from './scanTokens.ts';
import type { WrittenTag } from './scanTag.ts';
import type { Token } from './token.ts';
import { YamlError } from './yamlError.ts';
import type { TextRange } from './yamlNode.ts';

/** A parsed node: its tag is complete, aliases are replaced by their nodes, and scalars have no type yet. */
export type RawNode = { tag: string | undefined; range: TextRange } & (
  | { kind: 'scalar'; text: string; isPlain: boolean }
  | { kind: 'list'; items: RawNode[] }
  | { kind: 'map'; pairs: { key: RawNode; value: RawNode }[] }
);

const standardHandles: readonly (readonly [string, string])[] = [
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
];

/**
 * Parses the tokens of a text with at most one document. Returns undefined if the text has no document.
 *
 * @throws YamlError
 */
export function parseTokens(tokens: readonly Token[]): RawNode | undefined {
  return new Parser(tokens).parse();
}

type Kind = Token['kind'];

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  /** Nodes, keyed by anchor. A node is undefined while its content is parsed. */
  readonly #anchors = new Map<string, RawNode | undefined>();
  #handles: ReadonlyMap<string, string> = new Map(standardHandles);
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): RawNode | undefined {
    let root: RawNode;
    if (this.#is('directive', 'documentStart', 'streamEnd')) {
      if (!this.#startDocument()) return undefined;
      const isEmpty = this.#is('directive', 'documentStart', 'documentEnd', 'streamEnd');
      root = isEmpty ? this.#omitted() : this.#parseNode(true, false);
    } else root = this.#parseNode(true, false);
    if (this.#is('documentEnd')) this.#take();
    if (this.#startDocument()) throw new YamlError('severalDocuments', this.#token.start);
    return root;
  }

  /** Moves past the directives and the `---` that start a document. Returns false at the end of the text. */
  #startDocument(): boolean {
    while (this.#is('documentEnd')) this.#take();
    if (this.#is('streamEnd')) return false;
    this.#readDirectives();
    if (!this.#is('documentStart')) throw this.#unexpected();
    this.#take();
    return true;
  }

  #readDirectives(): void {
    const handles = new Map<string, string>();
    let hasVersion = false;
    for (let token = this.#token; token.kind === 'directive'; token = this.#token) {
      this.#take();
      const { directive, start } = token;
      if (directive.name === 'YAML') {
        if (hasVersion || directive.major !== '1') throw new YamlError('directive', start);
        hasVersion = true;
      } else if (directive.name === 'TAG') {
        if (handles.has(directive.handle)) throw new YamlError('directive', start);
        handles.set(directive.handle, directive.prefix);
      }
    }
    this.#handles = new Map([...standardHandles, ...handles]);
  }

  /**
   * Parses one node. `isBlock` allows block lists and block maps. `allowsIndentless` allows a list whose dashes are in
   * the column of its key.
   */
  #parseNode(isBlock: boolean, allowsIndentless: boolean): RawNode {
    if (this.#is('alias')) return this.#parseAlias();
    const { tag, anchor, start } = this.#parseProperties();
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new YamlError('tooDeep', start);
    const node = this.#parseContent({ isBlock, allowsIndentless, tag });
    this.#depth -= 1;
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    return node;
  }

  #parseAlias(): RawNode {
    const token = this.#take();
    const name = token.kind === 'alias' ? token.name : '';
    const node = this.#anchors.get(name);
    if (node) return node;
    throw new YamlError(this.#anchors.has(name) ? 'recursive' : 'anchorUndefined', token.start, name);
  }

  #parseProperties(): { tag: string | undefined; anchor: string | undefined; start: number } {
    const { start } = this.#token;
    let tag: string | undefined;
    let anchor: string | undefined;
    for (;;) {
      const token = this.#token;
      if (token.kind === 'anchor' && anchor === undefined) {
        if (this.#anchors.has(token.name)) throw new YamlError('anchorTwice', token.start, token.name);
        anchor = token.name;
      } else if (token.kind === 'tag' && tag === undefined) tag = this.#completeTag(token.tag, token.start);
      else return { tag, anchor, start };
      this.#take();
    }
  }

  #completeTag({ handle, suffix }: WrittenTag, start: number): string {
    if (handle === undefined) return suffix;
    const prefix = this.#handles.get(handle);
    if (prefix === undefined) throw new YamlError('tagUnknown', start, handle + suffix);
    return prefix + suffix;
  }

  #parseContent(options: { isBlock: boolean; allowsIndentless: boolean; tag: string | undefined }): RawNode {
    const { isBlock, allowsIndentless, tag } = options;
    const token = this.#token;
    const { start } = token;
    if (allowsIndentless && token.kind === 'blockEntry') return this.#list(tag, start, this.#parseIndentlessList());
    if (token.kind === 'scalar') {
      this.#take();
      const { value, isPlain, end } = token;
      return { kind: 'scalar', tag, text: value, isPlain, range: { start, end } };
    }
    if (token.kind === 'flowListStart') return this.#list(tag, start, this.#parseFlowList());
    if (token.kind === 'flowMapStart') return this.#map(tag, start, this.#parseFlowMap());
    if (isBlock && token.kind === 'blockListStart') return this.#list(tag, start, this.#parseBlockList());
    if (isBlock && token.kind === 'blockMapStart') return this.#map(tag, start, this.#parseBlockMap());
    const previous = this.#tokens[this.#next - 1]?.kind;
    if (previous === 'tag' || previous === 'anchor') return { ...this.#omitted(), tag };
    throw this.#unexpected();
  }

  #parseBlockList(): RawNode[] {
    const items: RawNode[] = [];
    this.#take();
    while (this.#is('blockEntry')) {
      this.#take();
      items.push(this.#is('blockEntry', 'blockEnd') ? this.#omitted() : this.#parseNode(true, false));
    }
    if (!this.#is('blockEnd')) throw new YamlError('indentation', this.#token.start);
    this.#take();
    return items;
  }

  #parseIndentlessList(): RawNode[] {
    const items: RawNode[] = [];
    while (this.#is('blockEntry')) {
      this.#take();
      const isOmitted = this.#is('blockEntry', 'key', 'value', 'blockEnd');
      items.push(isOmitted ? this.#omitted() : this.#parseNode(true, false));
    }
    return items;
  }

  #parseBlockMap(): { key: RawNode; value: RawNode }[] {
    const pairs: { key: RawNode; value: RawNode }[] = [];
    const parseHalf = (): RawNode =>
      this.#is('key', 'value', 'blockEnd') ? this.#omitted() : this.#parseNode(true, true);
    this.#take();
    while (this.#is('key')) {
      this.#take();
      const key = parseHalf();
      pairs.push({ key, value: this.#takeIf('value') ? parseHalf() : this.#omitted() });
    }
    if (this.#is('value')) throw new YamlError('valueWithoutKey', this.#token.start);
    if (!this.#is('blockEnd')) throw new YamlError('indentation', this.#token.start);
    this.#take();
    return pairs;
  }

  #parseFlowList(): RawNode[] {
    const items: RawNode[] = [];
    this.#take();
    while (!this.#is('flowListEnd')) {
      if (items.length > 0) this.#takeFlowEntry();
      if (this.#is('flowListEnd')) break;
      const { start } = this.#token;
      if (this.#takeIf('key')) items.push(this.#map(undefined, start, [this.#parsePair('flowListEnd')]));
      else items.push(this.#parseNode(false, false));
    }
    this.#take();
    return items;
  }

  #parseFlowMap(): { key: RawNode; value: RawNode }[] {
    const pairs: { key: RawNode; value: RawNode }[] = [];
    this.#take();
    while (!this.#is('flowMapEnd')) {
      if (pairs.length > 0) this.#takeFlowEntry();
      if (this.#is('flowMapEnd')) break;
      if (this.#takeIf('key')) pairs.push(this.#parsePair('flowMapEnd'));
      else pairs.push({ key: this.#parseNode(false, false), value: this.#omitted() });
    }
    this.#take();
    return pairs;
  }

  /** Parses a key and its value inside `[]` or `{}`. */
  #parsePair(last: 'flowListEnd' | 'flowMapEnd'): { key: RawNode; value: RawNode } {
    const key = this.#is('value', 'flowEntry', last) ? this.#omitted() : this.#parseNode(false, false);
    if (!this.#takeIf('value')) return { key, value: this.#omitted() };
    return { key, value: this.#is('flowEntry', last) ? this.#omitted() : this.#parseNode(false, false) };
  }

  #takeFlowEntry(): void {
    if (!this.#takeIf('flowEntry')) throw this.#unexpected();
  }

  #list(tag: string | undefined, start: number, items: RawNode[]): RawNode {
    return { kind: 'list', tag, items, range: { start, end: this.#lastEnd() } };
  }

  #map(tag: string | undefined, start: number, pairs: { key: RawNode; value: RawNode }[]): RawNode {
    return { kind: 'map', tag, pairs, range: { start, end: this.#lastEnd() } };
  }

  /** Returns the node of a value that is left out, such as the value of `key:`. */
  #omitted(): RawNode {
    const end = this.#lastEnd();
    return { kind: 'scalar', tag: undefined, text: '', isPlain: true, range: { start: end, end } };
  }

  /** Returns the end of the last token that has a length. A `blockEnd` token has no length, and follows empty lines. */
  #lastEnd(): number {
    const last = this.#tokens.slice(Math.max(0, this.#next - maxDepth), this.#next);
    return last.findLast(({ start, end }) => end > start)?.end ?? 0;
  }

  get #token(): Token {
    const token = this.#tokens[this.#next] ?? this.#tokens.at(-1);
    if (!token) throw new Error('no tokens');
    return token;
  }

  #is(...kinds: Kind[]): boolean {
    return kinds.includes(this.#token.kind);
  }

  #take(): Token {
    const token = this.#token;
    this.#next += 1;
    return token;
  }

  #takeIf(kind: Kind): boolean {
    const matches = this.#is(kind);
    if (matches) this.#take();
    return matches;
  }

  #unexpected(): YamlError {
    const { kind, start } = this.#token;
    return new YamlError(kind === 'streamEnd' ? 'flowNotClosed' : 'unexpectedToken', start);
  }
}
