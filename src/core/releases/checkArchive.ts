import { createGunzip } from 'node:zlib';
import { bytesToTell, isTar, type PackageContent } from './packageContent.ts';

/**
 * What is wrong with an archive although its first bytes are right. The platform stores such packages without complaint and
 * fails when it deploys them (platform-api.md 1.10).
 */
export type ArchiveDamage = 'endsEarly' | 'corrupt' | 'noTarInside';

/** Looks at an archive while it passes by, without keeping it. */
export interface ArchiveCheck {
  /** Resolves once the piece is looked at; wait for it before the next. Never rejects. */
  take(piece: Buffer): Promise<void>;
  /** What was found, once everything has passed. */
  end(): Promise<ArchiveDamage | undefined>;
}

/** Starts the check that the kind of file allows. Node cannot unpack bzip2 and xz, so nothing is ever found in those. */
export function startArchiveCheck(content: PackageContent): ArchiveCheck {
  switch (content) {
    case 'gzip':
      return checkGzip();
    case 'zip':
      return checkZip();
    case 'tar':
      return checkTar();
    case 'bzip2':
    case 'xz':
    case 'webPage':
    case 'empty':
    case 'unknown':
      return { take: () => Promise.resolve(), end: () => Promise.resolve(undefined) };
  }
}

/** Its packer fills up to whole blocks, so what does not end with one was cut. */
function checkTar(): ArchiveCheck {
  let bytes = 0;
  return {
    take(piece) {
      bytes += piece.length;
      return Promise.resolve();
    },
    end: () => Promise.resolve(bytes % bytesToTell === 0 ? undefined : 'endsEarly'),
  };
}

/** The record at the end has 22 bytes and a comment of up to 64 KiB behind it. */
const longestZipEnd = 22 + 65_535;

function checkZip(): ArchiveCheck {
  let bytes = 0;
  let tail = Buffer.alloc(0);
  return {
    take(piece) {
      bytes += piece.length;
      tail = Buffer.concat([tail, piece]).subarray(-longestZipEnd);
      return Promise.resolve();
    },
    end: () => Promise.resolve(hasZipEnd(tail, bytes - tail.length) ? undefined : 'endsEarly'),
  };
}

/**
 * The end of an archive that lies unpacked inside this one looks the same, but says another place for its list of files
 * than right before it. A little room is for the records that large archives have in between.
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
    // Node forgets the callback of the write that failed.
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
      // Two bytes that begin nothing. Behind a whole archive, or behind one byte of junk after it, Node takes them for junk;
      // where more of the archive should come they are an error.
      await new Promise((resolve) => gunzip.on('close', resolve).end(Buffer.from([0xff, 0xff])));
      if (!failures.every(isJunkBehind)) return 'endsEarly';
      if (!isTar(start)) return 'noTarInside';
      return bytes % bytesToTell === 0 ? undefined : 'endsEarly';
    },
  };
}

/**
 * gzip and tar ignore what follows a whole archive. Node takes it for one more archive and says so in zlib's own words,
 * which nothing else in a file that begins right gives; after zeros it stumbles over its own end instead.
 */
function isJunkBehind(failure: NodeJS.ErrnoException): boolean {
  return failure.message === 'incorrect header check' || failure.code === 'ERR_STREAM_PUSH_AFTER_EOF';
}
