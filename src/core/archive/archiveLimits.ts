import { ArchiveError } from './archiveError.ts';

/** Limits that no proper package reaches. The limits keep an archive from exhausting CPU time or memory. */
export const archiveLimits = {
  /** Maximum number of entries. Only a project that was packed with its `node_modules` by mistake has more. */
  entries: 100_000,
  /** Maximum bytes of one entry's name. */
  recordBytes: 4096,
  /** Maximum bytes of all names together, because the package checks keep all names in memory. */
  namesBytes: 16 * 1024 ** 2,
  /** Maximum decompressed bytes of all entries together. */
  unpackedBytes: 8 * 1024 ** 3,
  /** Maximum ratio of decompressed to compressed bytes. Text reaches a ratio of 20, and logs reach 100. */
  ratio: 200,
  /** The ratio is checked only if an archive has more decompressed bytes than this value. */
  ratioFromBytes: 64 * 1024 ** 2,
};

export type ArchiveLimits = typeof archiveLimits;

/**
 * Returns whether an archive's decompressed size, or the ratio of decompressed to compressed size, exceeds the limits.
 */
export function isBomb(limits: ArchiveLimits, unpackedBytes: number, packedBytes: number): boolean {
  const isTooLarge = unpackedBytes > limits.unpackedBytes;
  const isRatioTooHigh =
    unpackedBytes > limits.ratioFromBytes && unpackedBytes > limits.ratio * Math.max(1, packedBytes);
  return isTooLarge || isRatioTooHigh;
}

/**
 * Returns a function to call with the number of bytes of each entry's name. The function throws `ArchiveError` when one
 * name, or the sum of all names, exceeds the limits.
 */
export function createNameSizeCheck({ recordBytes, namesBytes }: ArchiveLimits): (bytes: number) => void {
  let total = 0;
  return (bytes) => {
    total += bytes;
    if (bytes > recordBytes || total > namesBytes) throw new ArchiveError('recordTooLong');
  };
}
