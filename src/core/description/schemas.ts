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

/** The schemas of the description versions that the platform accepts. Load this module on first use. */
export const schemas: Readonly<Record<2 | 3, Schema>> = { 2: version2 as Schema, 3: version3 as Schema };

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
  const { allOf: _allOf, anyOf: _anyOf, $ref: _ref, ...own } = schema;
  return Object.assign({}, ...parts.map((part) => merged(part, root)), own) as Schema;
}
