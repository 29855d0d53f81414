import { parseSha256 } from '../../http/sha256.ts';
import type { PackageVersion, SourcePackage } from '../../platform/sourcePackages.ts';
import type { ArchiveDamage } from '../../releases/checkArchive.ts';
import type { FileEnd, FoundFile, PackageReadResult } from '../../releases/readPackage.ts';

/** What is known about the file at the link or about the stored package. `sha256` is 64 lower-case hex digits. */
export interface DigestAndSize {
  sha256: string | undefined;
  sizeBytes: number | undefined;
}

export type PackageDamage = ArchiveDamage | 'notAnArchive';

export type NotComparedReason =
  | { why: 'signedLink' | 'switchedOff' | 'notReadable' | 'brokenOff' | 'noStoredSha256' }
  | { why: 'tooLarge'; maxBytes: number };

/**
 * Whether the file that the platform stored is the file at the link. `source` describes the file at the link. `stored`
 * describes the file that the platform stored.
 */
export type Integrity = { source: DigestAndSize; stored: DigestAndSize } & (
  | { kind: 'verified'; by: 'download' | 'statedDigest' }
  | { kind: 'differs' }
  /**
   * The platform stored the file unchanged, but the file is not a valid package. The platform does not check whether a
   * file is a valid package (platform-api.md 1.10).
   */
  | { kind: 'damaged'; damage: PackageDamage }
  /** `sameSize` is true if both sizes are known and equal. */
  | ({ kind: 'notCompared'; sameSize: boolean } & NotComparedReason)
);

/**
 * Compares the file at the link with what the platform reports as stored (platform-api.md 1.5). If both digests are
 * known, the digests decide. Otherwise, only a difference in size is certain.
 */
export function compareIntegrity(reading: PackageReadResult, platform: Partial<DigestAndSize>): Integrity {
  const file = reading.kind === 'file' ? reading : undefined;
  const whole = file?.end.kind === 'whole' ? file.end : undefined;
  const source = {
    sha256: whole?.sha256 ?? file?.statedSha256,
    sizeBytes: whole?.sizeBytes ?? file?.announcedBytes,
  };
  // Very old rows have no digest (platform-api.md 1.5). For a package that is stored as an image, the platform states
  // the digest of the image, which is not the SHA-256 of a file.
  const stored = { sha256: parseSha256(platform.sha256), sizeBytes: platform.sizeBytes };
  const sides = { source, stored };

  // Both downloads, to this computer and to the platform, ended after the same number of bytes. The platform stores
  // incomplete files too (platform-api.md 1.3), so the stored file is incomplete.
  if (file?.end.kind === 'brokenOff' && file.end.sizeBytes === stored.sizeBytes)
    return { kind: 'damaged', damage: 'endsEarly', ...sides };
  const sameSize = source.sizeBytes !== undefined && source.sizeBytes === stored.sizeBytes;
  const sameSha256 = source.sha256 !== undefined && source.sha256 === stored.sha256;

  if (knownToDiffer(source.sha256, stored.sha256) || knownToDiffer(source.sizeBytes, stored.sizeBytes)) {
    // This computer probably received a sign-in page, while the platform, which is in another network, received another
    // file.
    if (file?.content === 'webPage') return { kind: 'notCompared', why: 'notReadable', sameSize, ...sides };
    return { kind: 'differs', ...sides };
  }
  const damage = file && damageOf(file);
  if (damage && (sameSha256 || sameSize)) return { kind: 'damaged', damage, ...sides };
  if (sameSha256) return { kind: 'verified', by: whole ? 'download' : 'statedDigest', ...sides };
  const reason: NotComparedReason =
    source.sha256 === undefined ? notComparedReason(reading) : { why: 'noStoredSha256' };
  return { kind: 'notCompared', sameSize, ...reason, ...sides };
}

/** Returns whether the stored package is probably not what the user wants to deploy. */
export function probablyDiffers(integrity: Integrity | undefined): boolean {
  if (integrity?.kind === 'notCompared') return integrity.why === 'brokenOff';
  return integrity?.kind === 'differs' || integrity?.kind === 'damaged';
}

/** Returns whether the version's current package certainly differs from the package that an earlier upload stored. */
export function isOverwritten(stored: SourcePackage, now: PackageVersion): boolean {
  const then = parseSha256(stored.sha256);
  return then !== undefined && now.sha256 !== undefined && then !== now.sha256;
}

function knownToDiffer<T>(one: T | undefined, other: T | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function damageOf({ content, end }: FoundFile & { end: FileEnd }): PackageDamage | undefined {
  if (content === 'webPage' || content === 'empty' || content === 'unknown') return 'notAnArchive';
  return end.kind === 'whole' ? end.damage : undefined;
}

function notComparedReason(reading: PackageReadResult): NotComparedReason {
  if (reading.kind === 'notRead' && reading.why !== 'notAnAddress') return { why: reading.why };
  if (reading.kind === 'file' && reading.end.kind === 'tooLarge')
    return { why: 'tooLarge', maxBytes: reading.end.maxBytes };
  if (reading.kind === 'file' && reading.end.kind === 'brokenOff' && reading.end.error === 'connectionLost')
    return { why: 'brokenOff' };
  return { why: 'notReadable' };
}
