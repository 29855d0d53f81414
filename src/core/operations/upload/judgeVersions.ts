import type { PackageVersion, UploadByLink } from '../../platform/sourcePackages.ts';
import { derivePackageName } from '../../releases/packageName.ts';
import type { Baseline } from './uploadOutcome.ts';

/** What a look at the versions says about an upload of which nothing else is known. */
export type Sighting =
  /** Nothing changed since the look before the upload. */
  | { kind: 'nothingNew' }
  /** A package came under this version, and nothing speaks against its being the one that was uploaded. */
  | { kind: 'arrived'; version: PackageVersion }
  /** These very bytes are there, whoever brought them. */
  | { kind: 'sameBytes'; version: PackageVersion }
  /** A package came under this version, and it has another link's name: somebody else's (platform-api.md 1.7). */
  | { kind: 'someoneElses'; version: PackageVersion }
  /** A package of the same name came, and it is not what the link gives here. */
  | { kind: 'otherBytes'; version: PackageVersion }
  /** The version is there, its file has been cleaned up, and it is blocked for good (platform-api.md 1.9). */
  | { kind: 'cleanedUp'; version: PackageVersion };

/**
 * Compares the versions of now with those before, by the platform's own values only. `sha256` is what the link gives here,
 * where that could be read.
 */
export function judgeVersions(
  upload: UploadByLink,
  baseline: Baseline,
  versions: readonly PackageVersion[],
  sha256: string | undefined,
): Sighting {
  const version = versions.find((candidate) => candidate.version === upload.version);
  if (!version) return { kind: 'nothingNew' };
  if (version.cleanedUp) return { kind: 'cleanedUp', version };
  const isChanged = !baseline.existing || !same(baseline.existing, version);
  const isSameBytes = sha256 !== undefined && version.sha256 === sha256;
  const name = derivePackageName(upload.packageUrl, upload.version);
  const isOthersName = version.packageName !== undefined && version.packageName !== name;
  if (!isChanged) {
    // An overwrite by the same bytes within the second of the last one leaves no trace (platform-api.md 6.5: whole
    // seconds), but for its name.
    if (upload.allowOverwrite && isSameBytes && !isOthersName) return { kind: 'sameBytes', version };
    return { kind: 'nothingNew' };
  }
  if (isOthersName) return { kind: 'someoneElses', version };
  if (isSameBytes) return { kind: 'sameBytes', version };
  if (sha256 !== undefined && version.sha256 !== undefined) return { kind: 'otherBytes', version };
  return { kind: 'arrived', version };
}

/** Milliseconds in which the date of a version can stay the same: its own second, and what two machines' clocks may differ by. */
const sameSecondMs = 10_000;

/**
 * Whether an overwrite could have happened without a trace: the version was so young before it that the second of its date
 * can be the same.
 */
export function overwriteMayBeInvisible(upload: UploadByLink, { existing, answeredAt }: Baseline): boolean {
  if (!upload.allowOverwrite || !existing) return false;
  if (answeredAt === undefined || !existing.updated) return true;
  return answeredAt - existing.updated.time < sameSecondMs;
}

function same(one: PackageVersion, other: PackageVersion): boolean {
  return (
    one.updated?.time === other.updated?.time &&
    one.sizeBytes === other.sizeBytes &&
    one.sha256 === other.sha256 &&
    one.packageName === other.packageName &&
    one.cleanedUp === other.cleanedUp
  );
}
