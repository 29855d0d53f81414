import type { TextRange, YamlNode, YamlScalar } from '../yaml/yamlNode.ts';
import type { DescriptionCode, DescriptionFinding, TextEdit } from './descriptionFinding.ts';
import { isProcessName } from './processRules.ts';
import { locateNode, pointerSteps, type LocatedNode } from './yamlJson.ts';

/** The part of Ajv's `ErrorObject` that the findings use. */
export interface SchemaError {
  instancePath: string;
  keyword: string;
  params: {
    missingProperty?: string;
    limit?: number;
    type?: string | string[];
    allowedValues?: unknown[];
    pattern?: string;
  };
  propertyName?: string;
}

/** Languages that the platform supports. The platform ignores case and surrounding white space. */
const languages = ['python', 'php', 'go', 'nodejs', 'java'];
/** Languages that people mean, keyed by what they write. */
const languageByAlias: Readonly<Record<string, string>> = {
  node: 'nodejs',
  'node.js': 'nodejs',
  javascript: 'nodejs',
  golang: 'go',
  py: 'python',
  python3: 'python',
};

/** Keywords whose error only repeats that a keyword inside them failed. */
const outerKeywords = new Set(['anyOf', 'allOf', 'if', 'propertyNames']);

/** Converts Ajv's errors about a module to findings, at most one for each place. */
export function schemaFindings(module: YamlNode, errors: readonly SchemaError[]): DescriptionFinding[] {
  const found = new Map<string, DescriptionFinding>();
  for (const error of errors) {
    if (outerKeywords.has(error.keyword)) continue;
    const steps = pointerSteps(error.instancePath);
    const place = `${error.instancePath} ${error.params.missingProperty ?? error.propertyName ?? ''}`;
    if (!found.has(place)) found.set(place, findingOf(error, steps, locateNode(module, steps)));
  }
  return [...found.values()];
}

function findingOf(error: SchemaError, steps: readonly string[], { node, key }: LocatedNode): DescriptionFinding {
  const { keyword, params } = error;
  const name = steps.findLast((step) => !/^\d+$/.test(step)) ?? '';
  const range = shortRange(node, key);
  const limit = String(params.limit ?? '');
  switch (keyword) {
    case 'required':
      return missingFieldFinding(params.missingProperty ?? '', name, range);
    case 'type':
      return wrongTypeFinding(node, name, range, [params.type ?? []].flat());
    case 'enum': {
      const allowed = (params.allowedValues ?? []).filter((value) => typeof value === 'string');
      return {
        code: 'fieldNotAllowed',
        values: [textOf(node), allowed.join(', ')],
        range,
        ...choiceFix(node, allowed),
      };
    }
    case 'oneOf':
      return { code: 'probeHandlers', range };
    case 'format':
      return { code: 'addressInvalid', values: [textOf(node)], range };
    case 'maxLength':
      if (error.propertyName !== undefined) return processNameFinding(error.propertyName, node, range);
      return { code: 'fieldTooLong', values: [name, limit], range };
    case 'minimum':
    case 'maximum':
      return { code: 'fieldOutOfRange', values: [name, textOf(node)], range };
    case 'minItems':
      return { code: 'processesMissing', range };
    case 'maxItems':
    case 'maxProperties':
      if (name === 'processes') return { code: 'tooManyProcesses', values: [String(childCountOf(node)), limit], range };
      return { code: 'listTooLong', values: [name, limit], range };
    case 'pattern':
      if (error.propertyName !== undefined) return processNameFinding(error.propertyName, node, range);
      return malformedFinding({ name, parent: steps.at(-3) ?? '', pattern: params.pattern ?? '' }, node, range);
    default:
      return { code: 'fieldMalformed', values: [name, textOf(node)], range };
  }
}

function missingFieldFinding(field: string, parent: string, range: TextRange): DescriptionFinding {
  if (field === 'processes') return { code: 'processesMissing', range };
  return { code: 'fieldMissing', values: [field, /^\d*$/.test(parent) ? '' : parent], range };
}

function wrongTypeFinding(
  node: YamlNode,
  name: string,
  range: TextRange,
  types: readonly string[],
): DescriptionFinding {
  const values = [name, types.join(', ')];
  if (node.kind !== 'scalar') return { code: 'fieldWrongType', values, range };
  if (node.value === null) return { code: 'fieldNull', values: [name], range };
  if (types.includes('string') && node.isPlain && node.type !== 'text' && !types.includes('integer'))
    return { code: 'fieldNotText', values: [node.text, String(node.value)], range, fix: quoteFix(node) };
  if (types.includes('integer')) return { code: 'fieldNotNumber', values: [name, textOf(node)], range };
  return { code: 'fieldWrongType', values, range };
}

function malformedFinding(
  { name, parent, pattern }: { name: string; parent: string; pattern: string },
  node: YamlNode,
  range: TextRange,
): DescriptionFinding {
  const value = textOf(node);
  const found = (code: DescriptionCode, fix: { fix?: TextEdit } = {}): DescriptionFinding => ({
    code,
    values: [value],
    range,
    ...fix,
  });
  if (value.trim() === '') return { code: 'fieldBlank', values: [name], range };
  if (name === 'language') {
    const meant = languageByAlias[value.trim().toLowerCase()];
    const fix = meant === undefined ? {} : { fix: { range: node.range, text: meant } };
    return { code: 'languageUnknown', values: [value, languages.join(', ')], range, ...fix };
  }
  if (name === 'source_dir' || name === 'sourceDir') return found('sourceDirInvalid');
  if (pattern.includes('BKPAAS_')) {
    if (/^\s*(?:BKPAAS_|KUBERNETES_)/.test(value)) return found('variableNameReserved');
    const upper = value.trim().toUpperCase().replaceAll(/[-. ]/g, '_');
    const isSafe = /^[A-Z][A-Z0-9_]*$/.test(upper) && !/^(?:BKPAAS_|KUBERNETES_)/.test(upper);
    return found('variableNameInvalid', isSafe ? { fix: { range: node.range, text: upper } } : {});
  }
  if (name === 'name' && parent === 'processes') return processNameFinding(value, node, range);
  if (pattern.includes('\\d'))
    return { code: /\d/.test(value) ? 'fieldOutOfRange' : 'fieldNotNumber', values: [name, value], range };
  return { code: 'fieldMalformed', values: [name, value], range };
}

/** Returns the finding for an invalid process name: a key in version 2, the field `name` in version 3. */
function processNameFinding(name: string, node: YamlNode, range: TextRange): DescriptionFinding {
  const key = node.kind === 'map' ? node.entries.find((entry) => String(entry.key.value) === name)?.key : node;
  const at = key?.range ?? range;
  const lower = name.trim().toLowerCase().replaceAll(/[_. ]/g, '-');
  const isFree = node.kind !== 'map' || !node.entries.some((entry) => entry.key.value === lower);
  const isSafe = isProcessName(lower) && isFree;
  return {
    code: 'processNameInvalid',
    values: [name],
    range: at,
    ...(isSafe ? { fix: { range: at, text: lower } } : {}),
  };
}

function choiceFix(node: YamlNode, allowed: readonly string[]): { fix?: TextEdit } {
  const value = textOf(node).trim().toLowerCase();
  const meant = { staging: 'stag', stage: 'stag', production: 'prod', tcp: 'TCP', udp: 'UDP' }[value] ?? value;
  const choice = allowed.find((item) => item.toLowerCase() === meant);
  return choice === undefined || node.kind !== 'scalar' ? {} : { fix: { range: node.range, text: choice } };
}

/** Returns an edit that puts a plain text in quotes, so that YAML reads it as text. */
export function quoteFix({ text, range }: YamlScalar): TextEdit {
  return { range, text: `'${text.replaceAll("'", "''")}'` };
}

/**
 * Returns the range to underline: a scalar, or the key before a list or map, because underlining a whole block is no
 * help.
 */
function shortRange(node: YamlNode, key: YamlScalar | undefined): TextRange {
  if (node.kind === 'scalar' && node.range.end > node.range.start) return node.range;
  if (key) return key.range;
  const { start, end } = node.range;
  const first = node.kind === 'map' ? node.entries[0]?.key.range : undefined;
  return first && first.start >= start && first.end <= end ? first : { start, end: Math.min(end, start + 1) };
}

function textOf(node: YamlNode): string {
  return node.kind === 'scalar' ? node.text.slice(0, 100) : '';
}

function childCountOf(node: YamlNode): number {
  if (node.kind === 'scalar') return 0;
  return node.kind === 'list' ? node.items.length : node.entries.length;
}
