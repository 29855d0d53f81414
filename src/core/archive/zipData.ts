import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { Entry } from 'yauzl';
import { ArchiveError } from './archiveError.ts';

const localHeaderBytes = 30;

/** Number of bytes to read for the extra fields before the data. Usually they are shorter. */
const usualExtraBytes = 64;

/**
 * A file with at most these packed and unpacked bytes is decompressed in one call. For a zip with many small files,
 * creating a stream for each file would take most of the time.
 */
const [smallPackedBytes, smallBytes] = [256 * 1024, 1024 * 1024];

/**
 * Reads a file of a zip as Python does, and returns its beginning, at most `maxBytes`. Throws `ArchiveError` if the
 * name in front of the data differs from the name in the zip's list, or if the checksum is wrong. If `canRead` is
 * false, only compares the names.
 */
export async function readZipData(file: FileHandle, entry: Entry, maxBytes: number, canRead: boolean): Promise<Buffer> {
  const { relativeOffsetOfLocalHeader: at, fileNameRaw, compressedSize, uncompressedSize } = entry;
  const isSmall = compressedSize <= smallPackedBytes && uncompressedSize <= smallBytes;
  const nameEnd = localHeaderBytes + fileNameRaw.length;
  // One read is usually enough for a small file: its header, name, extra fields and data.
  const bytesAt = await readAt(file, at, nameEnd, isSmall ? usualExtraBytes + compressedSize : 0);
  const isSame =
    bytesAt.readUInt32LE(0) === 0x0403_4b50 &&
    bytesAt.readUInt16LE(26) === fileNameRaw.length &&
    bytesAt.subarray(localHeaderBytes, nameEnd).equals(fileNameRaw);
  if (!isSame) throw new ArchiveError('corrupt');
  if (!canRead) return Buffer.alloc(0);
  const dataAt = nameEnd + bytesAt.readUInt16LE(28);
  const start = at + dataAt;
  const isStored = entry.compressionMethod === 0;
  const kept: Buffer[] = [];
  let [crc, bytes] = [0, 0];
  const take = (piece: Buffer): void => {
    if (bytes < maxBytes) kept.push(piece.subarray(0, maxBytes - bytes));
    bytes += piece.length;
    if (bytes > uncompressedSize) throw new ArchiveError('corrupt');
    crc = crc32(piece, crc);
  };
  if (isSmall) {
    const isThere = bytesAt.length >= dataAt + compressedSize;
    const packed = isThere
      ? bytesAt.subarray(dataAt, dataAt + compressedSize)
      : await readAt(file, start, compressedSize);
    take(isStored ? packed : inflateRawSync(packed, { maxOutputLength: uncompressedSize + 1 }));
  } else {
    const takeAll = async (pieces: AsyncIterable<Buffer>): Promise<void> => {
      for await (const piece of pieces) take(piece);
    };
    const pieces = piecesOf(file, start, start + compressedSize);
    await (isStored ? takeAll(pieces) : pipeline(pieces, createInflateRaw({ chunkSize: 128 * 1024 }), takeAll));
  }
  if (bytes !== uncompressedSize || crc !== entry.crc32) throw new ArchiveError('corrupt');
  return Buffer.concat(kept);
}

/** Reads `bytes` bytes, and up to `moreBytes` more if the file has them. */
async function readAt(file: FileHandle, position: number, bytes: number, moreBytes = 0): Promise<Buffer> {
  if (!Number.isSafeInteger(position)) throw new ArchiveError('endsEarly');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes + moreBytes), 0, bytes + moreBytes, position);
  if (bytesRead < bytes) throw new ArchiveError('endsEarly');
  return buffer.subarray(0, bytesRead);
}

async function* piecesOf(file: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end;) {
    const piece = await readAt(file, at, Math.min(256 * 1024, end - at));
    at += piece.length;
    yield piece;
  }
}
