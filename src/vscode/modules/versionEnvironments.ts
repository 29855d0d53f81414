import * as vscode from 'vscode';
import { environments, isSameVersion, type Environment } from '../../core/platform/names.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';
import { runsVersion } from '../../core/platform/releasedState.ts';
import { rollBackReason } from '../../core/platform/rollBack.ts';
import { differenceText } from '../../texts/environmentTexts.ts';
import type { Catalog } from './catalog.ts';
import type { VersionNode } from './nodes.ts';

const { t } = vscode.l10n;

type EnvironmentLookup = Pick<Catalog, 'knownEnvironment'>;

/**
 * Returns the version that an environment runs. Returns undefined if the environment runs nothing or was not read yet.
 */
export function runningVersion(
  catalog: EnvironmentLookup,
  { appCode, module }: ModuleTarget,
  environment: Environment,
) {
  const { state } = catalog.knownEnvironment({ appCode, module, environment });
  return state?.kind === 'released' ? state.deployment.version : undefined;
}

/**
 * Returns a text with the versions that staging and production run. Returns '' if the versions are the same, or if one
 * of them is not cached.
 */
export function runningDifferenceText(catalog: EnvironmentLookup, module: ModuleTarget): string {
  const [stag, prod] = [runningVersion(catalog, module, 'stag'), runningVersion(catalog, module, 'prod')];
  return stag === undefined || prod === undefined || isSameVersion(stag, prod) ? '' : differenceText(t, stag, prod);
}

/** Returns the environments that run a version, as far as the cached data shows. */
export function environmentsRunning(
  catalog: EnvironmentLookup,
  { appCode, module }: ModuleTarget,
  version: string,
): Environment[] {
  return environments.filter((environment) =>
    runsVersion(catalog.knownEnvironment({ appCode, module, environment }).state, version),
  );
}

/** Returns the environments in which deploying this version would be a rollback, as far as the cached data shows. */
export function rollBackEnvironments(
  catalog: EnvironmentLookup,
  { appCode, module, version: { version, cleanedUp }, siblings }: Omit<VersionNode, 'id' | 'kind'>,
): Environment[] {
  if (cleanedUp) return [];
  return environments.filter((environment) => {
    const { state } = catalog.knownEnvironment({ appCode, module, environment });
    return rollBackReason(version, state, siblings) !== undefined;
  });
}
