import {
  buildFailure,
  preparationFailure,
  releaseFailure,
  interruptedDeployment,
  neverEndingDeployment,
  neverEndingRelease,
  successfulDeployment,
} from '../platform/deployments/readyPlans.ts';
import { failingOffline, neverEndingOffline, successfulOffline } from '../platform/deployments/offlineScript.ts';
import type { DeployPlan } from '../platform/deployments/deployScript.ts';
import type { OfflineScript } from '../platform/deployments/offlineScript.ts';
import type { PlatformState } from '../platform/state.ts';

// A deployment with this duration is over when the deploy call returns, so that no case waits or depends on timing.
const NO_DURATION = { durationMs: 0 } as const;
const HOUR_MS = 3_600_000;

const deployPlans = {
  successful: successfulDeployment(NO_DURATION),
  coloured: successfulDeployment({ ...NO_DURATION, lines: ['\u001b[31mred\u001b[0m', '\u001b[1Gat the left'] }),
  longLine: successfulDeployment({ ...NO_DURATION, lines: ['长'.repeat(5000)] }),
  unseenStep: successfulDeployment({ ...NO_DURATION, unseenSteps: ['检测构建工具'] }),
  failsInPreparation: preparationFailure(NO_DURATION),
  failsInBuild: buildFailure(NO_DURATION),
  failsInRelease: releaseFailure(NO_DURATION),
  interrupted: interruptedDeployment(NO_DURATION),
  neverEnding: neverEndingDeployment(NO_DURATION),
  neverEndingRelease: neverEndingRelease(NO_DURATION),
  /** The background worker has not started when the case sends its request. */
  notBegun: successfulDeployment({ durationMs: 2 * HOUR_MS, channelDelayMs: HOUR_MS }),
} as const satisfies Record<string, DeployPlan>;

const offlinePlans = {
  successful: successfulOffline(0),
  failing: failingOffline(0),
  neverEnding: neverEndingOffline(),
} as const satisfies Record<string, OfflineScript>;

/** A plan for each deployment and each offline operation of a case, in the order of their start. */
export interface Plans {
  deploy?: readonly (keyof typeof deployPlans)[];
  offline?: readonly (keyof typeof offlinePlans)[];
}

/** Queues the plans of a case on the embedded platform. */
export function queuePlans(state: PlatformState, { deploy = [], offline = [] }: Plans = {}): void {
  state.deployScripts.push(...deploy.map((name) => ({ plan: deployPlans[name] })));
  state.offlineScripts.push(...offline.map((name) => offlinePlans[name]));
}
