import {
  failsInBuild,
  failsInPreparation,
  failsInRelease,
  interrupted,
  neverEnding,
  successfulDeployment,
} from '../platform/deployments/readyPlans.ts';
import { failingOffline, neverEndingOffline, successfulOffline } from '../platform/deployments/offlineScript.ts';
import type { DeployPlan } from '../platform/deployments/deployScript.ts';
import type { OfflineScript } from '../platform/deployments/offlineScript.ts';
import type { PlatformState } from '../platform/state.ts';

// All that happens has happened when the call has returned, so that no case waits and none is a race.
const AT_ONCE = { durationMs: 0 } as const;
const HOUR_MS = 3_600_000;

const deployPlans = {
  successful: successfulDeployment(AT_ONCE),
  coloured: successfulDeployment({ ...AT_ONCE, lines: ['\u001b[31mred\u001b[0m'] }),
  longLine: successfulDeployment({ ...AT_ONCE, lines: ['长'.repeat(5000)] }),
  unseenStep: successfulDeployment({ ...AT_ONCE, unseenSteps: ['检测构建工具'] }),
  failsInPreparation: failsInPreparation(AT_ONCE),
  failsInBuild: failsInBuild(AT_ONCE),
  failsInRelease: failsInRelease(AT_ONCE),
  interrupted: interrupted(AT_ONCE),
  neverEnding: neverEnding(AT_ONCE),
  /** The background worker has not begun when the case asks. */
  notBegun: successfulDeployment({ durationMs: 2 * HOUR_MS, channelDelayMs: HOUR_MS }),
} as const satisfies Record<string, DeployPlan>;

const offlinePlans = {
  successful: successfulOffline(0),
  failing: failingOffline(0),
  neverEnding: neverEndingOffline(),
} as const satisfies Record<string, OfflineScript>;

/** What becomes of the deployments and offline operations of a case, in the order in which they begin. */
export interface Plans {
  deploy?: readonly (keyof typeof deployPlans)[];
  offline?: readonly (keyof typeof offlinePlans)[];
}

/** Puts the plans of a case in line on the embedded platform. */
export function layPlans(state: PlatformState, { deploy = [], offline = [] }: Plans = {}): void {
  state.deployScripts.push(...deploy.map((name) => ({ plan: deployPlans[name] })));
  state.offlineScripts.push(...offline.map((name) => offlinePlans[name]));
}
