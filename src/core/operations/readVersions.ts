import { takesPackages } from '../platform/modules.ts';
import type { ModuleTarget } from '../platform/paths.ts';
import type { Platform } from '../platform/platform.ts';
import { PlatformError, platformErrorOf, settledValue } from '../platform/platformError.ts';
import type { VersionsSnapshot } from '../platform/sourcePackages.ts';

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

/**
 * Returns a module's versions. Undefined if the token cannot read them. Throws `PlatformError` if the application has
 * no such module, which the platform answers with a bare server error (platform-api.md 4.0), or if the module is not
 * built from packages.
 */
export async function readVersions(
  platform: Platform,
  { appCode, module: name }: ModuleTarget,
  signal: AbortSignal | undefined,
): Promise<VersionsSnapshot | undefined> {
  // In parallel to save a round trip. An error of the versions matters only if the module is valid.
  const [modules, versions] = await Promise.allSettled([
    undefinedIfForbidden(platform, 'modules', platform.modules.list(appCode, { signal })),
    undefinedIfForbidden(platform, 'versions', platform.sourcePackages.look(appCode, name, { signal })),
  ]);
  const known = settledValue(modules);
  const module = known?.find((candidate) => candidate.name === name);
  if (known && !module) throw new PlatformError('moduleNotFound', { subject: name });
  if (module && !takesPackages(module)) throw new PlatformError('moduleTakesNoPackages', { subject: name });
  return settledValue(versions);
}
