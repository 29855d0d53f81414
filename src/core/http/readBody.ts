import type http from 'node:http';
import type { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { HttpError } from './httpError.ts';

export interface Body {
  text: string;
  /** False when the body was longer than the limit and `text` is only its beginning. */
  whole: boolean;
}

export interface BodyLimit {
  /** Counted both as it arrives and as it is unpacked. */
  maxBytes: number;
  /** What happens to a longer body: `HttpError` `answerTooLarge`, or its beginning alone. Nothing more is read of either. */
  beyond: 'refuse' | 'cut';
}

/**
 * The body as text, unpacked. Throws `HttpError` when it is too large, when the connection closed before its end, and the
 * decoder's own error when it is not what its content-encoding says. The caller closes the connection of what was not read.
 */
export async function readBody(incoming: http.IncomingMessage, { maxBytes, beyond }: BodyLimit): Promise<Body> {
  const tooLarge = new HttpError('answerTooLarge', true, `the answer is larger than ${maxBytes} bytes`);
  // What says itself that it is too long is not worth a byte.
  if (beyond === 'refuse' && Number(incoming.headers['content-length']) > maxBytes) throw tooLarge;

  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of decoded(incoming, maxBytes, tooLarge) as AsyncIterable<Buffer>) {
      const room = maxBytes - bytes;
      chunks.push(chunk.subarray(0, room));
      if (chunk.length > room) throw tooLarge;
      bytes += chunk.length;
    }
  } catch (error) {
    if (error !== tooLarge || beyond === 'refuse') throw error;
    return { text: textOf(chunks), whole: false };
  }
  // A cut connection ends the decoder quietly in some Node versions; `complete` is what tells a whole answer.
  if (!incoming.complete)
    throw new HttpError('connectionLost', true, 'the connection closed in the middle of the answer');
  return { text: textOf(chunks), whole: true };
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}

function decoded(incoming: http.IncomingMessage, maxBytes: number, tooLarge: HttpError): Readable {
  const decoder = decoderFor(incoming.headers['content-encoding']);
  if (!decoder || incoming.headers['content-length'] === '0') return incoming;
  // Packed blocks may hold nothing at all, so that an endless body never unpacks to one byte.
  let bytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) decoder.destroy(tooLarge);
  });
  incoming.on('error', (error) => decoder.destroy(error));
  decoder.on('error', () => incoming.destroy());
  return incoming.pipe(decoder);
}

function decoderFor(encoding: string | undefined): zlib.Gunzip | zlib.Inflate | zlib.BrotliDecompress | undefined {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip();
    case 'deflate':
      return zlib.createInflate();
    case 'br':
      return zlib.createBrotliDecompress();
    default:
      return undefined;
  }
}
