import { partsOf } from '../archive/packageEntry.ts';
import type { Finding } from './finding.ts';
import { parseYamlTree, yamlField, type TextRange, type YamlNode } from './yamlTree.ts';

/** Values to compare a description with. A value that is undefined is not compared. */
export interface DescriptionTarget {
  appCode?: string | undefined;
  module?: string | undefined;
  /**
   * Returns whether the package contains a folder, given by its path relative to the description. If undefined,
   * `source_dir` is not checked for existence.
   */
  hasFolder?: ((folder: string) => boolean) | undefined;
}

/** Languages that the platform supports. The platform ignores upper and lower case (release-sources.md 6.4). */
const languages = ['python', 'php', 'go', 'nodejs', 'java'];

/** Valid names of processes (release-sources.md 7.3 row 14). */
const processName = /^[a-z0-9]([-a-z0-9])*$/;
const [maxProcessNameLength, maxProcesses] = [12, 16];
const maxSourceDirLength = 255;

/**
 * Checks an `app_desc.yaml` for errors that the platform finds when it deploys (release-sources.md 7.3 rows 7 to 15).
 * Each finding has a range and, if an edit is safe, a fix. Never throws.
 */
export async function checkDescription(text: string, target: DescriptionTarget = {}): Promise<Finding[]> {
  const tree = await parseYamlTree(text);
  if (!tree.ok) {
    if (tree.problem === 'empty') return [{ code: 'descriptionEmpty', range: { start: 0, end: text.length } }];
    return [{ code: 'descriptionNotYaml', values: [tree.message], range: lineAt(text, tree.at) }];
  }
  const { root } = tree;
  if (root.kind !== 'map') return [{ code: 'descriptionNotMapping', range: root.range }];
  const spec = specVersion(root, text);
  if (typeof spec !== 'number') return [spec];
  return [...checkApp(root, spec, target), ...checkVersion(root, spec), ...checkModules(root, spec, target)];
}

/**
 * Returns the spec version, 2 or 3, or a finding if the version is missing or unsupported. The platform does not
 * support a version in quotes (release-sources.md 6.4).
 */
function specVersion(root: YamlNode, text: string): 2 | 3 | Finding {
  const found = yamlField(root, 'spec_version') ?? yamlField(root, 'specVersion');
  if (!found) return missingSpecVersion(root, text);
  const { range } = found;
  const value = found.kind === 'text' ? found.value.trim() : '';
  const isKnown = found.kind === 'text' && (value === '2' || value === '3');
  if (isKnown && !found.quoted) return value === '2' ? 2 : 3;
  const fix = isKnown ? { fix: { range, text: value } } : {};
  return { code: 'specVersionUnsupported', values: [value || text.slice(range.start, range.end)], range, ...fix };
}

/**
 * Returns the finding for a missing spec version. The fix inserts the version that the spelling of the other keys
 * implies.
 */
function missingSpecVersion(root: YamlNode, text: string): Finding {
  const range = lineAt(text, 0);
  const app = yamlField(root, 'app');
  const isThree = yamlField(app, 'bkAppCode') ?? yamlField(root, 'appVersion');
  const isTwo = yamlField(app, 'bk_app_code') ?? yamlField(root, 'app_version');
  if (Boolean(isThree) === Boolean(isTwo)) return { code: 'specVersionMissing', range };
  const line = isThree ? 'specVersion: 3\n' : 'spec_version: 2\n';
  const at = root.range.start;
  return { code: 'specVersionMissing', range, fix: { range: { start: at, end: at }, text: line } };
}

function checkApp(root: YamlNode, spec: 2 | 3, { appCode }: DescriptionTarget): Finding[] {
  const code = yamlField(yamlField(root, 'app'), spec === 2 ? 'bk_app_code' : 'bkAppCode');
  if (code?.kind !== 'text' || appCode === undefined || code.value === appCode) return [];
  return [{ code: 'appCodeDiffers', values: [code.value, appCode], range: code.range }];
}

/**
 * Warns about a version without quotes that the platform reads as a different number: `1.10` becomes 1.1
 * (release-sources.md 6.4).
 */
function checkVersion(root: YamlNode, spec: 2 | 3): Finding[] {
  const version = yamlField(root, spec === 2 ? 'app_version' : 'appVersion');
  if (version?.kind !== 'text' || version.quoted || !/^(\d+\.\d*0|0\d*)$/.test(version.value)) return [];
  const { value, range } = version;
  const fix = { range, text: `'${value}'` };
  return [{ code: 'versionIsNumber', values: [value, String(Number(value))], range, fix }];
}

function checkModules(root: YamlNode, spec: 2 | 3, target: DescriptionTarget): Finding[] {
  const modules = yamlField(root, 'modules');
  const alone = yamlField(root, 'module');
  if (!modules) return alone ? checkModule(alone, spec, target) : [];
  if (modules.kind === 'text' || modules.kind !== (spec === 2 ? 'map' : 'list'))
    return [{ code: 'modulesOfOtherShape', range: modules.range }];
  const all =
    modules.kind === 'map'
      ? modules.entries.map(({ key, value }) => ({ name: key, value }))
      : modules.items.map((value) => ({ name: yamlField(value, 'name'), value }));
  const nameless = all.filter(({ name }) => name?.kind !== 'text');
  const names = all.flatMap(({ name }) => (name?.kind === 'text' ? [name] : []));
  const missing = target.module !== undefined && !alone && !names.some(({ value }) => value === target.module);
  return [
    ...nameless.map(({ value }): Finding => ({ code: 'moduleWithoutName', range: value.range })),
    ...(missing ? [missingModule(names, modules.range, target.module ?? '')] : []),
    ...all.flatMap(({ value }) => checkModule(value, spec, target)),
  ];
}

/**
 * Returns the finding for a description that lacks the target module. If the description has exactly one named module,
 * the fix renames that module.
 */
function missingModule(names: { value: string; range: TextRange }[], range: TextRange, module: string): Finding {
  const [only] = names.length === 1 ? names : [];
  return {
    code: 'moduleMissing',
    values: [module, names.map(({ value }) => value).join(', ')],
    range: only?.range ?? range,
    ...(only ? { fix: { range: only.range, text: module } } : {}),
  };
}

function checkModule(module: YamlNode, spec: 2 | 3, target: DescriptionTarget): Finding[] {
  if (module.kind !== 'map') return [{ code: 'modulesOfOtherShape', range: module.range }];
  return [
    ...checkLanguage(module),
    ...checkSourceDir(yamlField(module, spec === 2 ? 'source_dir' : 'sourceDir'), target),
    ...checkProcesses(module, spec),
  ];
}

function checkLanguage(module: YamlNode): Finding[] {
  const language = yamlField(module, 'language');
  if (!language) return [{ code: 'languageMissing', range: firstKeyRange(module) }];
  const value = language.kind === 'text' ? language.value.toLowerCase() : '';
  if (languages.includes(value)) return [];
  const meant = { node: 'nodejs', 'node.js': 'nodejs', golang: 'go', py: 'python', python3: 'python' }[value];
  const fix = meant === undefined ? {} : { fix: { range: language.range, text: meant } };
  return [{ code: 'languageUnknown', values: [value, languages.join(', ')], range: language.range, ...fix }];
}

function checkSourceDir(folder: YamlNode | undefined, { hasFolder }: DescriptionTarget): Finding[] {
  if (!folder) return [];
  const value = folder.kind === 'text' ? folder.value : '';
  if (value === '' && folder.kind === 'text') return [];
  const isRelative = /^[A-Za-z0-9_\-./]+$/.test(value) && !value.startsWith('/') && !value.split('/').includes('..');
  if (!isRelative || value.length > maxSourceDirLength)
    return [{ code: 'sourceDirInvalid', values: [value], range: folder.range }];
  const clean = partsOf(value).join('/');
  if (clean === '' || !hasFolder || hasFolder(clean)) return [];
  return [{ code: 'sourceDirMissing', values: [value], range: folder.range }];
}

/**
 * Checks the processes of a module: the mapping `processes` in spec version 2, the list `spec.processes` in version 3.
 */
function checkProcesses(module: YamlNode, spec: 2 | 3): Finding[] {
  const processes = yamlField(spec === 2 ? module : yamlField(module, 'spec'), 'processes');
  const range = processes?.range ?? firstKeyRange(module);
  let names: YamlNode[] = [];
  if (spec === 2 && processes?.kind === 'map') names = processes.entries.map(({ key }) => key);
  if (spec === 3 && processes?.kind === 'list') names = processes.items.map((item) => yamlField(item, 'name') ?? item);
  if (names.length === 0) return [{ code: 'processesMissing', range }];
  const invalid = names.flatMap((name): Finding[] => {
    const value = name.kind === 'text' ? name.value : '';
    if (processName.test(value) && value.length <= maxProcessNameLength) return [];
    const lower = value.toLowerCase().replaceAll('_', '-');
    const isSafe = processName.test(lower) && lower.length <= maxProcessNameLength;
    const isFree = !names.some((other) => other.kind === 'text' && other.value === lower);
    const fix = isSafe && isFree ? { fix: { range: name.range, text: lower } } : {};
    return [{ code: 'processNameInvalid', values: [value], range: name.range, ...fix }];
  });
  if (names.length <= maxProcesses) return invalid;
  return [...invalid, { code: 'tooManyProcesses', values: [String(names.length), String(maxProcesses)], range }];
}

/**
 * Returns the range of a map's first key, because underlining a whole module would underline half of the file. For any
 * other node, returns an empty range at the node's start.
 */
function firstKeyRange(node: YamlNode): TextRange {
  const { start } = node.range;
  const first = node.kind === 'map' ? node.entries[0]?.key.range.end : undefined;
  return { start, end: first ?? start };
}

/** Returns the range of the line that contains an offset, without the line break. */
function lineAt(text: string, at: number): TextRange {
  const start = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
  const end = text.indexOf('\n', start);
  return { start, end: end === -1 ? text.length : end };
}
