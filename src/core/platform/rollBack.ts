import { compareVersions, validate } from 'compare-versions';
import { isSameVersion } from './names.ts';
import type { ReleasedState } from './releasedState.ts';
import type { PackageVersion } from './sourcePackages.ts';

/**
 * Why deploying a version is a rollback: the version was uploaded before the running version, or its number is lower.
 * The number matters too, because overwriting an old version makes that version the newest upload.
 */
type RollBackReason = 'uploadedBefore' | 'lowerVersion';

/**
 * Returns why deploying a version would be a rollback. Returns undefined if it would not be one, or if neither uploads
 * nor version numbers show the order. `versions` must be sorted newest first, or undefined if they could not be read.
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
