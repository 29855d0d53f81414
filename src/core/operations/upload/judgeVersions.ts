import { isSameVersion } from '../../platform/names.ts';
import type { PackageVersion, UploadByLink } from '../../platform/sourcePackages.ts';
import { derivePackageName } from '../../releases/packageName.ts';
import type { Baseline } from './uploadOutcome.ts';

/** What the versions show about an upload whose response was lost. */
export type Sighting =
  /** Nothing changed since the baseline. */
  | { kind: 'nothingNew' }
  /** The version has a new package, and nothing contradicts that it is this upload. */
  | { kind: 'arrived'; version: PackageVersion }
  /** The same bytes are stored, by this upload or another. */
  | { kind: 'sameBytes'; version: PackageVersion }
  /** The version has a new package with the name of another link, so another upload stored it (platform-api.md 1.7). */
  | { kind: 'someoneElses'; version: PackageVersion }
  /** The version has a new package of the same name, but not the bytes at the link. */
  | { kind: 'otherBytes'; version: PackageVersion }
  /** The version exists, its file was cleaned up, and it is blocked permanently (platform-api.md 1.9). */
  | { kind: 'cleanedUp'; version: PackageVersion };

/**
 * Compares the versions with the baseline, by the platform's own values only. `sha256` is the digest of the file at the
 * link, if it could be read.
 */
export function judgeVersions(
  upload: UploadByLink,
  baseline: Baseline,
  versions: readonly PackageVersion[],
  sha256: string | undefined,
): Sighting {
  const version = versions.find((candidate) => isSameVersion(candidate.version, upload.version));
  if (!version) return { kind: 'nothingNew' };
  if (version.cleanedUp) return { kind: 'cleanedUp', version };
  const isChanged = !baseline.existing || !same(baseline.existing, version);
  const isSameBytes = sha256 !== undefined && version.sha256 === sha256;
  const name = derivePackageName(upload.packageUrl, upload.version);
  const isOthersName = version.packageName !== undefined && version.packageName !== name;
  if (!isChanged) {
    // An overwrite by the same bytes in the same second changes only the name (platform-api.md 6.5: whole seconds).
    if (upload.allowOverwrite && isSameBytes && !isOthersName) return { kind: 'sameBytes', version };
    return { kind: 'nothingNew' };
  }
  if (isOthersName) return { kind: 'someoneElses', version };
  if (isSameBytes) return { kind: 'sameBytes', version };
  if (sha256 !== undefined && version.sha256 !== undefined) return { kind: 'otherBytes', version };
  return { kind: 'arrived', version };
}

/** Milliseconds in which a version's date can stay the same: its second, and the skew of two machines' clocks. */
const sameSecondMs = 10_000;

/** Returns whether an overwrite can leave no trace: the version was so new that its date can stay the same. */
export function overwriteMayBeInvisible(upload: UploadByLink, { existing, answeredAt }: Baseline): boolean {
  if (!upload.allowOverwrite || !existing) return false;
  if (answeredAt === undefined || !existing.updated) return true;
  return answeredAt - existing.updated.time < sameSecondMs;
}

function same(one: PackageVersion, other: PackageVersion): boolean {
  const compared = ['sizeBytes', 'sha256', 'packageName', 'cleanedUp'] as const;
  return one.updated?.time === other.updated?.time && compared.every((key) => one[key] === other[key]);
}
