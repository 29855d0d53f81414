import type http from 'node:http';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate } from 'node:timers/promises';
import zlib from 'node:zlib';
import { HttpError } from './httpError.ts';

interface BodyText {
  text: string;
  /** False if the body is longer than the limit, so that `text` is only the beginning of the body. */
  whole: boolean;
}

interface ReadBodyOptions {
  /** Maximum bytes of the body. The limit applies to the bytes received and also to the decompressed bytes. */
  maxBytes: number;
  /**
   * What happens to a body that exceeds the limit: `refuse` throws `HttpError` `answerTooLarge`, `cut` returns the
   * beginning of the body.
   */
  beyond: 'refuse' | 'cut';
  /**
   * Receives each piece of text as it arrives and returns the part to keep. Use this for responses of several
   * megabytes, because decoding and parsing 10 MB at once blocks the extension host for 130 ms (measured).
   */
  extract?: ((piece: string) => string) | undefined;
}

/**
 * Maximum characters of a body to keep. The caller parses all kept characters at once, which blocks the extension host.
 */
const maxKeptLength = 8 * 1024 * 1024;

/**
 * Reads the body as decompressed text. Throws `HttpError` if the body is too large or the connection closes early.
 * Throws the decoder's own error if the body does not match its Content-Encoding. The caller must close the connection
 * if the body was not read to its end.
 */
export async function readBody(
  incoming: http.IncomingMessage,
  { maxBytes, beyond, extract }: ReadBodyOptions,
): Promise<BodyText> {
  const tooLarge = new HttpError('answerTooLarge', true, `the answer is larger than ${maxBytes} bytes`);
  if (beyond === 'refuse' && Number(incoming.headers['content-length']) > maxBytes) throw tooLarge;

  const decoder = new StringDecoder('utf8');
  const kept = (piece: string): string => (extract ? extract(piece) : piece);
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of decodeBody(incoming, maxBytes, tooLarge) as AsyncIterable<Buffer>) {
      const room = maxBytes - bytes;
      text += kept(decoder.write(chunk.subarray(0, room)));
      if (chunk.length > room || text.length > maxKeptLength) throw tooLarge;
      bytes += chunk.length;
      // Lets other code run between two chunks. Chunks that arrive together would otherwise block the extension host
      // for up to 95 ms per 10 MB (measured).
      if (extract) await setImmediate();
    }
  } catch (error) {
    if (error !== tooLarge || beyond === 'refuse') throw error;
    return { text: text + kept(decoder.end()), whole: false };
  }
  // If the connection is lost, some Node versions end the decoder without an error. Only `complete` shows that the
  // response is whole.
  if (!incoming.complete)
    throw new HttpError('connectionLost', true, 'the connection closed in the middle of the answer');
  return { text: text + kept(decoder.end()), whole: true };
}

function decodeBody(incoming: http.IncomingMessage, maxBytes: number, tooLarge: HttpError): Readable {
  const decoder = decoderFor(incoming.headers['content-encoding']);
  if (!decoder || incoming.headers['content-length'] === '0') return incoming;
  // Compressed blocks can be empty, so an endless body may decompress to nothing. The limit therefore applies to the
  // compressed bytes too.
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
