import { ArchiveError } from './archiveError.ts';

/** Limits that no real package reaches, so that an archive cannot exhaust CPU or disk. */
export const archiveLimits = {
  /** Only projects that were packed with their `node_modules` by mistake have more. */
  entries: 100_000,
  /** Bytes of an entry's name. */
  recordBytes: 4096,
  /** Bytes of all names together: a check keeps them in memory. */
  namesBytes: 16 * 1024 ** 2,
  /** Decompressed bytes of all entries. */
  unpackedBytes: 8 * 1024 ** 3,
  /** Decompressed to compressed bytes, checked above `ratioFromBytes` decompressed bytes. Text has 20, logs have 100. */
  ratio: 200,
  ratioFromBytes: 64 * 1024 ** 2,
};

export type ArchiveLimits = typeof archiveLimits;

/** Returns whether the decompressed size exceeds the limits. */
export function isBomb(limits: ArchiveLimits, unpackedBytes: number, packedBytes: number): boolean {
  const tooMuch = unpackedBytes > limits.unpackedBytes;
  const tooGood = unpackedBytes > limits.ratioFromBytes && unpackedBytes > limits.ratio * Math.max(1, packedBytes);
  return tooMuch || tooGood;
}

/** Returns a function that counts the bytes of names. It throws `ArchiveError` when one name or all of them exceed the limits. */
export function nameMeter({ recordBytes, namesBytes }: ArchiveLimits): (bytes: number) => void {
  let total = 0;
  return (bytes) => {
    total += bytes;
    if (bytes > recordBytes || total > namesBytes) throw new ArchiveError('recordTooLong');
  };
}
