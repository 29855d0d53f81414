import { open, type FileHandle } from 'node:fs/promises';

const recordBytes = 22;

/** Bytes at the end of a file in which Python searches for the end record of a zip. */
export const zipTailBytes = recordBytes + 65_536;

const signature = 'PK\x05\x06';

/**
 * Returns the position of the end record of a zip in `tail`. `tail` has the last `zipTailBytes` bytes of a file, or the
 * whole file if the file is smaller. Returns undefined if Python's `zipfile.is_zipfile` does not take the file for a
 * zip. The platform calls that function before it reads a package, so a tar with such a record near its end is taken
 * for a zip (release-sources.md 7.1).
 */
export function findZipEndInTail(tail: Buffer): number | undefined {
  const atEnd = tail.length - recordBytes;
  if (atEnd < 0) return undefined;
  // A record without a comment is at the end of the file. This check comes first, because one of the record's numbers
  // can look like the signature of another record.
  if (tail.toString('latin1', atEnd, atEnd + 4) === signature && tail.readUInt16LE(tail.length - 2) === 0) return atEnd;
  // Otherwise only the last signature counts. If the file ends inside that record, the file has no valid record.
  const last = tail.lastIndexOf(signature, undefined, 'latin1');
  return last >= 0 && last <= atEnd ? last : undefined;
}

/** Returns the position of the end record of a zip in a file; undefined if the platform does not take it for a zip. */
export async function findZipEnd(file: FileHandle): Promise<number | undefined> {
  const { size } = await file.stat();
  const bytes = Math.min(size, zipTailBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, size - bytes);
  const end = findZipEndInTail(buffer.subarray(0, bytesRead));
  return end === undefined ? undefined : size - bytes + end;
}

/** Returns whether the platform takes a file for a zip. */
export async function isTakenForZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    return (await findZipEnd(file)) !== undefined;
  } finally {
    await file.close();
  }
}
