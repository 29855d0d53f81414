import { once } from 'node:events';
import type http from 'node:http';
import { exchange } from './exchange.ts';
import { HttpError, toHttpError } from './httpError.ts';
import { statedSha256 } from './sha256.ts';

export interface OpenAnswerOptions {
  /** Milliseconds until the response headers must have arrived. */
  headersTimeoutMs: number;
  /** Milliseconds to wait for the next chunk of the body. */
  idleTimeoutMs: number;
  /** Sent in addition to the default headers. Include a credential only if it belongs to the origin of the URL. */
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** A body that is still arriving. Read `body` to its end or call `close`; else the connection stays open. */
export interface Download {
  /** The raw bytes, not decompressed; iterable once. Throws `HttpError` when the body is incomplete. */
  body: AsyncIterable<Buffer>;
  /** As announced by the server; undefined when it announces none. */
  sizeBytes: number | undefined;
  /** As stated by the source: 64 lower-case hex digits. Undefined when it states none. */
  sha256: string | undefined;
  close(): void;
}

export interface OpenAnswer extends Download {
  status: number;
  headers: http.IncomingHttpHeaders;
}

/**
 * Sends a GET to a third party's URL. The default headers identify the extension but not the user: no token, cookie or
 * referrer. Redirects are returned, not followed. Throws `HttpError` when no headers arrive.
 */
export function openAnswer(url: URL, options: OpenAnswerOptions): Promise<OpenAnswer> {
  const { headersTimeoutMs, idleTimeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    exchange({
      method: 'GET',
      url,
      headers: { ...askedFor, ...options.headers },
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
        // The signal applies until then. Errors surface through `body`; without a reader they can be ignored.
        return once(incoming, 'close');
      },
    }).catch(reject);
  });
}

const askedFor = {
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
    throw toHttpError(error, true);
  } finally {
    clearTimeout(timer);
    incoming.destroy();
  }
}
