import version2 from '../../../schemas/app-desc-2.json' with { type: 'json' };
import version3 from '../../../schemas/app-desc-3.json' with { type: 'json' };
import type { Schema } from './schemaAt.ts';

/** The schemas of the description versions that the platform accepts. Load this module on first use. */
export const schemas: Readonly<Record<2 | 3, Schema>> = { 2: version2, 3: version3 };
