import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { inLargePieces } from './inLargePieces.ts';

export interface TarWriter {
  /** Adds a file from memory. */
  file(name: string, executable: boolean, bytes: Buffer): Promise<void>;
  /** Adds a file that is read while it is written. Rejects when it does not have exactly `sizeBytes` bytes. */
  stream(name: string, executable: boolean, sizeBytes: number, bytes: AsyncIterable<Buffer>): Promise<void>;
  symlink(name: string, target: string): Promise<void>;
  /** Ends the archive. Resolves once it is completely on disk. */
  end(): Promise<{ sizeBytes: number; sha256: string }>;
  /** Aborts. The caller removes the partial file. */
  destroy(error: Error): void;
}

/** The default of `tar` on every system. */
const level = 6;

/** Bytes passed to zlib at once. */
const pieceBytes = 256 * 1024;

/** 1980-01-01, the earliest time that every tool supports. Fixed, so that the same files give the same archive. */
const mtime = new Date(315_532_800_000);

/**
 * Writes a `.tar.gz` that does not depend on when, where or by whom it is packed. The methods reject with errors of the
 * disk or of the bytes to read.
 */
export async function tarWriter(path: string): Promise<TarWriter> {
  const { pack } = await import('tar-stream');
  const archive = pack();
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const meter = new Transform({
    transform(piece: Buffer, _, done) {
      // The OS byte of the gzip header: zlib writes 3, 10 or 19, depending on the system.
      if (sizeBytes === 0) piece[9] = 3;
      sizeBytes += piece.length;
      hash.update(piece);
      done(null, piece);
    },
  });
  // The first chunk from zlib contains at least its ten-byte header.
  const gzip = createGzip({ level, chunkSize: 128 * 1024 });
  const written = pipeline(archive, inLargePieces(pieceBytes), gzip, meter, createWriteStream(path));
  // Destroying the archive passes the error to the pending entry and prevents an unhandled rejection.
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
        // A full disk also emits an error on the entry, and an 'error' event without a listener ends the process.
        entry.on('error', reject);
      }),
    stream: async (name, executable, size, bytes) => {
      const entry = archive.entry({ ...fixed, name, mode: mode(executable), size });
      const ended = new Promise<void>((resolve, reject) => {
        entry.on('error', reject).on('close', resolve);
      });
      ended.catch(() => undefined);
      for await (const piece of bytes) {
        // Wait for whichever comes first: the entry drains, or the archive is destroyed.
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
