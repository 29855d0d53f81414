import { Transform } from 'node:stream';

/**
 * The same bytes in pieces of at least so many. Each piece is a way to zlib's thread and back: for 20,000 small files that
 * was as much time again as packing them (measured).
 */
export function inLargePieces(bytes: number): Transform {
  let waiting: Buffer[] = [];
  let length = 0;
  return new Transform({
    writableHighWaterMark: bytes,
    transform(piece: Buffer, _, done) {
      waiting.push(piece);
      length += piece.length;
      if (length < bytes) {
        done();
        return;
      }
      const whole = Buffer.concat(waiting, length);
      [waiting, length] = [[], 0];
      done(null, whole);
    },
    flush(done) {
      done(null, Buffer.concat(waiting, length));
    },
  });
}
