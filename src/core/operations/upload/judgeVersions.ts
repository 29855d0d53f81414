import { isSameVersion } from '../../platform/names.ts';
import type { PackageVersion, UploadByLink } from '../../platform/sourcePackages.ts';
import { derivePackageName } from '../../releases/packageName.ts';
import type { UploadBaseline } from './uploadOutcome.ts';

/** What the versions of the module show about an upload whose response was lost. */
export type VersionsVerdict =
  /** The version has not changed since the baseline. */
  | { kind: 'nothingNew' }
  /** The version has a new package, and nothing shows that another upload stored it. */
  | { kind: 'arrived'; version: PackageVersion }
  /** The version has the same bytes as the file at the link. This upload or another upload stored them. */
  | { kind: 'sameBytes'; version: PackageVersion }
  /**
   * The version has a new package with a name that comes from another link, so another upload stored it
   * (platform-api.md 1.7).
   */
  | { kind: 'someoneElses'; version: PackageVersion }
  /** The version has a new package with the same name, but with other bytes than the file at the link. */
  | { kind: 'otherBytes'; version: PackageVersion }
  /**
   * The version exists, but the platform has cleaned up its file, so the version can never be uploaded again
   * (platform-api.md 1.9).
   */
  | { kind: 'cleanedUp'; version: PackageVersion };

/**
 * Compares the versions with the baseline. Uses only values that come from the platform, apart from `sha256`, the
 * digest of the file at the link. `sha256` is undefined if the file could not be read.
 */
export function judgeVersions(
  upload: UploadByLink,
  baseline: UploadBaseline,
  versions: readonly PackageVersion[],
  sha256: string | undefined,
): VersionsVerdict {
  const version = versions.find((candidate) => isSameVersion(candidate.version, upload.version));
  if (!version) return { kind: 'nothingNew' };
  if (version.cleanedUp) return { kind: 'cleanedUp', version };
  const isChanged = !baseline.existing || !isSamePackage(baseline.existing, version);
  const isSameBytes = sha256 !== undefined && version.sha256 === sha256;
  const name = derivePackageName(upload.packageUrl, upload.version);
  const isOthersName = version.packageName !== undefined && version.packageName !== name;
  if (!isChanged) {
    // An overwrite with the same bytes within the same second changes at most the package name, because dates have
    // whole seconds (platform-api.md 6.5). So this upload may have stored the package, although the version looks
    // unchanged.
    if (upload.allowOverwrite && isSameBytes && !isOthersName) return { kind: 'sameBytes', version };
    return { kind: 'nothingNew' };
  }
  if (isOthersName) return { kind: 'someoneElses', version };
  if (isSameBytes) return { kind: 'sameBytes', version };
  if (sha256 !== undefined && version.sha256 !== undefined) return { kind: 'otherBytes', version };
  return { kind: 'arrived', version };
}

/**
 * Milliseconds in which the date of a version can stay the same after an overwrite: one second plus the difference
 * between the clocks of two machines.
 */
const dateToleranceMs = 10_000;

/** Returns whether an overwrite can leave no trace, because the version was so new that its date can stay the same. */
export function overwriteMayBeInvisible(upload: UploadByLink, { existing, answeredAt }: UploadBaseline): boolean {
  if (!upload.allowOverwrite || !existing) return false;
  if (answeredAt === undefined || !existing.updated) return true;
  return answeredAt - existing.updated.time < dateToleranceMs;
}

function isSamePackage(one: PackageVersion, other: PackageVersion): boolean {
  const compared = ['sizeBytes', 'sha256', 'packageName', 'cleanedUp'] as const;
  return one.updated?.time === other.updated?.time && compared.every((key) => one[key] === other[key]);
}
