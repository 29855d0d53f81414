import { acceptsPackages } from '../platform/modules.ts';
import type { ModuleTarget } from '../platform/paths.ts';
import type { Platform } from '../platform/platform.ts';
import { PlatformError, requirePlatformError, settledValue } from '../platform/platformError.ts';
import type { VersionsSnapshot } from '../platform/sourcePackages.ts';

/**
 * Returns the result of `reading`. Undefined if the token's app has no grant for the gateway resource. Each resource is
 * granted separately (platform-api.md 2.3), so a valid token can lack the grant to read and still have the grant to
 * write. In this case, the extension skips its own check and leaves the check to the platform.
 */
export async function undefinedIfForbidden<T>(
  platform: Platform,
  what: string,
  reading: Promise<T>,
): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (requirePlatformError(error).code !== 'appNotPermitted') throw error;
    platform.log.warn(`The application of this token cannot read ${what}, so that check is skipped.`);
    return undefined;
  }
}

/**
 * Returns a module's versions. Undefined if the token cannot read the versions. Throws `PlatformError` if the
 * application has no such module, or if the module is not built from packages. Reads the modules too, because the
 * platform reports a wrong module only as a bare server error (platform-api.md 4.0).
 */
export async function readVersions(
  platform: Platform,
  { appCode, module: name }: ModuleTarget,
  signal: AbortSignal | undefined,
): Promise<VersionsSnapshot | undefined> {
  // Both reads run in parallel to save a round trip. An error from reading the versions is thrown only if the module is
  // valid.
  const [modules, versions] = await Promise.allSettled([
    undefinedIfForbidden(platform, 'modules', platform.modules.list(appCode, { signal })),
    undefinedIfForbidden(platform, 'versions', platform.sourcePackages.look(appCode, name, { signal })),
  ]);
  const known = settledValue(modules);
  const module = known?.find((candidate) => candidate.name === name);
  if (known && !module) throw new PlatformError('moduleNotFound', { subject: name });
  if (module && !acceptsPackages(module)) throw new PlatformError('moduleTakesNoPackages', { subject: name });
  return settledValue(versions);
}
