import { compareVersions, validate } from 'compare-versions';
import { isSameVersion } from './names.ts';
import type { ReleasedState } from './releasedState.ts';
import type { PackageVersion } from './sourcePackages.ts';

/**
 * The reason why deploying a version is a rollback: the version was uploaded before the version that runs, or it has a
 * lower number. An overwritten package is uploaded last but can still have a lower number.
 */
type RollBackReason = 'uploadedBefore' | 'lowerVersion';

/**
 * Returns why deploying a version rolls an environment back. Returns undefined if it does not, or if this cannot be
 * known. `versions` must be sorted newest first; it is undefined if the versions could not be read.
 */
export function rollBackReason(
  version: string,
  state: ReleasedState | undefined,
  versions: readonly Pick<PackageVersion, 'version'>[] | undefined,
): RollBackReason | undefined {
  if (state?.kind !== 'released') return undefined;
  const running = state.deployment.version;
  if (isSameVersion(version, running)) return undefined;
  const indexOf = (wanted: string): number =>
    versions?.findIndex((candidate) => isSameVersion(candidate.version, wanted)) ?? -1;
  const now = indexOf(running);
  if (now >= 0 && indexOf(version) > now) return 'uploadedBefore';
  const isLower = validate(version) && validate(running) && compareVersions(version, running) < 0;
  return isLower ? 'lowerVersion' : undefined;
}
