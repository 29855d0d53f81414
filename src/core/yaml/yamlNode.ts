/** A range of a text, as offsets in UTF-16 code units. `end` is exclusive. */
export interface TextRange {
  start: number;
  end: number;
}

/** The value of a scalar. A date is a text in ISO 8601, and bytes are base64: see `YamlScalar.type`. */
export type YamlValue = string | number | bigint | boolean | null;

export interface YamlScalar {
  kind: 'scalar';
  type: 'null' | 'boolean' | 'integer' | 'float' | 'date' | 'dateTime' | 'binary' | 'text';
  value: YamlValue;
  /** The text that `value` was parsed from, such as `012` for 10. Escapes are resolved and quotes are removed. */
  text: string;
  /** True if the text has no quotes, has no tag and is not a block text. YAML then derives the type from the text. */
  isPlain: boolean;
  range: TextRange;
}

export interface YamlList {
  kind: 'list';
  items: YamlNode[];
  range: TextRange;
}

export interface YamlEntry {
  key: YamlScalar;
  value: YamlNode;
}

/** A map with resolved merge keys (`<<`). Merged entries come first. If two keys are equal, the last entry counts. */
export interface YamlMap {
  kind: 'map';
  entries: YamlEntry[];
  range: TextRange;
}

/** A node. An alias is the same object as the node that it names, so a document is an acyclic graph. */
export type YamlNode = YamlScalar | YamlList | YamlMap;

/** Returns the entry whose key is the text `key`. Undefined if there is none, or if the node is not a map. */
export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  if (node?.kind !== 'map') return undefined;
  return node.entries.findLast((entry) => entry.key.type === 'text' && entry.key.value === key);
}

/** Returns the value of the key `key`. Undefined if there is none, or if the node is not a map. */
export function fieldOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return entryOf(node, key)?.value;
}
