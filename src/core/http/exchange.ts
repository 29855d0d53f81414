import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { toHttpError, HttpError } from './httpError.ts';
import type { Log } from './log.ts';
import { readBody, type BodyLimit } from './readBody.ts';

export interface ExchangeRequest {
  method: 'GET' | 'POST' | 'PUT';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: Readable | undefined;
  /** Milliseconds until the answer must have been read, after which the socket is closed. */
  timeoutMs: number;
  /** Starts the time again with each piece of the body that leaves. */
  isIdleTimeout?: boolean;
  /** What did not happen within the time, for the log. */
  timeoutMessage: string;
  signal?: AbortSignal | undefined;
}

/**
 * Runs one request over Node's own `http`/`https`, because those are what the editor patches: the user's proxy settings,
 * Kerberos and system certificates then apply without a setting of ours (docs/architecture.md, "The network").
 * Redirects are returned, never followed: the token in the header was given for this origin only.
 *
 * `read` takes from the answer what is needed; timeout and signal apply until it resolves. It calls `close` when it has
 * left anything unread. Throws `HttpError` when no answer arrives, with `sent` once the whole request had left.
 */
export function exchange<T>(
  request: ExchangeRequest,
  read: (answer: http.IncomingMessage, close: () => void) => Promise<T>,
): Promise<T> {
  const { url, body, signal } = request;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new HttpError('cancelled', false, 'cancelled before it was sent'));
      return;
    }
    let sent = false;
    let answer: http.IncomingMessage | undefined;
    const outgoing = (url.protocol === 'https:' ? https : http).request(url, {
      method: request.method,
      // A kept connection that the server closes in the moment it is used again looks like a lost answer, which would leave
      // an upload in doubt. Asked of the server and not of an agent: one of our own would go round the user's proxy.
      headers: { connection: 'close', ...request.headers },
    });

    let timer: NodeJS.Timeout | undefined;
    const startTimer = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        fail(new HttpError('timedOut', sent, request.timeoutMessage));
      }, request.timeoutMs);
    };
    const onAbort = (): void => {
      fail(new HttpError('cancelled', sent, 'cancelled'));
    };
    const close = (): void => {
      outgoing.destroy();
    };
    const release = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      body?.destroy();
    };
    const fail = (error: unknown): void => {
      const failure = toHttpError(error, sent);
      release();
      reject(failure);
      answer?.destroy(failure);
      close();
    };

    startTimer();
    signal?.addEventListener('abort', onAbort, { once: true });
    // 'finish' comes when the last byte went to the operating system: before that the server cannot have the whole request.
    // Node 22 also emits it for a write that failed, such as one before the handshake was over.
    outgoing.on('finish', () => (sent = !outgoing.socket?.errored));
    outgoing.on('error', (error) => {
      // A server that has answered may close the connection on what is still being sent.
      if (!answer || sent) fail(error);
    });
    outgoing.on('response', (incoming) => {
      // Errors surface through the reader; without a reader they can be ignored.
      incoming.on('error', () => undefined);
      const refusal = proxyRefusal(url, incoming);
      if (refusal) {
        fail(refusal);
        return;
      }
      answer = incoming;
      // A server may refuse while the body is still being sent: its answer counts, and the rest is not sent.
      body?.destroy();
      read(incoming, close).then((result) => {
        release();
        resolve(result);
      }, fail);
    });
    if (!body) {
      outgoing.end();
      return;
    }
    if (request.isIdleTimeout) body.on('data', startTimer);
    body.on('error', fail).pipe(outgoing);
  });
}

/**
 * The failure behind an "answer" to an https request that came over no TLS: then it is the proxy's answer to CONNECT, which
 * VS Code's network patch hands out as if the host had given it (measured in 1.139: 407 and 502). Nothing was sent to the
 * host, and without this check a proxy's 502 would be taken for the gateway's. Undefined for an answer of the host itself.
 */
function proxyRefusal(url: URL, answer: http.IncomingMessage): HttpError | undefined {
  if (url.protocol !== 'https:' || 'encrypted' in answer.socket) return undefined;
  const { statusCode = 0 } = answer;
  const kind = statusCode === 407 ? 'proxyLoginRequired' : 'proxyFailed';
  return new HttpError(kind, false, `the proxy answered HTTP ${statusCode} instead of opening a way`);
}

export interface HttpAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** Set when `text` is only the beginning of an answer that is no success: the host that sent so much. */
  cut?: { host: string };
  milliseconds: number;
}

/**
 * An exchange whose answer is read as text. Resolves whatever its status; throws `HttpError` when no whole answer arrived.
 * Writes one log line: `line`, status, milliseconds and the platform's request id; no headers.
 */
export async function exchangeText(
  request: ExchangeRequest,
  { line, limit }: { line: string; limit: (status: number) => BodyLimit },
  log: Log,
): Promise<HttpAnswer> {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  try {
    const answer = await exchange(request, async (incoming, close): Promise<HttpAnswer> => {
      const { statusCode: status = 0 } = incoming;
      const { text, whole } = await readBody(incoming, limit(status));
      close();
      const headers = withoutEchoes(incoming.headers, request.headers);
      return { status, headers, text, ...(whole ? {} : { cut: { host: request.url.host } }), milliseconds: elapsed() };
    });
    const id = answer.headers['x-bkapi-request-id'];
    const beginning = answer.cut ? ' (too long, only its beginning was read)' : '';
    log.info(
      `${line} ${answer.status}${beginning} ${answer.milliseconds} ms${typeof id === 'string' ? ` request id ${id}` : ''}`,
    );
    return answer;
  } catch (error) {
    if (error instanceof HttpError) log.warn(`${line} no answer (${error.kind}) ${elapsed()} ms: ${error.message}`);
    throw error;
  }
}

/**
 * The headers but for a request id that holds a part of our own headers: a machine in between may show the request back, and
 * an id is written to the log and shown to people.
 */
function withoutEchoes(headers: http.IncomingHttpHeaders, own: ExchangeRequest['headers']): http.IncomingHttpHeaders {
  const parts = Object.values(own).flatMap((value) => value.match(/[^\s"{}:,]{8,}/g) ?? []);
  const echoes = ['x-bkapi-request-id', 'x-request-id'].filter((name) =>
    parts.some((part) => String(headers[name]).includes(part)),
  );
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !echoes.includes(name)));
}
