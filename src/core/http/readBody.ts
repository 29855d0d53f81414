import type http from 'node:http';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate } from 'node:timers/promises';
import zlib from 'node:zlib';
import { HttpError } from './httpError.ts';

interface Body {
  text: string;
  /** False when the body exceeds the limit and `text` is only its beginning. */
  whole: boolean;
}

interface BodyLimit {
  /** Applies to the bytes received and to the decompressed bytes. */
  maxBytes: number;
  /** What happens to a longer body: `refuse` throws `HttpError` `answerTooLarge`, `cut` returns its beginning. */
  beyond: 'refuse' | 'cut';
  /**
   * Receives the text as it arrives and returns the part to keep. For responses of megabytes: decoding and parsing
   * 10 MB in one go blocks the extension host for 130 ms (measured).
   */
  extract?: ((piece: string) => string) | undefined;
}

/** Maximum characters of a body to keep, because they are parsed in one go. */
const maxKept = 8 * 1024 * 1024;

/**
 * Reads the body as decompressed text. Throws `HttpError` when it is too large or the connection closes early, and the
 * decoder's own error when the body does not match its Content-Encoding. The caller closes the connection of a body
 * that was not read to its end.
 */
export async function readBody(
  incoming: http.IncomingMessage,
  { maxBytes, beyond, extract }: BodyLimit,
): Promise<Body> {
  const tooLarge = new HttpError('answerTooLarge', true, `the answer is larger than ${maxBytes} bytes`);
  // Reject early if Content-Length exceeds the limit.
  if (beyond === 'refuse' && Number(incoming.headers['content-length']) > maxBytes) throw tooLarge;

  const decoder = new StringDecoder('utf8');
  const kept = (piece: string): string => (extract ? extract(piece) : piece);
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of decoded(incoming, maxBytes, tooLarge) as AsyncIterable<Buffer>) {
      const room = maxBytes - bytes;
      text += kept(decoder.write(chunk.subarray(0, room)));
      if (chunk.length > room || text.length > maxKept) throw tooLarge;
      bytes += chunk.length;
      // Yield between chunks: chunks that arrive together would block for up to 95 ms per 10 MB (measured).
      if (extract) await setImmediate();
    }
  } catch (error) {
    if (error !== tooLarge || beyond === 'refuse') throw error;
    return { text: text + kept(decoder.end()), whole: false };
  }
  // Some Node versions end the decoder silently when the connection is cut; only `complete` marks a whole response.
  if (!incoming.complete)
    throw new HttpError('connectionLost', true, 'the connection closed in the middle of the answer');
  return { text: text + kept(decoder.end()), whole: true };
}

function decoded(incoming: http.IncomingMessage, maxBytes: number, tooLarge: HttpError): Readable {
  const decoder = decoderFor(incoming.headers['content-encoding']);
  if (!decoder || incoming.headers['content-length'] === '0') return incoming;
  // Compressed blocks can be empty, so an endless body may never decompress to one byte. Count the raw bytes too.
  let bytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) decoder.destroy(tooLarge);
  });
  incoming.on('error', (error) => decoder.destroy(error));
  decoder.on('error', () => incoming.destroy());
  return incoming.pipe(decoder);
}

function decoderFor(encoding = ''): zlib.Gunzip | zlib.Inflate | zlib.BrotliDecompress | undefined {
  switch (encoding.trim().toLowerCase()) {
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
