import { createReadStream } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { HttpError, kindOfSocketError, messageOfSocketError } from './httpError.ts';
import type { Log } from './log.ts';
import { proxyRefusal } from './proxyInUse.ts';
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
 * PUTs a file, streamed from disk, over Node's own `http`/`https`, for the reason given in `sendRequest.ts`. A server
 * may reject the file while it is still being sent (release-sources.md 1.5): that response counts, and the rest is not
 * sent.
 *
 * Resolves with the response whatever its status. Throws `HttpError` when none arrived; its `sent` is true once all
 * bytes have left.
 */
export function sendFile(request: FileRequest, log: Log): Promise<HttpAnswer> {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  const line = `PUT ${request.url.pathname}`;
  return exchange(request, elapsed).then(
    (answer) => {
      log.info(`${line} ${answer.status} ${answer.milliseconds} ms`);
      return answer;
    },
    (error: unknown) => {
      if (error instanceof HttpError) log.warn(`${line} no answer (${error.kind}) ${elapsed()} ms: ${error.message}`);
      throw error;
    },
  );
}

function exchange(request: FileRequest, elapsed: () => number): Promise<HttpAnswer> {
  const { url, signal } = request;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new HttpError('cancelled', false, 'cancelled before it was sent'));
      return;
    }
    let sent = false;
    let answered = false;
    const outgoing = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'PUT',
      headers: { connection: 'close', ...request.headers, 'content-length': String(request.sizeBytes) },
    });
    // Stop at the announced size: extra bytes would be parsed as the next request.
    const file = createReadStream(request.path, { highWaterMark: 512 * 1024, end: request.sizeBytes - 1 });
    let timer: NodeJS.Timeout | undefined;
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        stop(new HttpError('timedOut', sent, `nothing moved for ${request.idleTimeoutMs / 1000} s`));
      }, request.idleTimeoutMs);
    };
    const onAbort = (): void => {
      stop(new HttpError('cancelled', sent, 'cancelled'));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      file.destroy();
    };
    const stop = (error: HttpError): void => {
      finish();
      reject(error);
      outgoing.destroy();
    };
    const fail = (error: unknown): void => {
      // A server that has responded may close the connection while the file is still being sent.
      if (answered && !(error instanceof HttpError)) return;
      stop(
        error instanceof HttpError
          ? error
          : new HttpError(kindOfSocketError(error), sent, messageOfSocketError(error), error),
      );
    };
    wait();
    let sentBytes = 0;
    file.on('data', (piece) => {
      sentBytes += piece.length;
      wait();
      request.onProgress?.(sentBytes);
    });
    file.on('error', fail);
    file.on('end', () => {
      // The server would wait for the missing bytes.
      if (sentBytes < request.sizeBytes)
        stop(new HttpError('connectionLost', false, 'the file is shorter than it was when its digest was taken'));
    });
    outgoing.on('finish', () => (sent = !outgoing.socket?.errored));
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      answered = true;
      const refusal = proxyRefusal(url, incoming);
      if (refusal) {
        stop(refusal);
        return;
      }
      file.unpipe(outgoing);
      readBody(incoming, { maxBytes: maxAnswerBytes, beyond: 'cut' }).then(
        ({ text }) => {
          finish();
          outgoing.destroy();
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, milliseconds: elapsed() });
        },
        (error: unknown) => {
          answered = false;
          fail(error);
        },
      );
    });
    file.pipe(outgoing);
  });
}
