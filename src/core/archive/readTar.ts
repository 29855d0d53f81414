import { createReadStream } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ArchiveError } from './archiveError.ts';
import { isBomb, nameMeter, type ArchiveLimits } from './archiveLimits.ts';
import type { EntryKind, PackageEntry } from './packageEntry.ts';

/**
 * Iterates over the entries of a tar, gzipped or not, without keeping them in memory. Uses `tar-stream` because, unlike
 * smaller packages, `tar-stream` supports all dialects (GNU, pax, old tar), limits the metadata of an entry to 4 MB,
 * and fails on a truncated archive. Throws `ArchiveError`.
 */
export async function* readTar(
  path: string,
  gzipped: boolean,
  limits: ArchiveLimits,
  signal?: AbortSignal,
): AsyncGenerator<PackageEntry> {
  // Loaded lazily because most sessions never open an archive.
  const { extract } = await import('tar-stream');
  // The headers of the oldest tar format contain no magic number. `tar-stream` still verifies the checksum of each
  // header. The typings (3.1) lack `allowUnknownFormat`.
  const entries = extract({ allowUnknownFormat: true } as object);
  limitGlobalPax(entries);
  const source = createReadStream(path, { highWaterMark: 256 * 1024 });
  const unpacked: Readable = gzipped ? source.pipe(createGunzip({ chunkSize: 128 * 1024 })) : source;
  let unpackedBytes = 0;
  const meter = new Transform({
    transform(piece: Buffer, _, done) {
      unpackedBytes += piece.length;
      done(isBomb(limits, unpackedBytes, source.bytesRead) ? new ArchiveError('unpacksTooLarge') : null, piece);
    },
  });
  const streams = [source, unpacked, meter];
  const stop = (error: Error): void => {
    entries.destroy(error);
  };
  for (const stream of streams) stream.on('error', stop);
  const abort = (): void => {
    stop(new Error('aborted'));
  };
  signal?.addEventListener('abort', abort, { once: true });
  const fail = (error: unknown): never => {
    signal?.throwIfAborted();
    throw asArchiveError(error);
  };
  unpacked.pipe(meter).pipe(entries);
  let count = 0;
  const countName = nameMeter(limits);
  try {
    for await (const entry of entries) {
      const { name, type, size, mode, linkname } = entry.header;
      if ((count += 1) > limits.entries) throw new ArchiveError('tooManyEntries');
      countName(Buffer.byteLength(name));
      const kind = kinds.get(type) ?? 'special';
      const state = { isRead: false };
      yield {
        name,
        kind,
        sizeBytes: kind === 'file' ? size : 0,
        mode,
        linkName: kind === 'symlink' || kind === 'hardlink' ? linkname : undefined,
        read: (maxBytes) => {
          state.isRead = true;
          // This promise rejects in the consumer, so the `catch` of this generator does not handle the rejection.
          // Convert the error here.
          return beginningOf(entry as AsyncIterable<Buffer>, maxBytes).catch(fail);
        },
      };
      if (!state.isRead) entry.resume();
    }
  } catch (error) {
    fail(error);
  } finally {
    signal?.removeEventListener('abort', abort);
    for (const stream of streams) stream.destroy();
    entries.destroy();
  }
  signal?.throwIfAborted();
}

/**
 * Keeps only the keys of a global pax header that `tar-stream` (3.1) uses. `tar-stream` copies all keys for each entry,
 * so a small archive with many keys and entries would take minutes.
 */
function limitGlobalPax(entries: object): void {
  let kept: object | null = null;
  Object.defineProperty(entries, '_paxGlobal', {
    get: () => kept,
    set: ({ path, linkpath, size }: Record<string, string>) => (kept = { path, linkpath, size }),
  });
}

const kinds = new Map<string | null, EntryKind>([
  ['file', 'file'],
  ['contiguous-file', 'file'],
  // `tar-stream` reports null for a type that it does not know.
  [null, 'file'],
  ['directory', 'folder'],
  ['symlink', 'symlink'],
  ['link', 'hardlink'],
]);

/**
 * Returns at most `maxBytes` of an entry. Consumes the entry to its end, because the stream delivers the next entry
 * only then.
 */
async function beginningOf(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    if (bytes < maxBytes) pieces.push(piece.subarray(0, maxBytes - bytes));
    bytes += piece.length;
  }
  return Buffer.concat(pieces);
}

/**
 * Converts errors of zlib and `tar-stream` to `ArchiveError`. Recognizes zlib errors by their code, and `tar-stream`
 * errors by their message because they have no code. Returns any other error unchanged.
 */
function asArchiveError(error: unknown): unknown {
  if (error instanceof ArchiveError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR' || /unexpected end of data/i.test(error.message))
    return new ArchiveError('endsEarly', error);
  if (code.startsWith('Z_') || code === 'ERR_STREAM_PUSH_AFTER_EOF' || /header/i.test(error.message))
    return new ArchiveError('corrupt', error);
  return error;
}
