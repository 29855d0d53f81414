import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import type { Header } from 'tar-stream';
import { isTakenForZip, zipTailBytes } from './zipEnd.ts';

export type TarWriter = Awaited<ReturnType<typeof createTarWriter>>;

/** Compression level of gzip. 6 is the default of `tar` on every system. */
const gzipLevel = 6;

/** Minimum bytes to pass to zlib at once. */
const pieceBytes = 256 * 1024;

/**
 * Modification time of every entry: 1980-01-01, the earliest time that every tool supports. The time is fixed so that
 * the same files always give the same archive.
 */
const mtime = new Date(315_532_800_000);

/**
 * Creates a writer for a `.tar.gz` whose bytes do not depend on the time, the computer or the user. The writer's
 * methods reject with errors from writing to disk, and with errors from reading the bytes of a file.
 */
export async function createTarWriter(path: string) {
  const { default: tar } = await import('tar-stream');
  // Opens the file before anything can fail. Otherwise, after a failure, the file could be created too late for the
  // caller to remove it.
  const file = (await open(path, 'w')).createWriteStream();
  const closed = new Promise<void>((resolve) => file.once('close', resolve));
  const archive = tar.pack();
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const meter = new Transform({
    transform(piece: Buffer, _, done) {
      // Byte 9 of the gzip header is the operating system. zlib writes 3, 10 or 19, depending on the system, so set a
      // fixed value.
      if (sizeBytes === 0) piece[9] = 3;
      sizeBytes += piece.length;
      hash.update(piece);
      done(null, piece);
    },
  });
  // The first chunk from zlib contains at least the ten bytes of the gzip header, so `meter` can change byte 9.
  const gzip = createGzip({ level: gzipLevel, chunkSize: 128 * 1024 });
  const written = pipeline(archive, createChunkRegrouper(pieceBytes), gzip, meter, file);
  // This handler prevents an unhandled rejection. Destroying the archive makes the pending entry fail with the error.
  written.catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  const fixed = { mtime, uid: 0, gid: 0, uname: '', gname: '' };
  const mode = (executable: boolean): number => (executable ? 0o755 : 0o644);
  const add = (header: Partial<Header> & Pick<Header, 'name'>, bytes?: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      const done = (error?: Error | null): void => {
        if (error) reject(error);
        else resolve();
      };
      const entry = bytes ? archive.entry(header, bytes, done) : archive.entry(header, done);
      // When the disk is full, the entry also emits `error`. Without a listener for `error`, Node would end the
      // process.
      entry.on('error', reject);
    });

  return {
    /** Adds a file whose bytes are in memory. */
    file: (name: string, executable: boolean, bytes: Buffer) =>
      add({ ...fixed, name, mode: mode(executable), size: bytes.length }, bytes),
    /** Adds a file whose bytes are read during writing. Rejects when `bytes` does not yield exactly `size` bytes. */
    stream: async (name: string, executable: boolean, size: number, bytes: AsyncIterable<Buffer>) => {
      const entry = archive.entry({ ...fixed, name, mode: mode(executable), size });
      const ended = new Promise<void>((resolve, reject) => {
        entry.on('error', reject).on('close', resolve);
      });
      ended.catch(() => undefined);
      for await (const piece of bytes) {
        // Wait until the entry drains. If the archive is destroyed instead, `ended` rejects.
        if (!entry.write(piece)) await Promise.race([once(entry, 'drain'), ended]);
      }
      entry.end(Buffer.alloc(0));
      await ended;
    },
    symlink: (name: string, linkname: string) => add({ ...fixed, name, linkname, type: 'symlink', mode: 0o777 }),
    /** Ends the archive. Resolves with its size and SHA-256 once the file is completely written. */
    end: async () => {
      archive.finalize();
      await written;
      if (await isTakenForZip(path)) {
        const padding = uncompressedPadding();
        await appendFile(path, padding);
        hash.update(padding);
        sizeBytes += padding.length;
      }
      return { sizeBytes, sha256: hash.digest('hex') };
    },
    /** Aborts writing. Resolves once the file is closed. The caller removes the partial file. */
    destroy: async (error: Error) => {
      archive.destroy(error);
      await closed;
    },
  };
}

/**
 * Returns a gzip member with `zipTailBytes` uncompressed zeros. Further zeros are valid at the end of every tar. The
 * platform takes a file for a zip if the end record of a zip is within the last 64 KiB of the file. gzip stores the
 * bytes of a wheel or jar unchanged. If a wheel or jar is the last file of the tar, its end record can be within these
 * 64 KiB. The padding moves the end record further from the end.
 */
function uncompressedPadding(): Buffer {
  const padding = gzipSync(Buffer.alloc(zipTailBytes), { level: 0 });
  padding[9] = 3;
  return padding;
}

/**
 * Regroups a stream into chunks of at least `bytes` bytes; only the last chunk can be smaller. Each chunk costs a round
 * trip to zlib's thread pool. For 20,000 small files, these round trips took as long as the packing itself (measured).
 */
function createChunkRegrouper(bytes: number): Transform {
  let waiting: Buffer[] = [];
  let length = 0;
  return new Transform({
    writableHighWaterMark: bytes,
    transform(piece: Buffer, _, done) {
      waiting.push(piece);
      length += piece.length;
      if (length < bytes) {
        done();
        return;
      }
      const whole = Buffer.concat(waiting, length);
      [waiting, length] = [[], 0];
      done(null, whole);
    },
    flush(done) {
      done(null, Buffer.concat(waiting, length));
    },
  });
}
