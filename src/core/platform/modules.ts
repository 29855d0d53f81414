import type { Cancellable } from '../http/clock.ts';
import type { Call } from './call.ts';
import { isObject, numberOf, stringOf } from '../http/json.ts';
import { parseModuleName, type AppCode, type ModuleName } from './names.ts';
import { unexpectedShape } from './platformError.ts';

/** Origin of a module's code (platform-api.md 1.8); `unknown` is a number from a newer platform. */
export type SourceOrigin =
  'repository' | 'lessCode' | 'sMart' | 'image' | 'scene' | 'cloudNativeImage' | 'aiAgent' | 'unknown';

export interface Module {
  name: ModuleName;
  origin: SourceOrigin;
}

const origins: Readonly<Record<number, SourceOrigin>> = {
  1: 'repository',
  2: 'lessCode',
  3: 'sMart',
  4: 'image',
  5: 'scene',
  6: 'cloudNativeImage',
  7: 'aiAgent',
};

/** The `source_origin` numbers of modules that are built from uploaded source packages (platform-api.md 1.8). */
export const packageOrigins = [2, 3, 7] as const;

export function takesPackages(module: Module): boolean {
  return module.origin === 'lessCode' || module.origin === 'sMart' || module.origin === 'aiAgent';
}

/** Lists an application's modules, the default one first (platform-api.md 4.4). Throws `PlatformError`. */
export async function listModules(call: Call, appCode: AppCode, { signal }: Cancellable = {}): Promise<Module[]> {
  const { json, requestId } = await call(['applications', appCode, 'modules'], { signal });
  if (!Array.isArray(json)) throw unexpectedShape(requestId);
  return json.flatMap((item: unknown) => {
    const name = isObject(item) ? parseModuleName(stringOf(item, 'name') ?? '') : undefined;
    if (!isObject(item) || !name) return [];
    // A missing origin means a repository (platform-api.md 1.8: null maps to 1).
    return [
      {
        name,
        origin: origins[numberOf(item, 'source_origin') ?? 1] ?? 'unknown',
      },
    ];
  });
}
