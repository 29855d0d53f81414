import { nodeBuildLog } from './nodeBuildLog.ts';
import { preparationFailure, storeFailure, successfulDeployment } from './readyPlans.ts';
import type { PackageContents, PlatformState } from '../state.ts';
import type { Switches } from '../switches.ts';
import type { DeployScript, DeployTarget, QueuedDeployScript } from './deployScript.ts';

/**
 * Returns the script of a new deployment: the first queued script that matches the deployment. Removes this script from
 * the queue. Without a queued script, the deployment of a package fails if the object store fails or if the package has
 * neither a description nor a Procfile (platform-api.md 4.8). Every other deployment succeeds, with the duration and
 * log that the switches set.
 */
export function chooseScript(
  state: PlatformState,
  switches: Switches,
  target: DeployTarget,
  contents: PackageContents | undefined,
): DeployScript {
  const index = state.deployScripts.findIndex((each) => matchesTarget(each, target));
  const [queued] = index < 0 ? [] : state.deployScripts.splice(index, 1);
  if (queued) return typeof queued.plan === 'function' ? queued.plan(target) : queued.plan;
  const durationMs = switches.deploySeconds * 1000;
  if (contents && switches.objectStore === 'fails') return storeFailure({ durationMs })(target);
  const cannotStart = contents?.descriptionPath === null && !contents.hasProcfile;
  if (cannotStart) return preparationFailure({ durationMs })(target);
  const lines = switches.deployLog === 'node' ? { lines: nodeBuildLog } : {};
  return successfulDeployment({ durationMs, ...lines })(target);
}

function matchesTarget(queued: QueuedDeployScript, { application, module, environment }: DeployTarget): boolean {
  return (
    (queued.appCode ?? application.code) === application.code &&
    (queued.module ?? module.name) === module.name &&
    (queued.environment ?? environment) === environment
  );
}
