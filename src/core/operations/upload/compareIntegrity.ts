import { parseSha256 } from '../../http/sha256.ts';
import type { ArchiveDamage } from '../../releases/checkArchive.ts';
import type { FileEnd, FoundFile, PackageReading } from '../../releases/readPackage.ts';

/** One side of the comparison, as far as it is known. `sha256` as 64 lower-case hex digits. */
export interface FileFacts {
  sha256: string | undefined;
  sizeBytes: number | undefined;
}

export type PackageDamage = ArchiveDamage | 'notAnArchive';

export type NotCompared =
  { why: 'signedLink' | 'switchedOff' | 'notReadable' | 'noStoredSha256' } | { why: 'tooLarge'; maxBytes: number };

/** Whether the platform has what the link gives. `source` is the link's side, `stored` the platform's. */
export type Integrity = { source: FileFacts; stored: FileFacts } & (
  | { kind: 'verified'; by: 'download' | 'statedDigest' }
  | { kind: 'differs' }
  /** Stored as it is, and yet not a package: the platform does not look (platform-api.md 1.10). */
  | { kind: 'damaged'; damage: PackageDamage }
  /** `sameSize`: the sizes are known, and equal. */
  | ({ kind: 'notCompared'; sameSize: boolean } & NotCompared)
);

/**
 * Compares what was read at the link with what the platform says it stored (platform-api.md 1.5).
 *
 * Digests decide; without one on both sides, only sizes that differ say something for certain.
 */
export function compareIntegrity(
  reading: PackageReading,
  platform: { sha256?: string | undefined; sizeBytes?: number | undefined },
): Integrity {
  const file = reading.kind === 'file' ? reading : undefined;
  const whole = file?.end.kind === 'whole' ? file.end : undefined;
  const source = {
    sha256: whole?.sha256 ?? file?.statedSha256,
    sizeBytes: whole?.sizeBytes ?? file?.announcedBytes,
  };
  // Old platforms have none (platform-api.md 1.5), and an image's digest is no sha256 of a file.
  const stored = { sha256: parseSha256(platform.sha256), sizeBytes: platform.sizeBytes };
  const sides = { source, stored };

  const sameSize = source.sizeBytes !== undefined && source.sizeBytes === stored.sizeBytes;
  const sameSha256 = source.sha256 !== undefined && source.sha256 === stored.sha256;

  if (differ(source.sha256, stored.sha256) || differ(source.sizeBytes, stored.sizeBytes)) {
    // A page to sign in on is what this computer gets; the platform, in its own network, has got something else.
    if (file?.content === 'webPage') return { kind: 'notCompared', why: 'notReadable', sameSize, ...sides };
    return { kind: 'differs', ...sides };
  }
  const damage = file && damageOf(file);
  if (damage && (sameSha256 || sameSize)) return { kind: 'damaged', damage, ...sides };
  if (sameSha256) return { kind: 'verified', by: whole ? 'download' : 'statedDigest', ...sides };
  const reason: NotCompared = source.sha256 === undefined ? whyUnread(reading) : { why: 'noStoredSha256' };
  return { kind: 'notCompared', sameSize, ...reason, ...sides };
}

function differ<T>(one: T | undefined, other: T | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function damageOf({ content, end }: FoundFile & { end: FileEnd }): PackageDamage | undefined {
  if (content === 'webPage' || content === 'empty' || content === 'unknown') return 'notAnArchive';
  return end.kind === 'whole' ? end.damage : undefined;
}

function whyUnread(reading: PackageReading): NotCompared {
  if (reading.kind === 'notRead' && reading.why !== 'notAnAddress') return { why: reading.why };
  if (reading.kind === 'file' && reading.end.kind === 'tooLarge')
    return { why: 'tooLarge', maxBytes: reading.end.maxBytes };
  return { why: 'notReadable' };
}
