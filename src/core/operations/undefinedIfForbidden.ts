import { takesPackages, type Module } from '../platform/modules.ts';
import type { ModuleName } from '../platform/names.ts';
import type { Platform } from '../platform/platform.ts';
import { PlatformError, platformErrorOf } from '../platform/platformError.ts';

/**
 * What was read, or undefined when the token's app is not granted that resource: each is granted by itself
 * (platform-api.md 2.3). One that may write and not read is a sensible token, so what could not be looked at is left to
 * the platform to judge.
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

/** Throws when the application has no such module, or one that is not built from packages. */
export function refuseModule(modules: readonly Module[] | undefined, name: ModuleName): void {
  const module = modules?.find((candidate) => candidate.name === name);
  if (modules && !module) throw new PlatformError('moduleNotFound', { subject: name });
  if (module && !takesPackages(module)) throw new PlatformError('moduleTakesNoPackages', { subject: name });
}
