import { createGunzip } from 'node:zlib';
import { bytesToTell, isTar, type PackageContent } from './packageContent.ts';

/**
 * Damage of an archive whose first bytes are valid. The platform stores some damaged archives without an error, and
 * only their deployment fails (platform-api.md 1.10).
 */
export type ArchiveDamage = 'endsEarly' | 'corrupt' | 'noTarInside';

/** Checks an archive piece by piece, without storing the archive. */
export interface ArchiveCheck {
  /** Checks the next piece. Await the result before the next call. Never rejects. */
  take(piece: Buffer): Promise<void> | undefined;
  /** Ends the check after the last piece. Returns the damage, or undefined if no damage was found. */
  end(): Promise<ArchiveDamage | undefined> | ArchiveDamage | undefined;
}

/**
 * Returns a check for a kind of file. For bzip2 and xz the check finds no damage, because Node cannot decompress these
 * formats.
 */
export function startArchiveCheck(content: PackageContent): ArchiveCheck {
  if (content === 'gzip') return checkGzip();
  if (content === 'zip') return checkZip();
  if (content === 'tar') return checkTar();
  return { take: () => undefined, end: () => undefined };
}

/** A tar consists of whole blocks, so a tar that ends inside a block was truncated. */
function checkTar(): ArchiveCheck {
  let bytes = 0;
  return {
    take(piece) {
      bytes += piece.length;
    },
    end: () => (bytes % bytesToTell === 0 ? undefined : 'endsEarly'),
  };
}

/** Maximum bytes of a zip's end record: 22 bytes and a comment of up to 65,535 bytes. */
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
 * Returns whether `tail`, the last bytes of a zip, contains the end record of the zip. `offset` is the position of
 * `tail` in the file. The zip's list of files must end at most 1 KiB before the end record. This condition excludes the
 * end record of an uncompressed zip inside the file, because the positions in that record are relative to the inner
 * zip. The 1 KiB leave room for the additional records of large archives.
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
  let resolveTake = (): void => undefined;
  gunzip.on('error', (error) => {
    failures.push(error);
    // Node does not call the callback of a failed write, so the pending `take` is resolved here.
    resolveTake();
  });
  gunzip.on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (start.length < bytesToTell) start = Buffer.concat([start, piece.subarray(0, bytesToTell)]);
  });
  return {
    take: (piece) =>
      new Promise((resolve) => {
        resolveTake = resolve;
        if (failures.length > 0) resolveTake();
        else gunzip.write(piece, resolveTake);
      }),
    async end() {
      if (failures.length > 0) return failures.every(isJunkBehind) ? undefined : 'corrupt';
      // Appends two bytes that cannot start a gzip member. After a complete archive, Node treats these bytes as junk,
      // even if one byte of junk already follows the archive. In an incomplete archive, these bytes cause another
      // error.
      await new Promise((resolve) => gunzip.on('close', resolve).end(Buffer.from([0xff, 0xff])));
      if (!failures.every(isJunkBehind)) return 'endsEarly';
      if (!isTar(start)) return 'noTarInside';
      return bytes % bytesToTell === 0 ? undefined : 'endsEarly';
    },
  };
}

/**
 * Returns whether the error was caused by bytes after a complete archive, which gzip and tar ignore. Node parses such
 * bytes as another gzip member and fails with zlib's message `incorrect header check`. In a file with valid first
 * bytes, nothing else causes this message. If the bytes after the archive start with zeros, Node fails with
 * `ERR_STREAM_PUSH_AFTER_EOF` at the end of the stream instead.
 */
function isJunkBehind(failure: NodeJS.ErrnoException): boolean {
  return failure.message === 'incorrect header check' || failure.code === 'ERR_STREAM_PUSH_AFTER_EOF';
}
