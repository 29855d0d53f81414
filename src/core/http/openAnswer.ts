import { once } from 'node:events';
import type http from 'node:http';
import { exchange } from './exchange.ts';
import { HttpError, toHttpError } from './httpError.ts';
import { statedSha256 } from './sha256.ts';

export interface OpenAnswerOptions {
  /** Maximum milliseconds to wait for the response headers. */
  headersTimeoutMs: number;
  /** Maximum milliseconds to wait for the next chunk of the body. */
  idleTimeoutMs: number;
  /**
   * Headers to send in addition to `defaultHeaders`. Include a credential only if the credential belongs to the URL's
   * origin.
   */
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/**
 * A response whose body is still arriving. The caller must read `body` to its end or call `close`, because otherwise
 * the connection stays open.
 */
export interface Download {
  /**
   * Yields the bytes as received, without decompressing them. Can be iterated once. Throws `HttpError` if the body is
   * incomplete.
   */
  body: AsyncIterable<Buffer>;
  /** Size that the server announces in Content-Length; undefined if the server announces none. */
  sizeBytes: number | undefined;
  /** SHA-256 that the server or the release source states, as 64 lower-case hex digits; undefined if neither does. */
  sha256: string | undefined;
  close(): void;
}

export interface OpenAnswer extends Download {
  status: number;
  headers: http.IncomingHttpHeaders;
}

/**
 * Sends a GET to a server other than the platform. The default headers identify the extension but not the user: they
 * contain no token, cookie or referrer. A redirect is returned and not followed. Rejects with `HttpError` if no
 * response headers arrive.
 */
export function openAnswer(url: URL, options: OpenAnswerOptions): Promise<OpenAnswer> {
  const { headersTimeoutMs, idleTimeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    exchange({
      method: 'GET',
      url,
      headers: { ...defaultHeaders, ...options.headers },
      timeoutMs: headersTimeoutMs,
      timeoutMessage: `no headers within ${headersTimeoutMs / 1000} s`,
      signal,
      alwaysSent: true,
      read: (incoming, { stopTimer }) => {
        stopTimer();
        const { statusCode: status = 0, headers } = incoming;
        const length = headers['content-length'] ?? '';
        resolve({
          status,
          headers,
          body: readPieces(incoming, idleTimeoutMs),
          sizeBytes: /^\d+$/.test(length) ? Number(length) : undefined,
          sha256: statedSha256(headers),
          close: () => {
            incoming.destroy();
          },
        });
        // `exchange` applies the signal until this promise resolves, so wait for the response to close. The reader of
        // `body` gets the errors of the response. A rejection of `exchange` has no effect, because the promise of
        // `openAnswer` is already resolved.
        return once(incoming, 'close');
      },
    }).catch(reject);
  });
}

const defaultHeaders = {
  // Callers compute the digest of the received bytes, so the server must send the file itself, not a compressed copy.
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
    throw toHttpError(error, true);
  } finally {
    clearTimeout(timer);
    incoming.destroy();
  }
}
