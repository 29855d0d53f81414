import { environments, type Environment } from '../../core/platform/names.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';
import { rollBackReason } from '../../core/platform/rollBack.ts';
import type { Catalog } from './catalog.ts';
import type { VersionNode } from './nodes.ts';

type Known = Pick<Catalog, 'knownEnvironment'>;

/**
 * Returns the version that an environment runs. Returns undefined if the environment runs nothing or was not read yet.
 */
export function runningVersion(catalog: Known, { appCode, module }: ModuleTarget, environment: Environment) {
  const { state } = catalog.knownEnvironment({ appCode, module, environment });
  return state?.kind === 'released' ? state.deployment.version : undefined;
}

/** Returns the environments that run a version, as far as the cached data shows. */
export function environmentsRunning(catalog: Known, module: ModuleTarget, version: string): Environment[] {
  return environments.filter((environment) => runningVersion(catalog, module, environment) === version);
}

/** Returns the environments that deploying a version would roll back, as far as the cached data shows. */
export function rollBackEnvironments(
  catalog: Known,
  { appCode, module, version: { version, cleanedUp }, siblings }: Omit<VersionNode, 'id' | 'kind'>,
): Environment[] {
  if (cleanedUp) return [];
  return environments.filter((environment) => {
    const { state } = catalog.knownEnvironment({ appCode, module, environment });
    return rollBackReason(version, state, siblings) !== undefined;
  });
}
