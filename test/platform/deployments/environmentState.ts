import { progressOf } from './deploymentProgress.ts';
import { inOrder } from '../state.ts';
import type { Deployment, Environment, Module, OfflineOperation } from '../state.ts';

// The platform lets go of a lock that was never released (platform-api.md 4.8).
const LOCK_LIFE_MS = 15 * 60 * 1000;
// An offline operation older than that counts as lost (platform-api.md 4.14).
const OFFLINE_LIFE_MS = 60 * 1000;

/** The deployment that keeps others out of the environment at `now`, if any. */
export function runningDeployment(module: Module, environment: Environment, now: Date): Deployment | undefined {
  return module.deployments.find(
    (each) =>
      each.environment === environment &&
      now.getTime() - each.created.getTime() < LOCK_LIFE_MS &&
      progressOf(each, now).status === 'pending',
  );
}

/** The last successful deployment, whether or not the environment was taken offline since. */
export function lastSuccess(module: Module, environment: Environment, now: Date): Deployment | undefined {
  return inOrder(module.deployments).findLast(
    (each) => each.environment === environment && progressOf(each, now).status === 'successful',
  );
}

/** The offline operation that ended the last successful deployment, if one did. */
export function lastOffline(module: Module, environment: Environment, now: Date): OfflineOperation | undefined {
  const deployed = lastSuccess(module, environment, now);
  return inOrder(module.offlines).findLast(
    (each) => each.deploymentId === deployed?.id && offlineStatus(each, now) === 'successful',
  );
}

/** The offline operation that is under way and not yet counted as lost. */
export function runningOffline(module: Module, environment: Environment, now: Date): OfflineOperation | undefined {
  return inOrder(module.offlines).findLast(
    (each) =>
      each.environment === environment &&
      offlineStatus(each, now) === 'pending' &&
      now.getTime() - each.created.getTime() < OFFLINE_LIFE_MS,
  );
}

export function offlineStatus({ created, script }: OfflineOperation, now: Date): 'pending' | 'successful' | 'failed' {
  const elapsed = now.getTime() - created.getTime();
  return script.endsAtMs !== null && elapsed >= script.endsAtMs ? script.outcome : 'pending';
}
