import { progressOf } from './deploymentProgress.ts';
import { sortByOrder } from '../state.ts';
import type { Deployment, Environment, Module, OfflineOperation } from '../state.ts';

// The platform ignores a lock that is older than this, even if the deployment with the lock has not ended
// (platform-api.md 4.8).
const LOCK_LIFE_MS = 15 * 60 * 1000;
// A pending offline operation that is older than this counts as lost (platform-api.md 4.14).
const OFFLINE_LIFE_MS = 60 * 1000;

/** Returns the deployment that locks the environment at `now`, if any. */
export function runningDeployment(module: Module, environment: Environment, now: Date): Deployment | undefined {
  return module.deployments.find(
    (each) =>
      each.environment === environment &&
      now.getTime() - each.created.getTime() < LOCK_LIFE_MS &&
      progressOf(each, now).status === 'pending',
  );
}

/** Returns the last successful deployment, even if the environment was taken offline afterwards. */
export function lastSuccess(module: Module, environment: Environment, now: Date): Deployment | undefined {
  return sortByOrder(module.deployments).findLast(
    (each) => each.environment === environment && progressOf(each, now).status === 'successful',
  );
}

/**
 * Returns the deployment that an offline operation takes offline: the last successful deployment, or the last
 * deployment if no deployment has succeeded (platform-api.md 4.14).
 */
export function deploymentToTakeOffline(module: Module, environment: Environment, now: Date): Deployment | undefined {
  return (
    lastSuccess(module, environment, now) ??
    sortByOrder(module.deployments).findLast((each) => each.environment === environment)
  );
}

/** Returns the offline operation that took the last successful deployment offline, if any. */
export function lastOfflineOperation(
  module: Module,
  environment: Environment,
  now: Date,
): OfflineOperation | undefined {
  const deployed = lastSuccess(module, environment, now);
  return deployed && offlineOperationOf(module, deployed, now);
}

/** Returns the offline operation that took this deployment offline, if any. */
export function offlineOperationOf(module: Module, deployment: Deployment, now: Date): OfflineOperation | undefined {
  return sortByOrder(module.offlines).findLast(
    (each) => each.deploymentId === deployment.id && offlineStatus(each, now) === 'successful',
  );
}

/** Returns the offline operation that is in progress and does not count as lost, if any. */
export function runningOfflineOperation(
  module: Module,
  environment: Environment,
  now: Date,
): OfflineOperation | undefined {
  return sortByOrder(module.offlines).findLast(
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
