import { createReadStream } from 'node:fs';
import { exchange } from './exchange.ts';
import { HttpError } from './httpError.ts';
import type { Log } from './log.ts';
import { readBody } from './readBody.ts';
import type { HttpAnswer } from './sendRequest.ts';

export interface FileRequest {
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** Absolute path. The file is sent unchanged. */
  path: string;
  sizeBytes: number;
  /** Milliseconds without a byte sent, and for the response once all bytes are sent. */
  idleTimeoutMs: number;
  /** Receives the number of bytes sent so far. */
  onProgress?: ((sentBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Maximum bytes to read of the response, which describes one file. */
const maxAnswerBytes = 256 * 1024;

/**
 * PUTs a file, streamed from disk. A server may reject the file while it is still being sent (release-sources.md 1.5):
 * that response counts, and the rest is not sent. The `sent` of an error is true once all bytes have left.
 */
export async function sendFile(request: FileRequest, log: Log): Promise<HttpAnswer> {
  const { url, path, sizeBytes, idleTimeoutMs, onProgress, signal } = request;
  const answer = await exchange<HttpAnswer>({
    method: 'PUT',
    url,
    headers: { ...request.headers, 'content-length': String(sizeBytes) },
    file: ({ startTimer, fail }) => {
      // Stop at the announced size: extra bytes would be parsed as the next request.
      const file = createReadStream(path, { highWaterMark: 512 * 1024, end: sizeBytes - 1 });
      let sentBytes = 0;
      file.on('data', (piece) => {
        sentBytes += piece.length;
        startTimer();
        onProgress?.(sentBytes);
      });
      file.on('end', () => {
        // The server would wait for the missing bytes.
        if (sentBytes < sizeBytes)
          fail(new HttpError('connectionLost', false, 'the file is shorter than it was when its digest was taken'));
      });
      return file;
    },
    timeoutMs: idleTimeoutMs,
    timeoutMessage: `nothing moved for ${idleTimeoutMs / 1000} s`,
    signal,
    log,
    read: async (incoming, { outgoing, elapsed }) => {
      const { text } = await readBody(incoming, { maxBytes: maxAnswerBytes, beyond: 'cut' });
      outgoing.destroy();
      return { status: incoming.statusCode ?? 0, headers: incoming.headers, text, milliseconds: elapsed() };
    },
  });
  log.info(`PUT ${url.pathname} ${answer.status} ${answer.milliseconds} ms`);
  return answer;
}
