import type { CancelOptions } from '../http/clock.ts';
import type { Call } from './call.ts';
import { isObject, numberOf, stringOf } from '../http/json.ts';
import { parseModuleName, type AppCode, type ModuleName } from './names.ts';
import { unexpectedShapeError } from './platformError.ts';

/**
 * Origins of a module's code. The index of each origin is the origin's `source_origin` number (platform-api.md 1.8).
 * The platform never sends 0; `unknown` is the origin for numbers that are not listed here.
 */
const origins = [
  'unknown',
  'repository',
  'lessCode',
  'sMart',
  'image',
  'scene',
  'cloudNativeImage',
  'aiAgent',
] as const;

export type SourceOrigin = (typeof origins)[number];

export interface Module {
  name: ModuleName;
  origin: SourceOrigin;
}

/** The `source_origin` numbers of modules that are built from uploaded source packages (platform-api.md 1.8). */
export const packageOrigins = [2, 3, 7] as const;

export function acceptsPackages(module: Module): boolean {
  return module.origin === 'lessCode' || module.origin === 'sMart' || module.origin === 'aiAgent';
}

/** Lists an application's modules, the default module first (platform-api.md 4.4). */
export async function listModules(call: Call, appCode: AppCode, { signal }: CancelOptions = {}): Promise<Module[]> {
  const { json, requestId } = await call(['applications', appCode, 'modules'], { signal });
  if (!Array.isArray(json)) throw unexpectedShapeError(requestId);
  return json.filter(isObject).flatMap((item) => {
    const name = parseModuleName(stringOf(item, 'name') ?? '');
    // A missing origin means a code repository, because the platform treats null as 1 (platform-api.md 1.8).
    const origin = origins[numberOf(item, 'source_origin') ?? 1] ?? 'unknown';
    return name ? [{ name, origin }] : [];
  });
}
