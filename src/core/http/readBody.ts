import type http from 'node:http';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate } from 'node:timers/promises';
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
  /**
   * Takes the text as it arrives and returns what is to be kept of it. For an answer of megabytes, which read as one would
   * hold up everything else in the editor: decoding and parsing 10 MB takes 130 ms (measured).
   */
  extract?: ((piece: string) => string) | undefined;
}

/**
 * The body as text, unpacked. Throws `HttpError` when it is too large, when the connection closed before its end, and the
 * decoder's own error when it is not what its content-encoding says. The caller closes the connection of what was not read.
 */
export async function readBody(
  incoming: http.IncomingMessage,
  { maxBytes, beyond, extract }: BodyLimit,
): Promise<Body> {
  const tooLarge = new HttpError('answerTooLarge', true, `the answer is larger than ${maxBytes} bytes`);
  // What says itself that it is too long is not worth a byte.
  if (beyond === 'refuse' && Number(incoming.headers['content-length']) > maxBytes) throw tooLarge;

  const text = extract ? new SiftedText(extract, tooLarge) : new WholeText();
  let bytes = 0;
  try {
    for await (const chunk of decoded(incoming, maxBytes, tooLarge) as AsyncIterable<Buffer>) {
      const room = maxBytes - bytes;
      text.add(chunk.subarray(0, room));
      if (chunk.length > room) throw tooLarge;
      bytes += chunk.length;
      // What came at one go is otherwise worked through at one go: up to 95 ms for 10 MB (measured).
      if (extract) await setImmediate();
    }
  } catch (error) {
    if (error !== tooLarge || beyond === 'refuse') throw error;
    return { text: text.end(), whole: false };
  }
  // A cut connection ends the decoder quietly in some Node versions; `complete` is what tells a whole answer.
  if (!incoming.complete)
    throw new HttpError('connectionLost', true, 'the connection closed in the middle of the answer');
  return { text: text.end(), whole: true };
}

class WholeText {
  readonly #chunks: Buffer[] = [];

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  end(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

/** Characters that a sieve may keep: they are parsed as one, and a whole answer has no more. */
const maxKept = 8 * 1024 * 1024;

class SiftedText {
  readonly #decoder = new StringDecoder('utf8');
  readonly #extract: (piece: string) => string;
  readonly #tooLarge: HttpError;
  #kept = '';

  constructor(extract: (piece: string) => string, tooLarge: HttpError) {
    this.#extract = extract;
    this.#tooLarge = tooLarge;
  }

  add(chunk: Buffer): void {
    this.#kept += this.#extract(this.#decoder.write(chunk));
    if (this.#kept.length > maxKept) throw this.#tooLarge;
  }

  end(): string {
    return this.#kept + this.#extract(this.#decoder.end());
  }
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
