import { entryOf, fieldOf, type TextRange, type YamlMap, type YamlNode, type YamlScalar } from '../yaml/yamlNode.ts';
import type { DescriptionFinding } from './descriptionFinding.ts';

/**
 * Returns the version of a description, or a finding if the platform rejects the version. The platform uses the key
 * `spec_version`, or the key `specVersion` if `spec_version` is missing or empty. It accepts the numbers 2 and 3, also
 * as 2.0 and 3.0, but no text.
 */
export function parseSpecVersion(root: YamlMap): 2 | 3 | DescriptionFinding {
  const entries = [entryOf(root, 'spec_version'), entryOf(root, 'specVersion')];
  const entry = entries.find((item) => item && !isFalsy(item.value)) ?? entries.find(Boolean);
  if (!entry) return missingVersionFinding(root);
  const { value, key } = entry;
  const range = value.range.end > value.range.start ? value.range : key.range;
  if (value.kind === 'scalar' && (value.value === 2 || value.value === 3)) return value.value;
  const text = value.kind === 'scalar' ? value.text.trim() : '';
  const fix = text === '2' || text === '3' ? { fix: { range: value.range, text } } : {};
  return { code: 'specVersionUnsupported', values: [text], range, ...fix };
}

/** Returns the finding for a missing version. The fix inserts the version that the spelling of other keys implies. */
function missingVersionFinding(root: YamlMap): DescriptionFinding {
  const range = root.entries[0]?.key.range ?? root.range;
  const app = fieldOf(root, 'app');
  const isThree = fieldOf(app, 'bkAppCode') ?? fieldOf(root, 'appVersion');
  const isTwo = fieldOf(app, 'bk_app_code') ?? fieldOf(root, 'app_version');
  if (Boolean(isThree) === Boolean(isTwo)) return { code: 'specVersionMissing', range };
  const at = { start: root.range.start, end: root.range.start };
  return {
    code: 'specVersionMissing',
    range,
    fix: { range: at, text: isThree ? 'specVersion: 3\n' : 'spec_version: 2\n' },
  };
}

/**
 * Checks `app_version`, `app`, `modules` and `module` of a version 2 file. The platform reads these keys at the
 * deployment of any module.
 */
export function checkTopLevel(root: YamlMap): DescriptionFinding[] {
  const findings: DescriptionFinding[] = [];
  const version = entryOf(root, 'app_version');
  if (version) {
    const { value } = version;
    const range = value.kind === 'scalar' && value.text !== '' ? value.range : version.key.range;
    if (value.kind !== 'scalar' || value.type === 'boolean')
      findings.push({ code: 'fieldWrongType', values: ['app_version', 'string, number'], range });
    else if (value.value === null) findings.push({ code: 'fieldNull', values: ['app_version'], range });
    else if (String(value.value).trim() === '') findings.push({ code: 'fieldBlank', values: ['app_version'], range });
  }
  for (const name of ['app', 'modules', 'module']) {
    const entry = entryOf(root, name);
    if (!entry) continue;
    if (entry.value.kind === 'scalar' && entry.value.value === null)
      findings.push({ code: 'fieldNull', values: [name], range: entry.key.range });
    const odd = scalarsOf(entry.value).find(({ value }) => typeof value === 'number' && !Number.isFinite(value));
    if (odd) findings.push({ code: 'numberNotFinite', values: [odd.text], range: odd.range });
  }
  return findings;
}

/**
 * Returns a finding for each key, at any depth, that is a date or binary data. The platform cannot store such a key.
 */
export function checkKeyTypes(root: YamlNode): DescriptionFinding[] {
  const found = nodesOf(root).flatMap((node) => (node.kind === 'map' ? node.entries.map(({ key }) => key) : []));
  return found
    .filter(({ type }) => type === 'date' || type === 'dateTime' || type === 'binary')
    .map(({ text, range }) => ({ code: 'keyIsDate', values: [text], range, fix: { range, text: `'${text}'` } }));
}

/** The modules of a description, divided into the deployed one and the others. */
export interface ModuleChoice {
  /**
   * Undefined if no module can be deployed; `findings` then has the reason. Also undefined if the target is undefined
   * and the description has several modules.
   */
  deployed: { module: YamlNode; path: readonly string[]; range: TextRange } | undefined;
  others: { name: string; module: YamlNode; path: readonly string[] }[];
  findings: DescriptionFinding[];
}

/**
 * Chooses the deployed module: the one named `target` in `modules`, or else `module`. If `target` is undefined and
 * `modules` has exactly one module, chooses that one.
 */
export function chooseModule(root: YamlMap, spec: 2 | 3, target: string | undefined): ModuleChoice {
  const modules = entryOf(root, 'modules');
  const alone = entryOf(root, 'module');
  const shape = (range: TextRange): ModuleChoice => ({
    deployed: undefined,
    others: [],
    findings: [{ code: 'modulesOfOtherShape', range }],
  });
  const named: { name: YamlScalar; module: YamlNode; path: readonly string[] }[] = [];
  if (modules && !isFalsy(modules.value)) {
    const { value } = modules;
    if (value.kind !== (spec === 2 ? 'map' : 'list')) return shape(modules.key.range);
    if (value.kind === 'map')
      named.push(
        ...value.entries.map((entry) => ({
          name: entry.key,
          module: entry.value,
          path: ['modules', String(entry.key.value)],
        })),
      );
    if (value.kind === 'list') {
      for (const [index, module] of value.items.entries()) {
        if (module.kind !== 'map') return shape(module.range);
        const name = fieldOf(module, 'name');
        const range = module.entries[0]?.key.range ?? module.range;
        if (name?.kind !== 'scalar' || name.type !== 'text')
          return {
            deployed: undefined,
            others: [],
            findings: [{ code: 'moduleWithoutName', range: name?.range ?? range }],
          };
        named.push({ name, module, path: ['modules', String(index)] });
      }
    }
  }
  const wanted = target ?? (named.length === 1 ? String(named[0]?.name.value) : undefined);
  const found = named.find(({ name }) => String(name.value) === wanted);
  const others = named
    .filter((item) => item !== found)
    .map(({ name, module, path }) => ({ name: String(name.value), module, path }));
  if (found)
    return {
      deployed: { module: found.module, path: found.path, range: found.name.range },
      others,
      findings: emptyModuleFindings(found.module, found.name.range),
    };
  const fallback = alone && { module: alone.value, path: ['module'], range: alone.key.range };
  if (fallback && !(fallback.module.kind === 'scalar' && fallback.module.value === null))
    return { deployed: fallback, others, findings: emptyModuleFindings(fallback.module, fallback.range) };
  if (named.length > 0 && target === undefined) return { deployed: undefined, others, findings: [] };
  if (named.length === 0)
    return {
      deployed: undefined,
      others,
      findings: [{ code: 'moduleEmpty', range: (alone ?? modules ?? root.entries[0])?.key.range ?? root.range }],
    };
  return {
    deployed: undefined,
    others,
    findings: [
      missingModuleFinding(
        named.map(({ name }) => name),
        target ?? '',
      ),
    ],
  };
}

function emptyModuleFindings(module: YamlNode, range: TextRange): DescriptionFinding[] {
  return isFalsy(module) ? [{ code: 'moduleEmpty', range }] : [];
}

/** Returns the finding for a missing module. If there is exactly one module, the fix renames it. */
function missingModuleFinding(names: readonly YamlScalar[], target: string): DescriptionFinding {
  const [first] = names;
  const range = first?.range ?? { start: 0, end: 0 };
  const fix = names.length === 1 ? { fix: { range, text: target } } : {};
  return { code: 'moduleMissing', values: [target, names.map(({ value }) => String(value)).join(', ')], range, ...fix };
}

/** Returns whether Python takes a value as false: null, false, 0, and an empty text, list or map. */
function isFalsy(node: YamlNode): boolean {
  if (node.kind === 'list') return node.items.length === 0;
  if (node.kind === 'map') return node.entries.length === 0;
  return node.value === null || node.value === false || node.value === '' || Number(node.value) === 0;
}

/** Returns a node and all nodes inside it, each once. Keys are not included. */
function nodesOf(root: YamlNode): YamlNode[] {
  const found = new Set<YamlNode>();
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    if (node.kind === 'list') open.push(...node.items);
    if (node.kind === 'map') open.push(...node.entries.map(({ value }) => value));
  }
  return [...found];
}

function scalarsOf(root: YamlNode): YamlScalar[] {
  return nodesOf(root).filter((node) => node.kind === 'scalar');
}
