import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { HttpError, toHttpError } from './httpError.ts';
import type { Log } from './log.ts';
import { proxyRefusal } from './proxyInUse.ts';

export interface ExchangeRequest<T> {
  method: 'GET' | 'POST' | 'PUT';
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** Sent to its end, even if the response arrives earlier. */
  body?: Readable | undefined;
  /** Opens a file to send instead of a body. A response counts although the file is still being sent, and stops it. */
  file?: (running: Running) => Readable;
  /** Milliseconds until `read` has resolved, unless the timer is stopped or started again. */
  timeoutMs: number;
  /** Says in the log what did not happen in time. */
  timeoutMessage: string;
  signal?: AbortSignal | undefined;
  /** Whether the request counts as sent from its first byte. Otherwise it does once it has left as a whole. */
  alwaysSent?: boolean;
  /** Receives a line when no complete response arrives. */
  log?: Log;
  /** Reads the response. The signal applies until it has resolved. */
  read: (incoming: http.IncomingMessage, running: Running) => Promise<T>;
}

/** An exchange between its first byte and its end. */
export interface Running {
  outgoing: http.ClientRequest;
  /** Returns the milliseconds since the start. */
  elapsed: () => number;
  startTimer: () => void;
  stopTimer: () => void;
  fail: (error: unknown) => void;
}

/**
 * Sends one request over Node's own `http`/`https`, because VS Code patches those: the user's proxy settings, Kerberos
 * and system certificates then apply without settings of ours (docs/architecture.md, "The network"). Redirects are
 * returned, never followed, because the token in the header is for this origin only.
 *
 * Resolves with what `read` returns for the response, whatever its status. Throws `HttpError` when no complete response
 * arrived. No log line has headers or the query: the address of a release source can hold a token.
 */
export function exchange<T>(request: ExchangeRequest<T>): Promise<T> {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  return run(request, elapsed).catch((error: unknown) => {
    const line = `${request.method} ${request.url.pathname} no answer`;
    if (error instanceof HttpError) request.log?.warn(`${line} (${error.kind}) ${elapsed()} ms: ${error.message}`);
    throw error;
  });
}

function run<T>(request: ExchangeRequest<T>, elapsed: () => number): Promise<T> {
  const { method, url, signal } = request;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new HttpError('cancelled', false, 'cancelled before it was sent'));
      return;
    }
    let sent = request.alwaysSent ?? false;
    let answer: http.IncomingMessage | undefined;
    let timer: NodeJS.Timeout | undefined;
    const outgoing = (url.protocol === 'https:' ? https : http).request(url, {
      method,
      // If the server closes a kept-alive connection just as it is reused, the response looks lost and an upload's
      // outcome is unknown. So ask the server to close. An agent of our own would bypass the user's proxy.
      headers: { connection: 'close', ...request.headers },
    });

    const stopTimer = (): void => {
      clearTimeout(timer);
    };
    const startTimer = (): void => {
      stopTimer();
      timer = setTimeout(() => {
        fail(new HttpError('timedOut', sent, request.timeoutMessage));
      }, request.timeoutMs);
    };
    const onAbort = (): void => {
      fail(new HttpError('cancelled', sent, 'cancelled'));
    };
    const finish = (): void => {
      stopTimer();
      signal?.removeEventListener('abort', onAbort);
      file?.destroy();
    };
    const fail = (reason: unknown): void => {
      const error = toHttpError(reason, sent);
      finish();
      reject(error);
      answer?.destroy(error);
      outgoing.destroy();
    };
    const onError = (error: unknown): void => {
      // A server that has responded may close the connection while the file is still being sent.
      if (!answer || !file) fail(error);
    };
    const running = { outgoing, elapsed, startTimer, stopTimer, fail };
    const file = request.file?.(running);

    startTimer();
    signal?.addEventListener('abort', onAbort, { once: true });
    // 'finish' fires when the operating system has the last byte; before that the server cannot have the whole request.
    // Node 22 also emits it after a failed write, such as one before the TLS handshake has ended.
    outgoing.on('finish', () => (sent ||= !outgoing.socket?.errored));
    outgoing.on('error', onError);
    outgoing.on('response', (incoming) => {
      answer = incoming;
      const refusal = proxyRefusal(url, incoming);
      if (refusal) {
        fail(refusal);
        return;
      }
      file?.unpipe(outgoing);
      request.read(incoming, running).then((result) => {
        finish();
        resolve(result);
      }, fail);
    });

    const body = file ?? request.body;
    if (body) body.on('error', onError).pipe(outgoing);
    else outgoing.end();
  });
}
