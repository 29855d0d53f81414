import { read } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import { ArchiveError } from './archiveError.ts';
import { isBomb, nameMeter, type ArchiveLimits } from './archiveLimits.ts';
import type { PackageEntry } from './packageEntry.ts';

/**
 * Iterates over the entries in a zip's central directory, which the platform also uses. Decompresses an entry only when
 * the caller reads the entry. Uses `yauzl` instead of a streaming reader because the local headers can differ from the
 * central directory, and because `yauzl` supports zip64. Throws `ArchiveError`.
 */
export async function* readZip(
  path: string,
  limits: ArchiveLimits,
  signal?: AbortSignal,
): AsyncGenerator<PackageEntry> {
  const { getFileNameLowLevel } = await import('yauzl');
  let [packedBytes, unpackedBytes] = [0, 0];
  const countName = nameMeter(limits);
  const file = await open(path);
  try {
    const zip = await openZip(file);
    if (zip.entryCount > limits.entries) throw new ArchiveError('tooManyEntries');
    signal?.throwIfAborted();
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw new ArchiveError('encrypted');
      countName(entry.fileNameLength);
      packedBytes += entry.compressedSize;
      unpackedBytes += entry.uncompressedSize;
      if (isBomb(limits, unpackedBytes, packedBytes)) throw new ArchiveError('unpacksTooLarge');
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
      yield entryOf(zip, entry, getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false));
      signal?.throwIfAborted();
    }
  } catch (error) {
    signal?.throwIfAborted();
    throwArchiveError(error);
  } finally {
    await file.close();
  }
}

/** Opens a zip. The caller closes `file`. */
async function openZip(file: FileHandle): Promise<ZipFile> {
  const { fromRandomAccessReaderPromise, RandomAccessReader } = await import('yauzl');
  const { size } = await file.stat();
  /**
   * Reads only inside of the file. The reader of `yauzl` passes positions of zip64 records on to `fs.read`, which throws
   * if a position is not a safe integer. No promise would carry that error, so reading the zip would never end.
   */
  class FileReader extends RandomAccessReader {
    override read(...[bytes, offset, length, position, done]: Parameters<typeof RandomAccessReader.prototype.read>) {
      const endsEarly = new Error('unexpected EOF');
      if (position + length > size) setImmediate(done, endsEarly);
      else
        read(file.fd, bytes, offset, length, position, (error, count) => {
          done(error ?? (count < length ? endsEarly : null));
        });
    }

    override _readStreamForRange(start: number, end: number) {
      // A stream of `file` would close `file` when it is destroyed.
      return Readable.from(piecesOf(file, start, end), { objectMode: false });
    }
  }
  // Do not decode names, because `yauzl` would then reject invalid names. The package checks report invalid names, and
  // nothing is unpacked here.
  const options = { autoClose: false, decodeStrings: false, validateEntrySizes: true };
  return fromRandomAccessReaderPromise(new FileReader(), size, options);
}

async function* piecesOf(file: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end;) {
    const bytes = Math.min(64 * 1024, end - at);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function entryOf(zip: ZipFile, entry: Entry, name: string): PackageEntry {
  // The upper 16 bits are the Unix file type and permissions. Use 0 if the zip was not made on Unix.
  const unix = entry.versionMadeBy >>> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0;
  // A symbolic link counts as a file, because the platform unpacks the link as a small text file (release-sources.md
  // 7.1).
  const kind = name.endsWith('/') || (unix & 0o170000) === 0o040000 ? 'folder' : 'file';
  return {
    name,
    kind,
    sizeBytes: kind === 'file' ? entry.uncompressedSize : 0,
    mode: unix === 0 ? undefined : unix & 0o7777,
    linkName: undefined,
    read: (maxBytes) => beginningOf(zip, entry, maxBytes).catch(throwArchiveError),
  };
}

async function beginningOf(zip: ZipFile, entry: Entry, maxBytes: number): Promise<Buffer> {
  const stream = await zip.openReadStreamPromise(entry);
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    pieces.push(piece.subarray(0, maxBytes - bytes));
    if ((bytes += piece.length) >= maxBytes) break;
  }
  return Buffer.concat(pieces);
}

/**
 * Converts an error to `ArchiveError` and throws it. Recognizes errors of `yauzl` (3.4) by their message, because they
 * have no codes. Throws errors of the file system unchanged.
 */
function throwArchiveError(error: unknown): never {
  if (!(error instanceof Error)) throw new ArchiveError('corrupt', error);
  if (error instanceof ArchiveError) throw error;
  const { message } = error;
  if (/multi-disk/i.test(message)) throw new ArchiveError('multipleVolumes', error);
  if (/end of central directory record signature not found|unexpected EOF/i.test(message))
    throw new ArchiveError('endsEarly', error);
  if (/encrypt/i.test(message)) throw new ArchiveError('encrypted', error);
  if ('code' in error && /^E[A-Z]+$/.test(String(error.code))) throw error;
  throw new ArchiveError('corrupt', error);
}
