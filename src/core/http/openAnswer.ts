import http from 'node:http';
import https from 'node:https';
import { HttpError, kindOfSocketError, messageOfSocketError } from './httpError.ts';
import { proxyRefusal } from './proxyInUse.ts';

export interface OpenAnswerOptions {
  /** Milliseconds until the response headers must have arrived. */
  headersTimeoutMs: number;
  /** Milliseconds to wait for the next chunk of the body. */
  idleTimeoutMs: number;
  /** Sent in addition to the default headers. Include a credential only if it belongs to the origin of the URL. */
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** A response whose body is still arriving. Read `body` to its end or call `close`; else the connection stays open. */
export interface OpenAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** The raw bytes, not decompressed; iterable once. Throws `HttpError` when the body is incomplete. */
  body: AsyncIterable<Buffer>;
  close(): void;
}

/**
 * Sends a GET to a third party's URL over Node's own `http`/`https`, for the reason given in `sendRequest.ts`. The
 * default headers identify the extension but not the user: no token, cookie or referrer. Redirects are returned, not
 * followed. Throws `HttpError` when no headers arrive.
 */
export function openAnswer(url: URL, options: OpenAnswerOptions): Promise<OpenAnswer> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new HttpError('cancelled', false, 'cancelled before it was sent'));
      return;
    }
    const outgoing = (url.protocol === 'https:' ? https : http).get(url, {
      headers: { ...askedFor, ...options.headers },
    });
    const timer = setTimeout(() => {
      stop(new HttpError('timedOut', true, `no headers within ${options.headersTimeoutMs / 1000} s`));
    }, options.headersTimeoutMs);
    const onAbort = (): void => {
      stop(new HttpError('cancelled', true, 'cancelled'));
    };
    signal?.addEventListener('abort', onAbort, { once: true });

    let answer: http.IncomingMessage | undefined;
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const stop = (error: HttpError): void => {
      finish();
      reject(error);
      (answer ?? outgoing).destroy(error);
    };

    outgoing.on('error', (error) => {
      stop(asHttpError(error));
    });
    outgoing.on('response', (incoming) => {
      answer = incoming;
      const refusal = proxyRefusal(url, incoming);
      if (refusal) {
        stop(refusal);
        return;
      }
      clearTimeout(timer);
      // Errors surface through the body iterator; without a reader they can be ignored.
      incoming.on('error', () => undefined).on('close', finish);
      resolve({
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        body: readPieces(incoming, options.idleTimeoutMs),
        close: () => {
          incoming.destroy();
        },
      });
    });
  });
}

const askedFor = {
  connection: 'close',
  // The bytes of the file itself are compared, not those of a compressed copy.
  'accept-encoding': 'identity',
  accept: '*/*',
  // GitHub's API rejects requests without a User-Agent.
  'user-agent': 'vscode-bkpaas',
};

async function* readPieces(incoming: http.IncomingMessage, idleTimeoutMs: number): AsyncGenerator<Buffer> {
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    timer = setTimeout(() => {
      incoming.destroy(new HttpError('timedOut', true, `nothing came for ${idleTimeoutMs / 1000} s`));
    }, idleTimeoutMs);
  };
  try {
    wait();
    for await (const piece of incoming as AsyncIterable<Buffer>) {
      clearTimeout(timer);
      yield piece;
      wait();
    }
  } catch (error) {
    throw asHttpError(error);
  } finally {
    clearTimeout(timer);
    incoming.destroy();
  }
}

function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  return new HttpError(kindOfSocketError(error), true, messageOfSocketError(error), error);
}

/** A file download in progress. Read `body` to its end or call `close`; else the connection stays open. */
export interface Download {
  /** Iterable once. Throws `HttpError` when the body is incomplete. */
  body: AsyncIterable<Buffer>;
  /** As announced by the server; undefined when it announces none. */
  sizeBytes: number | undefined;
  /** As stated by the source: 64 lower-case hex digits. Undefined when it states none. */
  sha256: string | undefined;
  close(): void;
}
