import type { YamlNode, YamlScalar } from '../yaml/yamlNode.ts';

/**
 * Returns the JSON value that the platform stores for a node. Dates become text. Keys become text, as Python's `json`
 * writes them. A node with aliases becomes one value that all its places share.
 */
export function toJson(node: YamlNode, known = new Map<YamlNode, unknown>()): unknown {
  if (node.kind === 'scalar') return scalarJson(node);
  const done = known.get(node);
  if (done !== undefined) return done;
  const value =
    node.kind === 'list'
      ? node.items.map((item) => toJson(item, known))
      : Object.fromEntries(node.entries.map((entry) => [keyText(entry.key), toJson(entry.value, known)]));
  known.set(node, value);
  return value;
}

/**
 * Returns the JSON value of a scalar. Infinity and "not a number" become text, because the platform reads them as text
 * in the fields that accept them.
 */
function scalarJson({ value }: YamlScalar): unknown {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && !Number.isFinite(value) ? pythonText(value, 'float') : value;
}

/** Returns a key as Python's `json` writes it: `true`, `null` and `1.5` are texts there. */
export function keyText({ value }: YamlScalar): string {
  return String(value);
}

/** Returns a value as Python's `str()` writes it. The result can differ for very large and very small numbers. */
export function pythonText(value: YamlScalar['value'], type?: YamlScalar['type']): string {
  const text = String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
  return type === 'float' && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** A node with the key that leads to it. The key is undefined for an item of a list. */
export interface LocatedNode {
  node: YamlNode;
  key: YamlScalar | undefined;
}

/**
 * Returns the node at a path of keys and indexes, and the key before it. If the path has no node, returns the deepest
 * node on the path that exists.
 */
export function locateNode(root: YamlNode, path: readonly string[]): LocatedNode {
  let found: LocatedNode = { node: root, key: undefined };
  for (const step of path) {
    const { node } = found;
    if (node.kind === 'map') {
      const entry = node.entries.findLast(({ key }) => keyText(key) === step);
      if (!entry) return found;
      found = { node: entry.value, key: entry.key };
    } else if (node.kind === 'list') {
      const item = node.items[Number(step)];
      if (!item) return found;
      found = { node: item, key: undefined };
    } else return found;
  }
  return found;
}

/** Returns the steps of a JSON Pointer, such as `/spec/processes/0`. */
export function pointerSteps(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
