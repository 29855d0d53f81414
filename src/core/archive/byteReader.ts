import { ArchiveError } from './archiveError.ts';

/** Reads the bytes of a stream in amounts that the caller chooses. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Returns the next bytes, at most `maxBytes`; undefined at the end of the stream. */
  async piece(maxBytes = Infinity): Promise<Buffer | undefined> {
    while (this.#rest.length === 0) {
      const next = await this.#source.next();
      if (next.done === true) return undefined;
      this.#rest = next.value;
    }
    const piece = this.#rest.length > maxBytes ? this.#rest.subarray(0, maxBytes) : this.#rest;
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }

  /** Puts back bytes that `piece` returned last, so that the next call returns them again. */
  unread(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([bytes, this.#rest]);
  }

  /** Returns exactly `bytes` bytes, or fewer at the end of the stream. */
  async take(bytes: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let left = bytes;
    for (let piece; left > 0 && (piece = await this.piece(left)); left -= piece.length) pieces.push(piece);
    const [only] = pieces;
    return pieces.length === 1 && only ? only : Buffer.concat(pieces);
  }

  /** Returns exactly `bytes` bytes. Throws `ArchiveError` if the stream ends earlier. */
  async takeAll(bytes: number): Promise<Buffer> {
    const taken = await this.take(bytes);
    if (taken.length < bytes) throw new ArchiveError('endsEarly');
    return taken;
  }

  /** Skips exactly `bytes` bytes. Throws `ArchiveError` if the stream ends earlier. */
  async skip(bytes: number): Promise<void> {
    for (let left = bytes; left > 0;) {
      const piece = await this.piece(left);
      if (!piece) throw new ArchiveError('endsEarly');
      left -= piece.length;
    }
  }
}
