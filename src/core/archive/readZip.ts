import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import { ArchiveError } from './archiveError.ts';
import { nameMeter, refuseBomb, type ArchiveLimits } from './archiveLimits.ts';
import type { EntryKind, PackageEntry } from './packageEntry.ts';

/**
 * Iterates over the entries of a zip in its central directory, as the platform does; decompresses only what is read.
 * Uses `yauzl` and not a streaming reader, because the local headers can differ from the central directory, and because
 * it supports zip64. Throws `ArchiveError`.
 */
export async function* readZip(
  path: string,
  limits: ArchiveLimits,
  signal?: AbortSignal,
): AsyncGenerator<PackageEntry> {
  const { getFileNameLowLevel } = await import('yauzl');
  const zip = await open(path);
  let [packedBytes, unpackedBytes] = [0, 0];
  const countName = nameMeter(limits);
  try {
    if (zip.entryCount > limits.entries) throw new ArchiveError('tooManyEntries');
    for (;;) {
      signal?.throwIfAborted();
      const entry = await nextEntry(zip);
      if (!entry) return;
      if (entry.isEncrypted()) throw new ArchiveError('encrypted');
      countName(entry.fileNameLength);
      packedBytes += entry.compressedSize;
      unpackedBytes += entry.uncompressedSize;
      refuseBomb(limits, unpackedBytes, packedBytes);
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
      yield entryOf(zip, entry, getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false));
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw asArchiveError(error);
  } finally {
    zip.close();
  }
}

function entryOf(zip: ZipFile, entry: Entry, name: string): PackageEntry {
  // The upper half holds the Unix file type and permissions; 0 when the archive was made on another system.
  const unix = entry.versionMadeBy >>> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0;
  const kind = kindOf(name, unix);
  return {
    name,
    kind,
    sizeBytes: kind === 'file' ? entry.uncompressedSize : 0,
    mode: unix === 0 ? undefined : unix & 0o7777,
    linkName: undefined,
    read: (maxBytes) =>
      beginningOf(zip, entry, maxBytes).catch((error: unknown) => {
        throw asArchiveError(error);
      }),
  };
}

/** Treats a link as a file, because the platform unpacks it as a small text file (release-sources.md 7.1). */
function kindOf(name: string, unix: number): EntryKind {
  return name.endsWith('/') || (unix & 0o170000) === 0o040000 ? 'folder' : 'file';
}

async function open(path: string): Promise<ZipFile> {
  const { open: openZip } = await import('yauzl');
  return new Promise((resolve, reject) => {
    // Keep names raw: the package checks report invalid ones, and nothing is unpacked here.
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true } as const;
    openZip(path, options, (error, zip) => {
      if (error) reject(asArchiveError(error));
      else resolve(zip);
    });
  });
}

function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      zip.off('entry', onEntry).off('end', onEnd).off('error', onError);
    };
    const onEntry = (entry: Entry): void => {
      finish();
      resolve(entry);
    };
    const onEnd = (): void => {
      finish();
      resolve(undefined);
    };
    const onError = (error: Error): void => {
      finish();
      reject(error);
    };
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError);
    zip.readEntry();
  });
}

async function beginningOf(zip: ZipFile, entry: Entry, maxBytes: number): Promise<Buffer> {
  const stream = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => {
      if (error) reject(error);
      else resolve(opened);
    });
  });
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    pieces.push(piece.subarray(0, maxBytes - bytes));
    if ((bytes += piece.length) >= maxBytes) break;
  }
  return Buffer.concat(pieces);
}

/** Classifies errors by the wording of yauzl's messages (3.4), because they have no codes. */
function asArchiveError(error: unknown): Error {
  if (!(error instanceof Error)) return new ArchiveError('corrupt', error);
  if (error instanceof ArchiveError) return error;
  const { message } = error;
  if (/multi-disk/i.test(message)) return new ArchiveError('multipleVolumes', error);
  if (/end of central directory record signature not found|unexpected EOF/i.test(message))
    return new ArchiveError('endsEarly', error);
  if (/encrypt/i.test(message)) return new ArchiveError('encrypted', error);
  if ('code' in error && /^E[A-Z]+$/.test(String(error.code))) return error;
  return new ArchiveError('corrupt', error);
}
