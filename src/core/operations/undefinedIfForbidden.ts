import { takesPackages, type Module } from '../platform/modules.ts';
import type { ModuleName } from '../platform/names.ts';
import type { Platform } from '../platform/platform.ts';
import { PlatformError, platformErrorOf } from '../platform/platformError.ts';

/**
 * Returns what was read. Undefined if the token's app has no grant for the resource: each resource is granted
 * separately (platform-api.md 2.3). A token that can write but not read is valid, so the platform checks what this
 * program cannot read.
 */
export async function undefinedIfForbidden<T>(
  platform: Platform,
  what: string,
  reading: Promise<T>,
): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (platformErrorOf(error).code !== 'appNotPermitted') throw error;
    platform.log.warn(`The app of this token may not read ${what}, so it goes without that check.`);
    return undefined;
  }
}

/** Throws `PlatformError` if the application has no such module, or if the module is not built from packages. */
export function refuseModule(modules: readonly Module[] | undefined, name: ModuleName): void {
  const module = modules?.find((candidate) => candidate.name === name);
  if (modules && !module) throw new PlatformError('moduleNotFound', { subject: name });
  if (module && !takesPackages(module)) throw new PlatformError('moduleTakesNoPackages', { subject: name });
}
