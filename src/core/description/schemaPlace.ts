import { isObject } from '../http/json.ts';
import type { DescriptionLanguage } from './descriptionHelp.ts';
import type { OutlineEntry } from './outline.ts';
import { hasUserDefinedKeys, schemaAt, type Schema } from './schemaAt.ts';

/**
 * Returns the version that a description states. Undefined if it states none, or one that the platform does not
 * support.
 */
export function statedVersion(outline: readonly OutlineEntry[]): 2 | 3 | undefined {
  const stated = ['spec_version', 'specVersion'].map(
    (key) => outline.findLast(({ path }) => path.length === 1 && path[0] === key)?.value,
  );
  const text = stated.find((value) => value !== undefined && value !== '');
  return text === '2' ? 2 : text === '3' ? 3 : undefined;
}

/**
 * Returns the version that a description states. If it states none, keys in snake case mean version 2, and other keys
 * version 3.
 */
export function inferSpecVersion(outline: readonly OutlineEntry[]): 2 | 3 {
  const isTwo = (): boolean => outline.some(({ path }) => /^[a-z]+_[a-z_]+$/.test(path.at(-1) ?? ''));
  return statedVersion(outline) ?? (isTwo() ? 2 : 3);
}

/**
 * Returns the first example in the schema of a place, or else the matching part of an example in the schema of a
 * parent.
 */
export function exampleAt(root: Schema, path: readonly string[]): unknown {
  const own = schemaAt(root, path)?.examples?.[0];
  if (own !== undefined || path.length === 0) return own;
  const parent = path.slice(0, -1);
  const above = exampleAt(root, parent);
  if (!isObject(above)) return Array.isArray(above) ? (above[0] as unknown) : undefined;
  const key = path.at(-1) ?? '';
  if (Object.hasOwn(above, key)) return above[key];
  return hasUserDefinedKeys(root, parent) ? Object.values(above)[0] : undefined;
}

/** Returns whether the place must have a value for its parent to be valid. */
export function isRequired(root: Schema, path: readonly string[]): boolean {
  return schemaAt(root, path.slice(0, -1))?.required?.includes(path.at(-1) ?? '') ?? false;
}

/** Returns the title and description of a schema. Empty if it has none. */
export function textsOf(schema: Schema | undefined, language: DescriptionLanguage): { title: string; text: string } {
  const local = language === 'zh-cn' ? schema?.['x-zh-cn'] : undefined;
  return { title: local?.title ?? schema?.title ?? '', text: local?.description ?? schema?.description ?? '' };
}
