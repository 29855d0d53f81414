import { ArchiveError } from './archiveError.ts';

/** What no real package has, and what would keep a computer busy or full. */
export interface ArchiveLimits {
  entries: number;
  /** Bytes of one name, or of the other records of an entry. */
  recordBytes: number;
  /** Bytes of everything, unpacked. */
  unpackedBytes: number;
  /** How many times its own size it may unpack to, once that is more than `ratioFromBytes`. */
  ratio: number;
  ratioFromBytes: number;
}

/**
 * More than 100,000 files have only projects that were packed by mistake with their `node_modules`; the ratio of text is below
 * 20, of logs below 100.
 */
export const archiveLimits: ArchiveLimits = {
  entries: 100_000,
  recordBytes: 4096,
  unpackedBytes: 8 * 1024 ** 3,
  ratio: 200,
  ratioFromBytes: 64 * 1024 ** 2,
};

/** Throws `ArchiveError` when so much was unpacked of so few bytes. */
export function refuseBomb(limits: ArchiveLimits, unpackedBytes: number, packedBytes: number): void {
  const tooMuch = unpackedBytes > limits.unpackedBytes;
  const tooGood = unpackedBytes > limits.ratioFromBytes && unpackedBytes > limits.ratio * Math.max(1, packedBytes);
  if (tooMuch || tooGood) throw new ArchiveError('unpacksTooLarge');
}
