import { createGunzip } from 'node:zlib';
import { bytesToTell, isTar, type PackageContent } from './packageContent.ts';

/**
 * Damage of an archive whose first bytes are valid. The platform stores such packages without an error, and fails when
 * it deploys them (platform-api.md 1.10).
 */
export type ArchiveDamage = 'endsEarly' | 'corrupt' | 'noTarInside';

/** Checks an archive as a stream, without storing it. */
export interface ArchiveCheck {
  /** Resolves once the piece is checked. Await it before the next one. Never rejects. */
  take(piece: Buffer): Promise<void> | undefined;
  /** Call after the last piece. Returns the damage. */
  end(): Promise<ArchiveDamage | undefined> | ArchiveDamage | undefined;
}

/** Starts the check for a kind of file. Node cannot unpack bzip2 and xz, so no damage is found in those. */
export function startArchiveCheck(content: PackageContent): ArchiveCheck {
  if (content === 'gzip') return checkGzip();
  if (content === 'zip') return checkZip();
  if (content === 'tar') return checkTar();
  return { take: () => undefined, end: () => undefined };
}

/** A tar consists of whole blocks, so one that ends inside a block was truncated. */
function checkTar(): ArchiveCheck {
  let bytes = 0;
  return {
    take(piece) {
      bytes += piece.length;
    },
    end: () => (bytes % bytesToTell === 0 ? undefined : 'endsEarly'),
  };
}

/** The end record has 22 bytes and a comment of up to 64 KiB. */
const longestZipEnd = 22 + 65_535;

function checkZip(): ArchiveCheck {
  let bytes = 0;
  let tail = Buffer.alloc(0);
  return {
    take(piece) {
      bytes += piece.length;
      tail = Buffer.concat([tail, piece]).subarray(-longestZipEnd);
    },
    end: () => (hasZipEnd(tail, bytes - tail.length) ? undefined : 'endsEarly'),
  };
}

/**
 * Returns whether the archive's end record is there. The end record of an uncompressed archive inside this one looks
 * the same, but its list of files is not directly before it. The gap allows for the additional records of large
 * archives.
 */
function hasZipEnd(tail: Buffer, offset: number): boolean {
  for (let at = tail.lastIndexOf('PK\x05\x06'); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf('PK\x05\x06', at - 1)) {
    if (at + 22 > tail.length) continue;
    const listStart = tail.readUInt32LE(at + 16);
    const gap = offset + at - (listStart + tail.readUInt32LE(at + 12));
    if (listStart === 0xffff_ffff || (gap >= 0 && gap < 1024)) return true;
  }
  return false;
}

function checkGzip(): ArchiveCheck {
  const gunzip = createGunzip();
  const failures: Error[] = [];
  let bytes = 0;
  let start = Buffer.alloc(0);
  let goOn = (): void => undefined;
  gunzip.on('error', (error) => {
    failures.push(error);
    // Node drops the callback of the failed write.
    goOn();
  });
  gunzip.on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (start.length < bytesToTell) start = Buffer.concat([start, piece.subarray(0, bytesToTell)]);
  });
  return {
    take: (piece) =>
      new Promise((resolve) => {
        goOn = resolve;
        if (failures.length > 0) goOn();
        else gunzip.write(piece, goOn);
      }),
    async end() {
      if (failures.length > 0) return failures.every(isJunkBehind) ? undefined : 'corrupt';
      // Two bytes that start no gzip member. Behind a whole archive, or behind one byte of junk after it, Node treats
      // them as junk; inside the archive they are an error.
      await new Promise((resolve) => gunzip.on('close', resolve).end(Buffer.from([0xff, 0xff])));
      if (!failures.every(isJunkBehind)) return 'endsEarly';
      if (!isTar(start)) return 'noTarInside';
      return bytes % bytesToTell === 0 ? undefined : 'endsEarly';
    },
  };
}

/**
 * Returns whether an error comes from bytes behind a whole archive, which gzip and tar ignore. Node parses them as one
 * more archive and throws zlib's message, which nothing else in a file with a valid start causes. After zeros, Node
 * fails at the end of the stream instead.
 */
function isJunkBehind(failure: NodeJS.ErrnoException): boolean {
  return failure.message === 'incorrect header check' || failure.code === 'ERR_STREAM_PUSH_AFTER_EOF';
}
