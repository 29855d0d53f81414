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
  /** The request body. The whole body is sent, even if the response arrives before the end of the body. */
  body?: Readable | undefined;
  /**
   * Opens a file that is sent instead of `body`. If the response arrives while the file is still being sent, the rest
   * of the file is not sent.
   */
  file?: (running: RunningExchange) => Readable;
  /**
   * Maximum milliseconds from the start until `read` has resolved. `startTimer` restarts this time; `stopTimer` removes
   * the limit.
   */
  timeoutMs: number;
  /** Message of the `timedOut` error, which says what did not happen in time. */
  timeoutMessage: string;
  signal?: AbortSignal | undefined;
  /**
   * Whether the request counts as sent from the start. By default, the request counts as sent after its last byte was
   * sent.
   */
  alwaysSent?: boolean;
  /** Receives a log line if no complete response arrives. */
  log?: Log;
  /** Reads the response. The signal and the timer apply until the returned promise has resolved. */
  read: (incoming: http.IncomingMessage, running: RunningExchange) => Promise<T>;
}

/** What `file` and `read` can use while the exchange runs. */
export interface RunningExchange {
  outgoing: http.ClientRequest;
  /** Returns the milliseconds since the start of the exchange. */
  elapsed: () => number;
  startTimer: () => void;
  stopTimer: () => void;
  fail: (error: unknown) => void;
}

/**
 * Sends one request with Node's own `http` or `https` module. VS Code patches both modules so that the user's proxy
 * settings, Kerberos and system certificates apply without settings of this extension (docs/architecture.md, "The
 * network"). A redirect is returned and never followed, because the token in the headers is only for the origin of
 * `url`.
 *
 * Resolves with the result of `read`, whatever the status of the response. Rejects with `HttpError` if no complete
 * response arrives. No log line contains headers or the query, because the URL of a release source can contain a token.
 */
export function exchange<T>(request: ExchangeRequest<T>): Promise<T> {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  return exchangeWithoutLog(request, elapsed).catch((error: unknown) => {
    const line = `${request.method} ${request.url.pathname} no answer`;
    if (error instanceof HttpError) request.log?.warn(`${line} (${error.kind}) ${elapsed()} ms: ${error.message}`);
    throw error;
  });
}

function exchangeWithoutLog<T>(request: ExchangeRequest<T>, elapsed: () => number): Promise<T> {
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
      headers: { connection: 'close', ...request.headers },
    });
    // Closes the connection after the response, even if the response lacks `Connection: close`. If Node reused a
    // connection while the server closes it, the response would be lost and the outcome of an upload unknown. A
    // separate `http.Agent` would also prevent the reuse, but would bypass the user's proxy.
    outgoing.shouldKeepAlive = false;

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
      // After the server has responded, an error while the file is being sent is ignored, because a server may respond
      // and close the connection before the whole file has arrived.
      if (!answer || !file) fail(error);
    };
    const running = { outgoing, elapsed, startTimer, stopTimer, fail };
    const file = request.file?.(running);

    startTimer();
    signal?.addEventListener('abort', onAbort, { once: true });
    // Node emits `finish` when the operating system has received the last byte. Before `finish`, the server cannot have
    // the whole request. Node 22 also emits `finish` after a failed write, such as a write before the end of the TLS
    // handshake, so this checks `errored`.
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
