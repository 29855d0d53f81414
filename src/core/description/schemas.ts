import version2 from '../../../schemas/app-desc-2.json' with { type: 'json' };
import version3 from '../../../schemas/app-desc-3.json' with { type: 'json' };
import type { Schema } from './schemaAt.ts';

/**
 * Widens the type that the compiler infers from the JSON. In the inferred type, each property has different keywords.
 */
function asSchema(json: object): Schema {
  return json;
}

/** The schemas of the description versions that the platform accepts. */
export const schemas: Readonly<Record<2 | 3, Schema>> = { 2: asSchema(version2), 3: asSchema(version3) };
