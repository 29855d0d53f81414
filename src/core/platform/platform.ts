import { applicationType, listApplications, whoAmI } from './applications.ts';
import { createCall, type PlatformAccess } from './call.ts';
import { deployEvents } from './deployEvents.ts';
import { deploymentResult, listDeployments, startDeployment } from './deployments.ts';
import { deployPhases } from './deployPhases.ts';
import { listModules } from './modules.ts';
import { offlineResult, offlineUnderWay, startOffline } from './offlines.ts';
import { releasedState } from './releasedState.ts';
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
    deployments: {
      start: bind(startDeployment),
      list: bind(listDeployments),
      result: bind(deploymentResult),
      phases: bind(deployPhases),
      events: bind(deployEvents),
    },
    released: bind(releasedState),
    offlines: { start: bind(startOffline), result: bind(offlineResult), underWay: bind(offlineUnderWay) },
    sourcePackages: { uploadByLink: bind(uploadByLink), versions: bind(listVersions), look: bind(lookAtVersions) },
  };

  function bind<Args extends unknown[], Result>(resource: (given: typeof call, ...args: Args) => Result) {
    return (...args: Args): Result => resource(call, ...args);
  }
}
