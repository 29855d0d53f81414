import { applicationType, listApplications, whoAmI } from './applications.ts';
import { createCall, type PlatformAccess } from './call.ts';
import { listModules } from './modules.ts';
import { listVersions, lookAtVersions, uploadByLink } from './sourcePackages.ts';

/** One platform as one person: its resources, each bound to the same address and token. */
export type Platform = ReturnType<typeof createPlatform>;

export function createPlatform(access: PlatformAccess) {
  const call = createCall(access);
  return {
    gatewayUrl: access.gatewayUrl,
    log: access.log,
    clock: access.clock,
    whoAmI: bind(whoAmI),
    applications: { list: bind(listApplications), type: bind(applicationType) },
    modules: { list: bind(listModules) },
    sourcePackages: { uploadByLink: bind(uploadByLink), versions: bind(listVersions), look: bind(lookAtVersions) },
  };

  function bind<Args extends unknown[], Result>(resource: (given: typeof call, ...args: Args) => Result) {
    return (...args: Args): Result => resource(call, ...args);
  }
}
