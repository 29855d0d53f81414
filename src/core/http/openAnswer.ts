import http from 'node:http';
import https from 'node:https';
import { HttpError, kindOfSocketError, messageOfSocketError } from './httpError.ts';
import { proxyRefusal } from './proxyRefusal.ts';

export interface OpenAnswerOptions {
  /** Milliseconds until the headers must be there. */
  headersTimeoutMs: number;
  /** Milliseconds that may pass without a piece of the body while one is waited for. */
  idleTimeoutMs: number;
  /** Beside those that every such request has. A credential only for the address that it was given for. */
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** An answer whose body is still on its way. Read the body to its end or call `close`; else the connection stays open. */
export interface OpenAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** The bytes as they travel, not unpacked, once. Throws `HttpError` when they end before they should. */
  body: AsyncIterable<Buffer>;
  close(): void;
}

/**
 * One GET of somebody else's address, over Node's own `http`/`https` as in `sendRequest.ts` and for the same reason. Sent
 * to an address that is not the platform's, it carries by itself nothing that says who asks: no token, no cookie, no referrer.
 * Redirects are answers too. Throws `HttpError` when no headers arrive.
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
      // Whoever reads the body hears of the error there; whoever does not has no use for it.
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
  // What is compared is the file itself, not a compressed copy of it.
  'accept-encoding': 'identity',
  accept: '*/*',
  // GitHub's API refuses requests without a name.
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

/** The bytes of a file on their way here. Read `body` to its end or call `close`; else the connection stays open. */
export interface Download {
  /** Once, as they travel; throws `HttpError` when they end before they should. */
  body: AsyncIterable<Buffer>;
  /** As announced; undefined where the server does not say. */
  sizeBytes: number | undefined;
  /** As stated by the source, 64 lower-case hex digits; undefined where it states none. */
  sha256: string | undefined;
  close(): void;
}
