import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { exchangeText, type HttpAnswer } from './exchange.ts';
import { HttpError } from './httpError.ts';
import type { Log } from './log.ts';

export interface FileRequest {
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** Absolute path of the file, which is sent as it is. */
  path: string;
  sizeBytes: number;
  /** Milliseconds without a byte that leaves, and for the answer once all have left. */
  idleTimeoutMs: number;
  /** Bytes that have left so far. */
  onProgress?: ((sentBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Bytes of an answer that are read; it tells about one file. */
const maxAnswerBytes = 256 * 1024;

/** Bytes that are read from the disk at once. */
const highWaterMark = 512 * 1024;

/**
 * PUTs a file, streamed from the disk; see `exchangeText`. A server may refuse while the file is still being sent
 * (release-sources.md 1.5): that answer is an answer, and the rest is not sent.
 */
export function sendFile(request: FileRequest, log: Log): Promise<HttpAnswer> {
  const { url, headers, sizeBytes, idleTimeoutMs, signal } = request;
  return exchangeText(
    {
      method: 'PUT',
      url,
      headers: { ...headers, 'content-length': String(sizeBytes) },
      body: Readable.from(announcedBytes(request), { objectMode: false, highWaterMark }),
      timeoutMs: idleTimeoutMs,
      isIdleTimeout: true,
      timeoutMessage: `nothing moved for ${idleTimeoutMs / 1000} s`,
      signal,
    },
    { line: `PUT ${url.pathname}`, limit: () => ({ maxBytes: maxAnswerBytes, beyond: 'cut' }) },
    log,
  );
}

/** The file as long as it was announced, whatever happens to it meanwhile. */
async function* announcedBytes({ path, sizeBytes, onProgress }: FileRequest): AsyncGenerator<Buffer> {
  let sentBytes = 0;
  // Stop at the announced size: extra bytes would be parsed as the next request.
  const pieces = createReadStream(path, { highWaterMark, end: sizeBytes - 1 }) as AsyncIterable<Buffer>;
  for await (const piece of pieces) {
    yield piece;
    sentBytes += piece.length;
    onProgress?.(sentBytes);
  }
  // The server would wait for the rest, which will not come.
  if (sentBytes < sizeBytes)
    throw new HttpError('connectionLost', false, 'the file is shorter than it was when its digest was taken');
}
