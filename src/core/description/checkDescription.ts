import { partsOf } from '../archive/packageEntry.ts';
import { readYaml } from '../yaml/readYaml.ts';
import { fieldOf, type TextRange, type YamlMap, type YamlNode } from '../yaml/yamlNode.ts';
import type { DescriptionFinding } from './descriptionFinding.ts';
import { checkMainModule } from './mainModuleRule.ts';
import { checkModuleV2, checkModuleV3 } from './referenceRules.ts';
import { schemaFindings } from './schemaFindings.ts';
import { schemas } from './schemas.ts';
import { validateModule2, validateModule3 } from './validators.ts';
import { checkValues } from './valueRules.ts';
import { checkKeyTypes, checkTopLevel, chooseModule, parseSpecVersion } from './wholeRules.ts';
import { toJson } from './yamlJson.ts';

/** Values to compare a description with. A value that is undefined is not compared. */
export interface DescriptionTarget {
  appCode?: string | undefined;
  /**
   * The name of the deployed module. If it is undefined and the description has one module, that module counts as
   * deployed. If it is undefined and the description has several modules, no module counts as deployed, and all
   * findings in modules have `otherModule`.
   */
  module?: string | undefined;
  /**
   * Returns whether the package contains a folder, given by its path relative to the description. If undefined,
   * `source_dir` is not checked for existence.
   */
  hasFolder?: ((folder: string) => boolean) | undefined;
}

/**
 * Checks an `app_desc.yaml` as the platform does when the package is uploaded and the target module is deployed
 * (release-sources.md 7.3 rows 7 to 15). `source` is the text, or the bytes of the file. Findings in modules that are
 * not deployed have `otherModule`. Never throws.
 */
export function checkDescription(source: string | Uint8Array, target: DescriptionTarget = {}): DescriptionFinding[] {
  const reading = readYaml(source);
  if (!reading.ok) {
    const { problem, at, quoted } = reading.fault;
    return [
      { code: 'descriptionNotYaml', yamlProblem: problem, values: [quoted], range: lineRangeAt(reading.text, at) },
    ];
  }
  const { text, root } = reading;
  if (!root || (root.kind === 'scalar' && root.value === null))
    return [{ code: 'descriptionEmpty', range: { start: 0, end: text.length } }];
  if (root.kind !== 'map') return [{ code: 'descriptionNotMapping', range: root.range }];
  const spec = parseSpecVersion(root);
  const keys = checkKeyTypes(root);
  if (typeof spec !== 'number') return [...keys, spec];
  return [...keys, ...checkBySpecVersion(root, spec, target)].sort((one, other) => one.range.start - other.range.start);
}

function checkBySpecVersion(root: YamlMap, spec: 2 | 3, target: DescriptionTarget): DescriptionFinding[] {
  const validate = spec === 2 ? validateModule2 : validateModule3;
  const judge = (module: YamlNode): DescriptionFinding[] => {
    validate(toJson(module));
    return [
      ...schemaFindings(module, validate.errors ?? []),
      ...(spec === 2 ? [...checkHasProcesses(module), ...checkModuleV2(module)] : checkModuleV3(module)),
    ];
  };
  const { deployed, others, findings } = chooseModule(root, spec, target.module);
  const inOthers = others.flatMap(({ name, module }) =>
    judge(module).map((finding) => ({ ...finding, otherModule: name })),
  );
  return [
    ...(spec === 2 ? checkTopLevel(root) : []),
    ...checkAppCode(root, spec, target),
    ...checkMainModule(root, spec),
    ...findings,
    ...(deployed && findings.length === 0 ? judge(deployed.module) : []),
    ...(deployed ? checkSourceDir(fieldOf(deployed.module, spec === 2 ? 'source_dir' : 'sourceDir'), target) : []),
    ...inOthers,
    ...checkValues(root, schemas[spec], []),
  ];
}

/**
 * Returns a finding if a module of version 2 has no processes. The platform accepts such a module, but starts nothing.
 */
function checkHasProcesses(module: YamlNode): DescriptionFinding[] {
  if (module.kind !== 'map') return [];
  const processes = fieldOf(module, 'processes');
  const isEmpty = !processes || (processes.kind === 'map' && processes.entries.length === 0);
  const range = module.entries[0]?.key.range ?? module.range;
  return isEmpty ? [{ code: 'processesMissing', range }] : [];
}

function checkAppCode(root: YamlMap, spec: 2 | 3, { appCode }: DescriptionTarget): DescriptionFinding[] {
  const code = fieldOf(fieldOf(root, 'app'), spec === 2 ? 'bk_app_code' : 'bkAppCode');
  if (code?.kind !== 'scalar' || code.value === null || appCode === undefined || code.text === appCode) return [];
  return [{ code: 'appCodeDiffers', values: [code.text, appCode], range: code.range }];
}

function checkSourceDir(folder: YamlNode | undefined, { hasFolder }: DescriptionTarget): DescriptionFinding[] {
  if (folder?.kind !== 'scalar' || !hasFolder) return [];
  const value = String(folder.value).trim();
  const clean = partsOf(value).join('/');
  if (folder.value === null || clean === '' || value.includes('..') || value.startsWith('/') || hasFolder(clean))
    return [];
  return [{ code: 'sourceDirMissing', values: [value], range: folder.range }];
}

/** Returns the range of the line that contains an offset, without the line break. */
function lineRangeAt(text: string, at: number): TextRange {
  const start = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
  const end = text.indexOf('\n', start);
  return { start, end: end === -1 ? text.length : end };
}
