import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { inLargePieces } from './inLargePieces.ts';

export interface TarWriter {
  /** A file whose bytes are all here. */
  file(name: string, executable: boolean, bytes: Buffer): Promise<void>;
  /** A file that is read while it is written; rejects when it has other than `sizeBytes` bytes. */
  stream(name: string, executable: boolean, sizeBytes: number, bytes: AsyncIterable<Buffer>): Promise<void>;
  symlink(name: string, target: string): Promise<void>;
  /** Ends the archive. Resolves once all of it is on the disk. */
  end(): Promise<{ sizeBytes: number; sha256: string }>;
  /** Gives it up; what is on the disk is the caller's to remove. */
  destroy(error: Error): void;
}

/** As the `tar` of every system packs by itself. */
const level = 6;

/** Bytes that are handed to zlib at once. */
const pieceBytes = 256 * 1024;

/** 1980: the first moment that every tool can tell. The same for all files, so that the same files make the same archive. */
const mtime = new Date(315_532_800_000);

/**
 * Writes a `.tar.gz` in which nothing depends on when, where and by whom it was packed. Rejections of its methods are those
 * of the disk, or of what is read.
 */
export async function tarWriter(path: string): Promise<TarWriter> {
  const { pack } = await import('tar-stream');
  const archive = pack();
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const meter = new Transform({
    transform(piece: Buffer, _, done) {
      // Which system packed it: zlib writes 3, 10 or 19 there.
      if (sizeBytes === 0) piece[9] = 3;
      sizeBytes += piece.length;
      hash.update(piece);
      done(null, piece);
    },
  });
  // The first piece that zlib gives has at least its ten bytes of header.
  const gzip = createGzip({ level, chunkSize: 128 * 1024 });
  const written = pipeline(archive, inLargePieces(pieceBytes), gzip, meter, createWriteStream(path));
  // Whoever waits for an entry hears of it there; without this it would be nobody's.
  written.catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  const fixed = { mtime, uid: 0, gid: 0, uname: '', gname: '' };
  const mode = (executable: boolean): number => (executable ? 0o755 : 0o644);

  return {
    file: (name, executable, bytes) =>
      new Promise((resolve, reject) => {
        const header = { ...fixed, name, mode: mode(executable), size: bytes.length };
        const entry = archive.entry(header, bytes, (error) => {
          if (error) reject(error);
          else resolve();
        });
        // A disk that is full is told to the entry too, and an error without a listener ends the process.
        entry.on('error', reject);
      }),
    stream: async (name, executable, size, bytes) => {
      const entry = archive.entry({ ...fixed, name, mode: mode(executable), size });
      const ended = new Promise<void>((resolve, reject) => {
        entry.on('error', reject).on('close', resolve);
      });
      ended.catch(() => undefined);
      for await (const piece of bytes) {
        // Whoever ends first: the place that has room again, or the archive that is given up.
        if (!entry.write(piece))
          await Promise.race([
            new Promise<void>((go) =>
              entry.once('drain', () => {
                go();
              }),
            ),
            ended,
          ]);
      }
      entry.end(Buffer.alloc(0));
      await ended;
    },
    symlink: (name, linkname) =>
      new Promise((resolve, reject) => {
        const entry = archive.entry({ ...fixed, name, linkname, type: 'symlink', mode: 0o777 }, (error) => {
          if (error) reject(error);
          else resolve();
        });
        entry.on('error', reject);
      }),
    end: async () => {
      archive.finalize();
      await written;
      return { sizeBytes, sha256: hash.digest('hex') };
    },
    destroy: (error) => {
      archive.destroy(error);
    },
  };
}
