import { createReadStream } from 'node:fs';
import { ArchiveError } from './archiveError.ts';
import { isBomb, createNameSizeCheck, type ArchiveLimits } from './archiveLimits.ts';
import { ByteReader } from './byteReader.ts';
import { gunzip } from './gunzip.ts';
import type { EntryKind, PackageEntry } from './packageEntry.ts';
import { blockBytes, parsePax, parseTarHeader, textField, type PaxFields, type TarHeader } from './tarHeader.ts';

/**
 * Iterates over the entries of a tar on disk, gzipped or not, without keeping them in memory. Throws `ArchiveError`,
 * and the signal's reason when aborted.
 */
export async function* readTar(
  path: string,
  gzipped: boolean,
  limits: ArchiveLimits,
  signal?: AbortSignal,
): AsyncGenerator<PackageEntry> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  const abort = (): void => {
    file.destroy(new Error('aborted'));
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    signal?.throwIfAborted();
    for await (const entry of tarEntries(file, { gzipped, limits, packedBytes: () => file.bytesRead })) {
      yield entry;
      signal?.throwIfAborted();
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
    file.destroy();
  }
}

export interface TarOptions {
  gzipped: boolean;
  limits: ArchiveLimits;
  /** Returns the number of bytes that were read from the archive, to recognize a bomb. */
  packedBytes: () => number;
}

/**
 * Iterates over the entries of a tar as the platform does. The platform uses GNU tar and Python's `tarfile`
 * (release-sources.md 7.2). This function uses no library, because a library would also return entries after the end of
 * the tar, and wrong entries after a sparse file. Throws `ArchiveError`.
 */
export async function* tarEntries(
  source: AsyncIterable<Buffer>,
  { gzipped, limits, packedBytes }: TarOptions,
): AsyncGenerator<PackageEntry> {
  const unpacked = withoutBomb(gzipped ? gunzip(source) : source, limits, packedBytes);
  const input = new ByteReader(unpacked);
  const countName = createNameSizeCheck(limits);
  let count = 0;
  try {
    for (let header; (header = await nextHeader(input, { gzipped, isFirst: count === 0 })); count += 1) {
      const { name, linkName, type, dataBytes, sizeBytes, mode } = header;
      if (count + 1 > limits.entries) throw new ArchiveError('tooManyEntries');
      countName(Buffer.byteLength(name));
      const kind = kindByTypeFlag.get(type) ?? 'special';
      let left = dataBytes;
      yield {
        name,
        kind,
        sizeBytes: kind === 'file' ? sizeBytes : 0,
        mode,
        linkName: kind === 'symlink' || kind === 'hardlink' ? linkName : undefined,
        flaw: kindByTypeFlag.has(type) ? undefined : 'unknownType',
        read: async (maxBytes) => {
          const content = await input.takeAll(Math.min(left, maxBytes));
          left -= content.length;
          return content;
        },
      };
      await input.skip(left + paddingBytes(dataBytes));
    }
    // GNU tar and Python stop at the end of the tar. A gzip is read to its end, to find out whether it is complete.
    while (gzipped && (await input.piece()));
  } catch (error) {
    // If a gzip seems to contain no tar, read it to its end. It may be damaged, which only its checksum shows.
    if (error instanceof ArchiveError && error.problem === 'noTarInside') while (await input.piece());
    throw error;
  } finally {
    await unpacked.return(undefined);
  }
}

/**
 * Entry kinds, keyed by type letter. Python unpacks only entries with these type letters. It rejects all others, such
 * as a volume label of GNU tar.
 */
const kindByTypeFlag = new Map<string, EntryKind>([
  ['0', 'file'],
  ['7', 'file'],
  ['S', 'file'],
  ['5', 'folder'],
  ['2', 'symlink'],
  ['1', 'hardlink'],
  ['3', 'special'],
  ['4', 'special'],
  ['6', 'special'],
]);

/** Type letters of entries that have no data, even if their header states a size. */
const datalessTypeFlags = new Set(['1', '2', '3', '4', '5', '6']);

/** Maximum bytes of the data of a GNU or pax header. The data is kept in memory. */
const maxMetadataBytes = 4 * 1024 ** 2;

/** Fields of global pax headers, keyed by the reader of their archive. */
const globalPaxFields = new WeakMap<ByteReader, PaxFields>();

type EntryHeader = Omit<TarHeader, 'sparse'> & { sizeBytes: number };

/** Returns the header of the next entry, completed by the GNU and pax headers before it. Undefined at the end. */
async function nextHeader(
  input: ByteReader,
  { gzipped, isFirst }: { gzipped: boolean; isFirst: boolean },
): Promise<EntryHeader | undefined> {
  let pax: PaxFields = {};
  let [longName, longLinkName]: (string | undefined)[] = [];
  for (let metadata = 0; ; metadata += 1) {
    const isStart = isFirst && metadata === 0;
    const block = await input.take(blockBytes);
    if (block.length < blockBytes) {
      // Ignore bytes after the last entry that are too few for a header.
      if (metadata === 0 && (block.length === 0 || !isFirst)) return undefined;
      throw new ArchiveError(isStart && gzipped ? 'noTarInside' : 'endsEarly');
    }
    const header = parseTarHeader(block);
    if (header === 'end' && metadata === 0) return undefined;
    if (!header && isStart && gzipped) throw new ArchiveError('noTarInside');
    if (header === 'end' || !header || !(header.dataBytes >= 0)) throw new ArchiveError('corrupt');
    const { type, dataBytes } = header;
    if (type === 'x' || type === 'X') pax = { ...pax, ...parsePax(await metadataOf(input, dataBytes)) };
    else if (type === 'g')
      globalPaxFields.set(input, { ...globalPaxFields.get(input), ...parsePax(await metadataOf(input, dataBytes)) });
    else if (type === 'L') longName = textOf(await metadataOf(input, dataBytes));
    else if (type === 'K') longLinkName = textOf(await metadataOf(input, dataBytes));
    else {
      for (let more = header.sparse?.isContinued; more;) more = (await input.takeAll(blockBytes))[504] !== 0;
      const { path, linkpath, size, realSize } = { ...globalPaxFields.get(input), ...pax };
      const packed = datalessTypeFlags.has(type) ? 0 : (size ?? dataBytes);
      return {
        ...header,
        name: path ?? longName ?? header.name,
        linkName: linkpath ?? longLinkName ?? header.linkName,
        dataBytes: packed,
        sizeBytes: realSize ?? header.sparse?.bytes ?? packed,
      };
    }
  }
}

async function metadataOf(input: ByteReader, bytes: number): Promise<Buffer> {
  if (bytes > maxMetadataBytes) throw new ArchiveError('corrupt');
  const metadata = await input.takeAll(bytes);
  await input.skip(paddingBytes(bytes));
  return metadata;
}

function textOf(bytes: Buffer): string {
  return textField(bytes, 0, bytes.length);
}

function paddingBytes(bytes: number): number {
  return (blockBytes - (bytes % blockBytes)) % blockBytes;
}

async function* withoutBomb(
  unpacked: AsyncIterable<Buffer>,
  limits: ArchiveLimits,
  packedBytes: () => number,
): AsyncGenerator<Buffer, undefined> {
  let bytes = 0;
  for await (const piece of unpacked) {
    bytes += piece.length;
    if (isBomb(limits, bytes, packedBytes())) throw new ArchiveError('unpacksTooLarge');
    yield piece;
  }
}
