import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { ArchiveError, type ArchiveProblem } from '../archive/archiveError.ts';
import { archiveLimits } from '../archive/archiveLimits.ts';
import { tarEntries } from '../archive/readTar.ts';
import { findZipEndInTail, zipTailBytes } from '../archive/zipEnd.ts';
import type { PackageContent } from './packageContent.ts';

/**
 * Damage of an archive whose first bytes are valid. The platform stores some damaged archives without an error, and
 * only their deployment fails (platform-api.md 1.10).
 */
export type ArchiveDamage = Extract<ArchiveProblem, 'endsEarly' | 'corrupt' | 'noTarInside' | 'takenForZip'>;

/** Checks an archive piece by piece, without storing the archive. */
export interface ArchiveCheck {
  /** Checks the next piece. Await the result before the next call. Never rejects. */
  take(piece: Buffer): Promise<void> | undefined;
  /** Ends the check after the last piece. Returns the damage, or undefined if no damage was found. */
  end(): Promise<ArchiveDamage | undefined> | ArchiveDamage | undefined;
}

/**
 * Returns a check for a kind of file. For all kinds except gzip, tar and zip, the check reports no damage: Node cannot
 * decompress bzip2 and xz, and the other kinds are not archives.
 */
export function startArchiveCheck(content: PackageContent): ArchiveCheck {
  if (content === 'gzip' || content === 'tar') return createTarCheck(content === 'gzip');
  if (content === 'zip') return createZipCheck();
  return { take: () => undefined, end: () => undefined };
}

/** The check stores no entries and no names, so their number and total length need no limit. */
const limits = { ...archiveLimits, entries: Infinity, namesBytes: Infinity };

/** Checks a tar. Uses the same reader as the package checks, so that this check finds the same damage as they do. */
function createTarCheck(gzipped: boolean): ArchiveCheck {
  const input = new PassThrough({ highWaterMark: 256 * 1024 });
  // Ignore write errors, because pieces can still arrive after the reader has stopped at the end of the tar.
  input.on('error', () => undefined);
  let packedBytes = 0;
  let isSettled = false;
  const tail = createTailBuffer();
  const settled = findTarDamage(input, gzipped, () => packedBytes).finally(() => {
    isSettled = true;
  });
  return {
    take(piece) {
      packedBytes += piece.length;
      tail.add(piece);
      if (isSettled || input.write(piece)) return undefined;
      return Promise.race([once(input, 'drain'), settled]).then(() => undefined);
    },
    async end() {
      input.end();
      const damage = await settled;
      return damage ?? (findZipEndInTail(tail.bytes()) === undefined ? undefined : 'takenForZip');
    },
  };
}

async function findTarDamage(
  input: PassThrough,
  gzipped: boolean,
  packedBytes: () => number,
): Promise<ArchiveDamage | undefined> {
  let count = 0;
  try {
    const entries = tarEntries(input, { gzipped, limits, packedBytes });
    for (let next = await entries.next(); !next.done; next = await entries.next()) count += 1;
    return count === 0 ? 'noTarInside' : undefined;
  } catch (error) {
    return error instanceof ArchiveError ? damageByProblem.get(error.problem) : undefined;
  }
}

/** The problems that count as damage. For any other problem, such as a zip bomb, the check reports no damage. */
const damageByProblem = new Map<ArchiveProblem, ArchiveDamage>([
  ['endsEarly', 'endsEarly'],
  ['corrupt', 'corrupt'],
  ['noTarInside', 'noTarInside'],
]);

function createZipCheck(): ArchiveCheck {
  let bytes = 0;
  const tail = createTailBuffer();
  return {
    take(piece) {
      bytes += piece.length;
      tail.add(piece);
      return undefined;
    },
    end: () => (hasZipEnd(tail.bytes(), bytes - tail.bytes().length) ? undefined : 'endsEarly'),
  };
}

/** Keeps the last `zipTailBytes` of a stream. */
function createTailBuffer(): { add: (piece: Buffer) => void; bytes: () => Buffer } {
  let tail = Buffer.alloc(0);
  return {
    add(piece) {
      tail = Buffer.concat([tail, piece]).subarray(-zipTailBytes);
    },
    bytes: () => tail,
  };
}

/**
 * Returns whether `tail`, the last bytes of a zip, contains the end record of the zip. `offset` is the position of
 * `tail` in the file. The zip's list of files must end at most 1 KiB before the end record. This condition excludes the
 * end record of an uncompressed zip inside the file, because the positions in that record are relative to the inner
 * zip. The 1 KiB leave room for the additional records of large archives.
 */
function hasZipEnd(tail: Buffer, offset: number): boolean {
  const at = findZipEndInTail(tail);
  if (at === undefined) return false;
  const listStart = tail.readUInt32LE(at + 16);
  const gap = offset + at - (listStart + tail.readUInt32LE(at + 12));
  return listStart === 0xffff_ffff || (gap >= 0 && gap < 1024);
}
