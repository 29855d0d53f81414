import { entryOf, fieldOf, type YamlMap, type YamlNode } from '../yaml/yamlNode.ts';
import type { DescriptionFinding } from './descriptionFinding.ts';

/**
 * Warns about a second module that is marked as the main module. The platform accepts it at a deployment, but creates
 * an application only from a description with one main module.
 */
export function checkMainModule(root: YamlMap, spec: 2 | 3): DescriptionFinding[] {
  const flag = spec === 2 ? 'is_default' : 'isDefault';
  const [, ...others] = modulesOf(fieldOf(root, 'modules')).flatMap((module) => {
    const entry = entryOf(module, flag);
    return entry?.value.kind === 'scalar' && entry.value.value === true ? [entry] : [];
  });
  return others.map(({ key }): DescriptionFinding => ({ code: 'mainModuleTwice', values: [flag], range: key.range }));
}

function modulesOf(modules: YamlNode | undefined): readonly YamlNode[] {
  if (modules?.kind === 'list') return modules.items;
  return modules?.kind === 'map' ? modules.entries.map(({ value }) => value) : [];
}
