/** A range of a text, as offsets in UTF-16 code units. `end` is exclusive. */
export interface TextRange {
  start: number;
  end: number;
}

/** A YAML node with its range. Scalars keep the text from the file, so `1.10` does not become the number 1.1. */
export type YamlNode =
  | { kind: 'text'; value: string; quoted: boolean; range: TextRange }
  | { kind: 'list'; items: YamlNode[]; range: TextRange }
  | { kind: 'map'; entries: { key: YamlNode; value: YamlNode }[]; range: TextRange };

export type YamlTree =
  | { ok: true; root: YamlNode }
  /**
   * `empty` means that the text contains nothing except comments. `message` is the message of `js-yaml`, or empty. `at`
   * is the offset of the problem.
   */
  | { ok: false; problem: 'empty' | 'severalDocuments' | 'tooManyAliases' | 'notYaml'; message: string; at: number };

/**
 * Maximum number of nested levels, and of aliases. Real files have about ten levels and a few aliases. YAML bombs have
 * many more.
 */
const [maxDepth, maxAliases] = [100, 100];

/**
 * Parses YAML into nodes with ranges. Uses the events of `js-yaml`, the parser that `appDescription.ts` also uses.
 * Never throws.
 */
export async function parseYamlTree(text: string): Promise<YamlTree> {
  const { parseEvents, getScalarValue, EVENT_ID, SCALAR_STYLE } = await import('js-yaml');
  const anchors = new Map<string, YamlNode>();
  const roots: YamlNode[] = [];
  const open: (YamlNode | undefined)[] = [];
  /** Keys whose value is not parsed yet, keyed by the map that contains the key. */
  const keys = new Map<YamlNode, YamlNode>();
  let [aliases, lastEnd] = [0, 0];
  try {
    for (const event of parseEvents(text, { maxDepth })) {
      switch (event.type) {
        case EVENT_ID.DOCUMENT:
          open.push(undefined);
          break;
        case EVENT_ID.POP:
          open.pop();
          break;
        case EVENT_ID.ALIAS: {
          if ((aliases += 1) > maxAliases) return failed('tooManyAliases', '', event.anchorStart);
          const range = { start: event.anchorStart, end: event.anchorEnd };
          add(anchors.get(text.slice(range.start, range.end)) ?? { kind: 'text', value: '', quoted: false, range });
          break;
        }
        case EVENT_ID.SCALAR: {
          const quoted = event.style !== SCALAR_STYLE.PLAIN;
          // The parser's offsets of a quoted text exclude the quotes.
          const quote =
            event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0;
          // The parser gives no offset for an omitted value, such as the value of `key:`. Use the end of the last
          // scalar.
          const isLeftOut = event.valueStart < 0;
          const range = isLeftOut
            ? { start: lastEnd, end: lastEnd }
            : { start: event.valueStart - quote, end: event.valueEnd + quote };
          lastEnd = range.end;
          add({ kind: 'text', value: getScalarValue(text, event), quoted, range }, event);
          break;
        }
        case EVENT_ID.SEQUENCE:
        case EVENT_ID.MAPPING: {
          const range = { start: event.start, end: event.start };
          const node: YamlNode =
            event.type === EVENT_ID.MAPPING ? { kind: 'map', entries: [], range } : { kind: 'list', items: [], range };
          add(node, event);
          open.push(node);
          break;
        }
      }
    }
  } catch (error) {
    // Errors of the parser have `mark` and `reason`. For any other error, the message is empty and the position is 0.
    const mark = error instanceof Error && 'mark' in error ? (error.mark as { position?: number }) : undefined;
    const reason = error instanceof Error && 'reason' in error ? String(error.reason) : '';
    return failed('notYaml', reason, mark?.position ?? 0);
  }
  if (roots.length > 1) return failed('severalDocuments', '', roots[1]?.range.start ?? 0);
  const [root] = roots;
  if (!root || (root.kind === 'text' && root.value === '' && !root.quoted)) return failed('empty', '', 0);
  return { ok: true, root };

  function add(node: YamlNode, event?: { anchorStart: number; anchorEnd: number }): void {
    if (event && event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node);
    const parent = open.at(-1);
    for (const each of open) if (each && each.range.end < node.range.end) each.range.end = node.range.end;
    if (!parent) roots.push(node);
    else if (parent.kind === 'list') parent.items.push(node);
    else if (parent.kind === 'map') {
      const key = keys.get(parent);
      if (!key) keys.set(parent, node);
      else {
        parent.entries.push({ key, value: node });
        keys.delete(parent);
      }
    }
  }

  function failed(problem: Extract<YamlTree, { ok: false }>['problem'], message: string, at: number): YamlTree {
    return { ok: false, problem, message, at };
  }
}

/**
 * Returns the value of the key `name` in a map. If the map has several such keys, the last key counts, as on the
 * platform. If the map has no such key, searches the merged maps (`<<`). Returns undefined if nothing is found, or if
 * the node is not a map. `searched` contains the maps that have no such key: a map can merge itself, and with
 * aliases a short text can merge the same map millions of times.
 */
export function yamlField(
  node: YamlNode | undefined,
  name: string,
  searched = new Set<YamlNode>(),
): YamlNode | undefined {
  if (node?.kind !== 'map' || searched.has(node)) return undefined;
  searched.add(node);
  const own = node.entries.findLast(({ key }) => key.kind === 'text' && key.value === name);
  if (own) return own.value;
  const merged = node.entries.filter(({ key }) => key.kind === 'text' && key.value === '<<' && !key.quoted);
  for (const { value } of merged) {
    for (const map of value.kind === 'list' ? value.items : [value]) {
      const found = yamlField(map, name, searched);
      if (found) return found;
    }
  }
  return undefined;
}
