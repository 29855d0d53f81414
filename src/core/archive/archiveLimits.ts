import { ArchiveError } from './archiveError.ts';

/** Limits that no real package reaches, so that an archive cannot exhaust CPU or disk. */
export interface ArchiveLimits {
  entries: number;
  /** Bytes of an entry's name. */
  recordBytes: number;
  /** Bytes of all names together: a check keeps them in memory. */
  namesBytes: number;
  /** Decompressed bytes of all entries. */
  unpackedBytes: number;
  /** Maximum ratio of decompressed to compressed bytes, enforced above `ratioFromBytes` decompressed bytes. */
  ratio: number;
  ratioFromBytes: number;
}

/**
 * Only projects that were packed with their `node_modules` by mistake exceed 100,000 files. The ratio of text is below
 * 20, that of logs below 100.
 */
export const archiveLimits: ArchiveLimits = {
  entries: 100_000,
  recordBytes: 4096,
  namesBytes: 16 * 1024 ** 2,
  unpackedBytes: 8 * 1024 ** 3,
  ratio: 200,
  ratioFromBytes: 64 * 1024 ** 2,
};

/** Throws `ArchiveError` when the decompressed size exceeds the limits. */
export function refuseBomb(limits: ArchiveLimits, unpackedBytes: number, packedBytes: number): void {
  const tooMuch = unpackedBytes > limits.unpackedBytes;
  const tooGood = unpackedBytes > limits.ratioFromBytes && unpackedBytes > limits.ratio * Math.max(1, packedBytes);
  if (tooMuch || tooGood) throw new ArchiveError('unpacksTooLarge');
}

/** Returns a function that counts the bytes of names. It throws `ArchiveError` when one name or all of them exceed the limits. */
export function nameMeter({ recordBytes, namesBytes }: ArchiveLimits): (bytes: number) => void {
  let total = 0;
  return (bytes) => {
    total += bytes;
    if (bytes > recordBytes || total > namesBytes) throw new ArchiveError('recordTooLong');
  };
}
