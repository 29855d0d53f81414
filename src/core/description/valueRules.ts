import type { YamlEntry, YamlNode, YamlScalar } from '../yaml/yamlNode.ts';
import type { DescriptionFinding } from './descriptionFinding.ts';
import { schemaAt, type Schema } from './schemaAt.ts';
import { quoteFix } from './schemaFindings.ts';
import { keyText, pythonText } from './yamlJson.ts';

/** Types of plain scalars that the platform can write back as a different text, such as `3.10` as `3.1`. */
const rewrittenTypes = new Set<YamlScalar['type']>(['integer', 'float', 'date', 'dateTime']);

/**
 * Warns about three things: unquoted texts that YAML changes, such as `3.10` to 3.1; plans that not every platform has;
 * and keys that the platform ignores. `path` is the place of `node` in the description.
 */
export function checkValues(node: YamlNode, root: Schema, path: readonly string[]): DescriptionFinding[] {
  const findings: DescriptionFinding[] = [];
  const visited = new Set<YamlNode>();
  visit(node, path);
  return findings;

  function visit(found: YamlNode, at: readonly string[]): void {
    // A node can have many aliases. Visit it once.
    if (visited.has(found)) return;
    visited.add(found);
    const schema = schemaAt(root, at);
    if (!schema) return;
    if (found.kind === 'scalar') findings.push(...checkValue(found, schema), ...checkPlan(found, schema, at));
    else if (found.kind === 'list')
      for (const [index, item] of found.items.entries()) visit(item, [...at, String(index)]);
    else {
      const ignored = found.entries.flatMap((entry) => checkKnownKey(entry, schema));
      // Unknown keys at the top level usually hold anchors. Report them only if they are probably misspelled.
      findings.push(...ignored.filter(({ fix }) => at.length > 0 || fix));
      for (const { key, value } of found.entries) visit(value, [...at, keyText(key)]);
    }
  }
}

function checkValue(node: YamlScalar, { type }: Schema): DescriptionFinding[] {
  const wantsText = type === undefined || [type].flat().includes('string');
  const wantsNumber = [type].flat().some((name) => name === 'integer' || name === 'boolean');
  if (!node.isPlain || !rewrittenTypes.has(node.type) || !wantsText || wantsNumber) return [];
  const read = pythonText(node.value, node.type);
  if (read === node.text) return [];
  return [{ code: 'valueChanged', values: [node.text, read], range: node.range, fix: quoteFix(node) }];
}

/** Warns about a plan that is not one of the default plans. Administrators of a platform can define others. */
function checkPlan(
  { value, range }: YamlScalar,
  { examples = [] }: Schema,
  at: readonly string[],
): DescriptionFinding[] {
  const isPlan = at.at(-1) === 'plan' || at.at(-1) === 'resQuotaPlan';
  if (!isPlan || typeof value !== 'string' || value === '' || examples.includes(value)) return [];
  return [{ code: 'planUnknown', values: [value, examples.join(', ')], range }];
}

function checkKnownKey({ key }: YamlEntry, { properties, additionalProperties }: Schema): DescriptionFinding[] {
  if (!properties || typeof additionalProperties === 'object') return [];
  const text = keyText(key);
  // Keys that start with `.` or `x` usually hold anchors. Other tools ignore them as well.
  if (Object.hasOwn(properties, text) || /^[.x]-?/.test(text)) return [];
  const meant = Object.keys(properties).find((name) => normalizeName(name) === normalizeName(text));
  const fix = meant === undefined ? {} : { fix: { range: key.range, text: meant } };
  return [{ code: 'fieldIgnored', values: [text, meant ?? ''], range: key.range, ...fix }];
}

/** Returns a name in lower case without separators, so that `bk_app_code` and `bkAppCode` are equal. */
function normalizeName(name: string): string {
  return name.replaceAll(/[_\-. ]/g, '').toLowerCase();
}
