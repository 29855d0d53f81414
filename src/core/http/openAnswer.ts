import type http from 'node:http';
import { addAbortSignal } from 'node:stream';
import { exchange } from './exchange.ts';
import { toHttpError, HttpError } from './httpError.ts';

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

const askedFor = {
  // What is compared is the file itself, not a compressed copy of it.
  'accept-encoding': 'identity',
  accept: '*/*',
  // GitHub's API refuses requests without a name.
  'user-agent': 'vscode-bkpaas',
};

/**
 * GETs an address that is not the platform's. The request says nothing about who asks: no token, no cookie, no referrer.
 * Resolves with the headers, before the body has arrived; redirects are answers too. Throws `HttpError` when no headers
 * arrive.
 */
export async function openAnswer(url: URL, options: OpenAnswerOptions): Promise<OpenAnswer> {
  const { headersTimeoutMs, idleTimeoutMs, signal } = options;
  const headers = { ...askedFor, ...options.headers };
  const timeoutMessage = `no headers within ${headersTimeoutMs / 1000} s`;
  const request = { method: 'GET' as const, url, headers, timeoutMs: headersTimeoutMs, timeoutMessage, signal };
  const answer = await exchange(request, (incoming) => {
    if (signal) addAbortSignal(signal, incoming);
    return Promise.resolve(incoming);
  });
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    body: readPieces(answer, idleTimeoutMs, signal),
    close: () => {
      answer.destroy();
    },
  };
}

async function* readPieces(
  answer: http.IncomingMessage,
  idleTimeoutMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    timer = setTimeout(() => {
      answer.destroy(new HttpError('timedOut', true, `nothing came for ${idleTimeoutMs / 1000} s`));
    }, idleTimeoutMs);
  };
  try {
    wait();
    for await (const piece of answer as AsyncIterable<Buffer>) {
      clearTimeout(timer);
      yield piece;
      wait();
    }
  } catch (error) {
    throw signal?.aborted ? new HttpError('cancelled', true, 'cancelled') : toHttpError(error, true);
  } finally {
    clearTimeout(timer);
    answer.destroy();
  }
}
