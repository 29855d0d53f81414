import type { OutlineEntry } from './outline.ts';
import { exampleAt } from './schemaPlace.ts';
import { schemaAt, type Schema } from './schemaAt.ts';

/** Names of the target. The description probably contains them. */
export interface TargetNames {
  appCode?: string | undefined;
  module?: string | undefined;
}

/**
 * Where to find suggestions for a value. For a value whose path ends in `at`, the suggestions are the values whose
 * paths end in one of `from`, because these values name the same kind of thing. `*` stands for any index or key.
 */
const nameSources: readonly { at: readonly string[]; from: readonly (readonly string[])[] }[] = [
  { at: ['plan'], from: [['plan'], ['resQuotaPlan']] },
  { at: ['resQuotaPlan'], from: [['plan'], ['resQuotaPlan']] },
  { at: ['addons', '*', 'name'], from: [['addons', '*', 'name']] },
  { at: ['modules', '*', 'services', '*', 'name'], from: [['modules', '*', 'services', '*', 'name']] },
  { at: ['module', 'services', '*', 'name'], from: [['module', 'services', '*', 'name']] },
  { at: ['process'], from: [['processes', '*', 'name']] },
  { at: ['serviceName'], from: [['processes', '*', 'services', '*', 'name']] },
  { at: ['sharedFromModule'], from: [['modules', '*', 'name']] },
];

/**
 * Returns suggestions for a value. If the platform accepts only certain values, returns those. Otherwise returns names
 * from the description and the target, then examples. Empty for a map or list.
 */
export function valueChoices(
  root: Schema,
  path: readonly string[],
  outline: readonly OutlineEntry[],
  known: TargetNames,
): (string | number | boolean)[] {
  const schema = schemaAt(root, path);
  if (schema?.const !== undefined) return [schema.const].filter(isScalar);
  if (schema?.enum) return schema.enum.filter(isScalar);
  const examples = (schema?.examples ?? [exampleAt(root, path)]).filter(isScalar);
  if ([...examples, schema?.default].some((value) => typeof value === 'boolean')) return [true, false];
  return [...new Set([...namesFor(path, outline, known), ...examples])];
}

/**
 * Returns the known App ID or module name if the value or key at this path must be that name; otherwise undefined. In
 * spec version 2, the keys of `modules` are the names of the modules.
 */
export function targetName(path: readonly string[], { appCode, module }: TargetNames): string | undefined {
  const place = path.join('.');
  if (place === 'app.bk_app_code' || place === 'app.bkAppCode') return appCode;
  return place === 'modules' || /^modules\.\d+\.name$/.test(place) ? module : undefined;
}

function namesFor(path: readonly string[], outline: readonly OutlineEntry[], known: TargetNames): string[] {
  const sources = nameSources.filter(({ at }) => matchesPathEnd(path, at)).flatMap(({ from }) => from);
  const used = outline
    .filter((entry) => entry.value !== '' && entry.path.join() !== path.join())
    .filter((entry) => sources.some((source) => matchesPathEnd(entry.path, source)))
    .map(({ value }) => value);
  const name = targetName(path, known);
  return name === undefined ? used : [name, ...used];
}

function matchesPathEnd(path: readonly string[], end: readonly string[]): boolean {
  return (
    end.length <= path.length &&
    end.every((step, index) => step === '*' || step === path[path.length - end.length + index])
  );
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
