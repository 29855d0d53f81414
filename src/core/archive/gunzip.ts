import { crc32, createInflateRaw } from 'node:zlib';
import { ArchiveError } from './archiveError.ts';
import { ByteReader } from './byteReader.ts';

/** Flags of a gzip header. */
const [flagHeaderCrc, flagExtra, flagName, flagComment] = [2, 4, 8, 16];

/**
 * Decompresses a gzip of one or more members and checks their checksums. Ignores bytes after the last member, as GNU
 * tar and Python do (release-sources.md 7.1). If such bytes follow, Node's own gunzip loses the last part of the
 * archive. Throws `ArchiveError`.
 */
export async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = new ByteReader(source);
  for (let members = 0; await skipHeader(input, members); members += 1) yield* inflateMember(input);
  // Reads the source to its end, because the caller may count or hash its bytes.
  while (await input.piece());
}

/** Skips the header of the next member. Returns false if the source has no further member. */
async function skipHeader(input: ByteReader, members: number): Promise<boolean> {
  const magic = await input.take(2);
  if (magic.toString('latin1') !== '\x1f\x8b') {
    if (members === 0) throw new ArchiveError('corrupt');
    return false;
  }
  const [method, flags = 0] = await input.takeAll(8);
  if (method !== 8 || (flags & 0xe0) !== 0) throw new ArchiveError('corrupt');
  if (flags & flagExtra) await input.skip((await input.takeAll(2)).readUInt16LE());
  for (const flag of [flagName, flagComment]) if (flags & flag) await skipText(input);
  if (flags & flagHeaderCrc) await input.skip(2);
  return true;
}

/** Skips a text that ends with a zero byte. */
async function skipText(input: ByteReader): Promise<void> {
  for (;;) {
    const piece = await input.piece();
    if (!piece) throw new ArchiveError('endsEarly');
    const end = piece.indexOf(0);
    if (end === -1) continue;
    input.unread(piece.subarray(end + 1));
    return;
  }
}

async function* inflateMember(input: ByteReader): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: 128 * 1024 });
  let fedBytes = 0;
  let last: Buffer = Buffer.alloc(0);
  const feed = async (): Promise<void> => {
    for (;;) {
      const piece = await input.piece();
      if (inflate.destroyed) return;
      if (!piece) {
        inflate.end();
        return;
      }
      fedBytes += piece.length;
      last = piece;
      // Node does not always call back for the piece in which the compressed data ends. In that case, this promise
      // never resolves. That is harmless, because no code waits for this loop.
      await new Promise((resolve) => inflate.write(piece, resolve));
      if (inflate.bytesWritten < fedBytes) return;
    }
  };
  feed().catch((error: unknown) => {
    inflate.destroy(error as Error);
  });
  let [crc, bytes] = [0, 0];
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      crc = crc32(piece, crc);
      bytes += piece.length;
      yield piece;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'Z_BUF_ERROR') throw new ArchiveError('endsEarly', error);
    if (code.startsWith('Z_')) throw new ArchiveError('corrupt', error);
    throw error;
  } finally {
    inflate.destroy();
  }
  const unused = fedBytes - inflate.bytesWritten;
  if (unused > 0) input.unread(last.subarray(last.length - unused));
  const trailer = await input.takeAll(8);
  if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== bytes % 2 ** 32) throw new ArchiveError('corrupt');
}
