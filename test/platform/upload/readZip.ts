import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  path: string;
  /** Returns the unpacked bytes of the file. Throws if the packed bytes are damaged. */
  read(): Buffer;
}

const END_SIGNATURE = 0x06054b50;
const END_LENGTH = 22;
const MAX_COMMENT_LENGTH = 0xffff;

/** Returns the offset of the zip's end record, or `undefined` if the bytes are not a zip. */
export function zipEndOffset(bytes: Buffer): number | undefined {
  const first = Math.max(0, bytes.length - END_LENGTH - MAX_COMMENT_LENGTH);
  for (let at = bytes.length - END_LENGTH; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return undefined;
}

/**
 * Lists the files in the central directory of a zip. `end` is the offset of the end record. Throws if the directory is
 * damaged.
 */
export function readZip(bytes: Buffer, end: number): ZipEntry[] {
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error('The central directory of the zip is damaged');
    const nameLength = bytes.readUInt16LE(at + 28);
    const deflated = bytes.readUInt16LE(at + 10) === 8;
    const packedSize = bytes.readUInt32LE(at + 20);
    const local = bytes.readUInt32LE(at + 42);
    entries.push({
      path: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      read() {
        const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
        const packed = bytes.subarray(start, start + packedSize);
        return deflated ? inflateRawSync(packed) : packed;
      },
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}
