import { createReadStream } from 'node:fs';
import { exchange } from './exchange.ts';
import { HttpError } from './httpError.ts';
import type { Log } from './log.ts';
import { readBody } from './readBody.ts';
import type { HttpAnswer } from './sendRequest.ts';

export interface FileRequest {
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** Absolute path of the file. The file's bytes are sent unchanged. */
  path: string;
  sizeBytes: number;
  /** Maximum milliseconds between two pieces of the file, and between the last piece and the end of the response. */
  idleTimeoutMs: number;
  /** Called with the number of bytes sent so far. */
  onProgress?: ((sentBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Maximum bytes to read of the response, which describes one stored file. */
const maxAnswerBytes = 256 * 1024;

/**
 * Sends a file with PUT, streamed from disk. A server may reject the file while the file is still being sent
 * (release-sources.md 1.5). In this case, the rejection is the response, and the rest of the file is not sent. A thrown
 * `HttpError` has `sent` true if all bytes of the file were sent.
 */
export async function sendFile(request: FileRequest, log: Log): Promise<HttpAnswer> {
  const { url, path, sizeBytes, idleTimeoutMs, onProgress, signal } = request;
  const answer = await exchange<HttpAnswer>({
    method: 'PUT',
    url,
    headers: { ...request.headers, 'content-length': String(sizeBytes) },
    file: ({ startTimer, fail }) => {
      // Reads no more bytes than Content-Length announces, because the server would parse extra bytes as the next
      // request.
      const file = createReadStream(path, { highWaterMark: 512 * 1024, end: sizeBytes - 1 });
      let sentBytes = 0;
      file.on('data', (piece) => {
        sentBytes += piece.length;
        startTimer();
        onProgress?.(sentBytes);
      });
      file.on('end', () => {
        // If the file has become shorter, the server would wait for the missing bytes, so the exchange fails now.
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
