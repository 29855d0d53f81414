import { isUtf8 } from 'node:buffer';
import { read } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Entry, RandomAccessReader, ZipFile } from 'yauzl';
import { ArchiveError } from './archiveError.ts';
import { isBomb, createNameSizeCheck, type ArchiveLimits } from './archiveLimits.ts';
import type { EntryFlaw, PackageEntry } from './packageEntry.ts';
import { readZipData } from './zipData.ts';
import { findZipEnd } from './zipEnd.ts';

/**
 * Iterates over the entries in a zip's central directory as the platform does. The platform uses Python's `zipfile`.
 * Reads every file and compares its checksum, because the platform unpacks nothing from a zip with a damaged file. Uses
 * `yauzl` because it supports zip64. Throws `ArchiveError`.
 */
export async function* readZip(
  path: string,
  limits: ArchiveLimits,
  signal?: AbortSignal,
): AsyncGenerator<PackageEntry> {
  const { default: yauzl } = await import('yauzl');
  let [packedBytes, unpackedBytes] = [0, 0];
  const countName = createNameSizeCheck(limits);
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const zip = await openZip(file);
    if (zip.entryCount > limits.entries) throw new ArchiveError('tooManyEntries');
    signal?.throwIfAborted();
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw new ArchiveError('encrypted');
      countName(entry.fileNameLength);
      packedBytes += entry.compressedSize;
      unpackedBytes += entry.uncompressedSize;
      // Entries can share compressed data, so the sum of their compressed sizes can exceed the size of the file.
      if (isBomb(limits, unpackedBytes, Math.min(packedBytes, size))) throw new ArchiveError('unpacksTooLarge');
      const { generalPurposeBitFlag, fileNameRaw } = entry;
      if (isMarkedUtf8(entry) && !isUtf8(fileNameRaw)) throw new ArchiveError('corrupt');
      // Python ignores the extra field that can contain the name in Unicode. It keeps backslashes, and it cuts a name
      // at a zero byte.
      const decoded = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, [], true);
      const { packageEntry, isRead } = entryOf(file, entry, decoded.replace(/\0.*/su, ''));
      yield packageEntry;
      signal?.throwIfAborted();
      if (packageEntry.kind === 'file' && !isRead()) await packageEntry.read(0);
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
  const { default: yauzl } = await import('yauzl');
  const end = await findZipEnd(file);
  if (end === undefined) throw new ArchiveError('endsEarly');
  const size = end + 22;
  /**
   * Reads only inside the file. The reader of `yauzl` passes positions from zip64 records to `fs.read`, which throws if
   * a position is not a safe integer. No promise would reject with that error, so reading the zip would never end. Also
   * hides all bytes after the end record, and the length of the comment in this record. Python ignores such bytes, but
   * `yauzl` can reject a zip because of them.
   */
  class FileReader extends yauzl.RandomAccessReader {
    override read(...[bytes, offset, length, position, done]: Parameters<RandomAccessReader['read']>) {
      const endsEarly = new Error('unexpected EOF');
      if (position + length > size) setImmediate(done, endsEarly);
      else
        read(file.fd, bytes, offset, length, position, (error, count) => {
          if (position + length === size) bytes.fill(0, offset + length - 2, offset + length);
          done(error ?? (count < length ? endsEarly : null));
        });
    }
  }
  // Do not decode names, because `yauzl` would then reject invalid names. The package checks report invalid names, and
  // nothing is unpacked here.
  const options = { autoClose: false, decodeStrings: false, validateEntrySizes: true };
  return yauzl.fromRandomAccessReaderPromise(new FileReader(), size, options);
}

/**
 * Compression methods that this extension can decompress (stored, deflate), and those that only the platform can
 * decompress (bzip2, LZMA).
 */
const [readMethods, platformMethods] = [
  [0, 8],
  [12, 14],
];

function entryOf(file: FileHandle, entry: Entry, name: string): { packageEntry: PackageEntry; isRead: () => boolean } {
  // The upper 16 bits are the Unix file type and permissions. Use 0 if the zip was not made on Unix.
  const unix = entry.versionMadeBy >>> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0;
  // A symbolic link counts as a file, because the platform unpacks the link as a small text file (release-sources.md
  // 7.1). Python takes an entry for a folder only if the name ends with a slash.
  const kind = name.endsWith('/') ? 'folder' : 'file';
  let isRead = false;
  return {
    isRead: () => isRead,
    packageEntry: {
      name,
      kind,
      sizeBytes: kind === 'file' ? entry.uncompressedSize : 0,
      mode: unix === 0 ? undefined : unix & 0o7777,
      linkName: undefined,
      flaw: (kind === 'file' ? methodFlaw(entry) : undefined) ?? nameFlaw(entry),
      read: (maxBytes) => {
        isRead = true;
        return readZipData(file, entry, maxBytes, readMethods.includes(entry.compressionMethod)).catch(
          throwArchiveError,
        );
      },
    },
  };
}

function methodFlaw({ compressionMethod }: Entry): EntryFlaw | undefined {
  if (platformMethods.includes(compressionMethod)) return 'notReadHere';
  return readMethods.includes(compressionMethod) ? undefined : 'compressionUnsupported';
}

function nameFlaw(entry: Entry): EntryFlaw | undefined {
  return !isMarkedUtf8(entry) && entry.fileNameRaw.some((byte) => byte >= 128) ? 'nameGarbled' : undefined;
}

/**
 * Returns whether the name is marked as UTF-8. Python cannot open a zip with a marked name that is not UTF-8. It reads
 * unmarked names as code page 437.
 */
function isMarkedUtf8({ generalPurposeBitFlag }: Entry): boolean {
  return (generalPurposeBitFlag & 0x800) !== 0;
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
