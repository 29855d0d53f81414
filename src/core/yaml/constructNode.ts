import type { RawNode } from './parseTokens.ts';
import { plainTag, resolveScalar, standardTag } from './resolveScalar.ts';
import { YamlError } from './yamlError.ts';
import type { YamlEntry, YamlNode, YamlScalar } from './yamlNode.ts';

/**
 * Maximum nodes of a document after aliases and merges are expanded. Real files have a few thousand nodes. A short text
 * can refer to the same node many times and expand to billions of nodes.
 */
const maxNodes = 100_000;

/**
 * Gives every scalar its type and resolves merge keys, as PyYAML's `safe_load` does.
 *
 * @throws YamlError
 */
export function constructNode(root: RawNode): YamlNode {
  return new Constructor().construct(root);
}

type RawPair = Extract<RawNode, { kind: 'map' }>['pairs'][number];

class Constructor {
  /** Constructed nodes with their expanded size. An alias reuses the node of its anchor. */
  readonly #done = new Map<RawNode, { node: YamlNode; size: number }>();
  readonly #flattened = new Map<RawNode, readonly RawPair[]>();
  #size = 0;

  construct(raw: RawNode): YamlNode {
    const done = this.#done.get(raw);
    if (done) {
      this.#count(done.size, raw.range.start);
      return done.node;
    }
    const before = this.#size;
    this.#count(1, raw.range.start);
    const node = this.#constructNew(raw);
    this.#done.set(raw, { node, size: this.#size - before });
    return node;
  }

  #constructNew(raw: RawNode): YamlNode {
    const { range } = raw;
    const type = tagOf(raw);
    if (raw.kind === 'scalar') {
      const { text } = raw;
      const isPlain = raw.isPlain && raw.tag === undefined;
      return { kind: 'scalar', text, isPlain, range, ...resolveScalar(text, type, range.start) };
    }
    if (raw.kind === 'list') {
      if (type === 'omap' || type === 'pairs') raw.items.forEach(requireSinglePair);
      else if (type !== 'seq') throw createTagError(raw, type);
      return { kind: 'list', items: raw.items.map((item) => this.construct(item)), range };
    }
    if (type === 'str' || scalarTagNames.has(type)) return this.#constructValueOf(raw, type);
    if (type !== 'map' && type !== 'set') throw createTagError(raw, type);
    return { kind: 'map', entries: this.#entries(raw), range };
  }

  /** Constructs a map that has the tag of a scalar type: the value of its key `=` becomes the scalar. */
  #constructValueOf(raw: Extract<RawNode, { kind: 'map' }>, type: string): YamlNode {
    const found = raw.pairs.find(({ key }) => tagOf(key) === `${standardTag}value`);
    if (found?.value.kind !== 'scalar') throw createTagError(raw, type);
    const { text } = found.value;
    return {
      kind: 'scalar',
      text,
      isPlain: false,
      range: raw.range,
      ...resolveScalar(text, standardTag + type, raw.range.start),
    };
  }

  #entries(raw: Extract<RawNode, { kind: 'map' }>): YamlEntry[] {
    const entries = new Map<string, YamlEntry>();
    for (const pair of this.#flatten(raw)) {
      const key = this.construct(asKey(pair.key));
      if (key.kind !== 'scalar') throw new YamlError('keyIsCollection', pair.key.range.start);
      const identity = identityOf(key);
      const earlier = entries.get(identity);
      // If two keys are equal, Python keeps the first key and the last value.
      entries.set(identity, {
        key: earlier && isNotString(earlier.key) ? earlier.key : key,
        value: this.construct(pair.value),
      });
    }
    return [...entries.values()];
  }

  /** Returns the pairs of a map. The pairs from its merge keys (`<<`) come first. */
  #flatten(raw: Extract<RawNode, { kind: 'map' }>): readonly RawPair[] {
    const known = this.#flattened.get(raw);
    if (known) return known;
    const pairs: RawPair[] = [];
    const own: RawPair[] = [];
    for (const pair of raw.pairs) {
      if (tagOf(pair.key) !== `${standardTag}merge`) own.push(pair);
      else for (const map of mergedMaps(pair.value)) this.#append(pairs, this.#flatten(map));
    }
    this.#append(pairs, own);
    this.#flattened.set(raw, pairs);
    return pairs;
  }

  #append(pairs: RawPair[], more: readonly RawPair[]): void {
    if (pairs.length + more.length > maxNodes) throw new YamlError('tooLarge', more[0]?.key.range.start ?? 0);
    for (const pair of more) pairs.push(pair);
  }

  #count(nodes: number, at: number): void {
    this.#size += nodes;
    if (this.#size > maxNodes) throw new YamlError('tooLarge', at);
  }
}

/**
 * Returns the maps that a merge key refers to, in reverse order. The last of equal keys counts, so the first map of a
 * list has the highest priority.
 */
function mergedMaps(value: RawNode): Extract<RawNode, { kind: 'map' }>[] {
  if (value.kind === 'scalar') throw new YamlError('merge', value.range.start, value.text);
  const maps = value.kind === 'map' ? [value] : value.items.toReversed();
  return maps.map((item) => {
    if (item.kind !== 'map') throw new YamlError('merge', item.range.start);
    return item;
  });
}

const scalarTagNames = new Set(['null', 'bool', 'int', 'float', 'binary', 'timestamp']);

/** Returns the complete tag of a scalar, or the tag of a collection without the standard prefix, such as `map`. */
function tagOf(raw: RawNode): string {
  const { tag } = raw;
  if (raw.kind === 'scalar') {
    if (tag === '!' || (tag === undefined && raw.isPlain)) return plainTag(raw.text);
    return tag ?? `${standardTag}str`;
  }
  if (tag === undefined || tag === '!') return raw.kind === 'list' ? 'seq' : 'map';
  return tag.startsWith(standardTag) ? tag.slice(standardTag.length) : tag;
}

/** Returns the node of a key. As a key, the plain text `=` is an ordinary text. */
function asKey(raw: RawNode): RawNode {
  return tagOf(raw) === `${standardTag}value` ? { ...raw, tag: `${standardTag}str` } : raw;
}

function requireSinglePair(item: RawNode): void {
  if (item.kind !== 'map' || item.pairs.length !== 1) throw new YamlError('tagMismatch', item.range.start);
}

const knownTagNames = new Set(['seq', 'map', 'set', 'omap', 'pairs', 'str', ...scalarTagNames]);

function createTagError(raw: RawNode, type: string): YamlError {
  const isKnown = knownTagNames.has(type);
  return new YamlError(isKnown ? 'tagMismatch' : 'tagUnknown', raw.range.start, raw.tag ?? type);
}

/** Returns a text that is equal for keys that are equal in Python, where 1, 1.0 and true are equal. */
function identityOf({ type, value }: YamlScalar): string {
  const isNumber = typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint';
  if (isNumber && !Number.isNaN(value)) return `number ${String(Number(value))}`;
  return `${type} ${String(value)}`;
}

function isNotString({ value }: YamlScalar): boolean {
  return typeof value !== 'string';
}
