/** A JSON Schema of draft 7, with the keywords that the schemas in `schemas/` use. */
export interface Schema {
  title?: string;
  description?: string;
  'x-zh-cn'?: { title?: string; description?: string };
  examples?: unknown[];
  default?: unknown;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  maxProperties?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  definitions?: Record<string, Schema>;
}

/**
 * Returns the schema of a place in a description, merged from all schemas that apply there; undefined for a place that
 * no schema describes. `path` has a key or an index for each level.
 */
export function schemaAt(root: Schema, path: readonly string[]): Schema | undefined {
  let found: Schema | undefined = mergeSchema(root, root);
  for (const step of path) {
    if (!found) return undefined;
    const { properties, additionalProperties, items }: Schema = found;
    const next: Schema | undefined = Object.hasOwn(properties ?? {}, step)
      ? properties?.[step]
      : typeof additionalProperties === 'object'
        ? additionalProperties
        : /^\d+$/.test(step)
          ? items
          : undefined;
    found = next && mergeSchema(next, root);
  }
  return found;
}

/**
 * Merges the targets of `$ref`, `allOf` and `anyOf` into one schema level. A keyword beside `$ref` replaces the same
 * keyword of its target. Keys that a schema of `anyOf` requires do not become required, because one matching schema is
 * enough.
 */
function mergeSchema(schema: Schema, root: Schema): Schema {
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? [])];
  const target = schema.$ref?.startsWith('#/definitions/') === true ? schema.$ref.split('/').at(-1) : undefined;
  const referred = target === undefined ? undefined : root.definitions?.[target];
  if (referred) parts.push(referred);
  if (parts.length === 0) return schema;
  const known = mergedSchemas.get(schema);
  if (known) return known;
  const own: Schema = { ...schema };
  delete own.allOf;
  delete own.anyOf;
  delete own.$ref;
  const all = parts.map((part) => mergeSchema(part, root));
  const certain = all.filter((_, index) => !schema.anyOf?.includes(parts[index] ?? {}));
  const required = [own, ...certain].flatMap((part) => part.required ?? []);
  const whole = Object.assign({}, ...all, own, { required }) as Schema;
  mergedSchemas.set(schema, whole);
  return whole;
}

/** Cache of `mergeSchema`, because completion needs the same places many times. */
const mergedSchemas = new WeakMap<Schema, Schema>();

/** Returns whether the keys of a map are names that the user gives, such as those of processes in version 2. */
export function hasUserDefinedKeys(root: Schema, path: readonly string[]): boolean {
  return typeof schemaAt(root, path)?.additionalProperties === 'object';
}
