import version2 from '../../../schemas/app-desc-2.json' with { type: 'json' };
import version3 from '../../../schemas/app-desc-3.json' with { type: 'json' };

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
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  definitions?: Record<string, Schema>;
}

/** The compiler gives the JSON a type of its own, in which each property has other keywords. */
function asSchema(json: object): Schema {
  return json;
}

/** The schemas of the description versions that the platform accepts. Load this module on first use. */
export const schemas: Readonly<Record<2 | 3, Schema>> = { 2: asSchema(version2), 3: asSchema(version3) };

/**
 * Returns the schema of a place in a description, merged from all schemas that apply there; undefined for a place that
 * no schema describes. `path` has a key or an index for each level.
 */
export function schemaAt(root: Schema, path: readonly string[]): Schema | undefined {
  let found: Schema | undefined = merged(root, root);
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
    found = next && merged(next, root);
  }
  return found;
}

/** Resolves `$ref`, `allOf` and `anyOf` of one level. A text beside a reference outranks the text of its target. */
function merged(schema: Schema, root: Schema): Schema {
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? [])];
  const target = schema.$ref?.startsWith('#/definitions/') === true ? schema.$ref.split('/').at(-1) : undefined;
  const referred = target === undefined ? undefined : root.definitions?.[target];
  if (referred) parts.push(referred);
  if (parts.length === 0) return schema;
  const own: Schema = { ...schema };
  delete own.allOf;
  delete own.anyOf;
  delete own.$ref;
  return Object.assign({}, ...parts.map((part) => merged(part, root)), own) as Schema;
}
