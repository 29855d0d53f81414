import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { HttpError, kindOfSocketError, messageOfSocketError } from './httpError.ts';
import type { Log } from './log.ts';
import { proxyRefusal } from './proxyInUse.ts';
import { readBody } from './readBody.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** A body with known length and content type, such as a multipart form. */
  body?: { stream: Readable; headers: Readonly<Record<string, string>> };
  /** Milliseconds for the whole exchange; then the socket is closed. */
  timeoutMs: number;
  /** Maximum bytes of a successful response, decompressed. `maxBytesOfRefusal` limits other responses further. */
  maxBytes: number;
  /** Keeps only part of a successful response as it arrives; see `readBody.ts`. */
  extract?: ((piece: string) => string) | undefined;
  signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** Set when `text` is only the beginning of an unsuccessful response: the host that sent it. */
  cut?: { host: string };
  milliseconds: number;
}

/**
 * Maximum bytes to read of an unsuccessful response. The longest refusals of gateway and platform are a few KB
 * (platform-api.md 1.10, 2.5). Anything longer is a web page, and its beginning is enough.
 */
const maxBytesOfRefusal = 256 * 1024;

/**
 * Sends one request over Node's own `http`/`https`, because VS Code patches those: the user's proxy settings, Kerberos
 * and system certificates then apply without settings of ours (docs/architecture.md, "The network"). Redirects are
 * returned, never followed, because the token in the header is for this origin only.
 *
 * Resolves with the response whatever its status. Throws `HttpError` when no complete response arrived. Writes one log
 * line per exchange: method, path, status, milliseconds and the gateway's request id, but no headers.
 */
export function sendRequest(request: HttpRequest, log: Log): Promise<HttpAnswer> {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  // Without the query: the address of a release source can hold a token.
  const line = `${request.method} ${request.url.pathname}`;

  return exchange(request, elapsed).then(
    (answer) => {
      const id = answer.headers['x-bkapi-request-id'];
      const beginning = answer.cut ? ' (too long, only its beginning was read)' : '';
      log.info(
        `${line} ${answer.status}${beginning} ${answer.milliseconds} ms${typeof id === 'string' ? ` request id ${id}` : ''}`,
      );
      return answer;
    },
    (error: unknown) => {
      if (error instanceof HttpError) log.warn(`${line} no answer (${error.kind}) ${elapsed()} ms: ${error.message}`);
      throw error;
    },
  );
}

function exchange(request: HttpRequest, elapsed: () => number): Promise<HttpAnswer> {
  const { signal } = request;
  return new Promise((resolve, reject) => {
    let sent = false;
    if (signal?.aborted) {
      reject(new HttpError('cancelled', false, 'cancelled before it was sent'));
      return;
    }

    const transport = request.url.protocol === 'https:' ? https : http;
    const outgoing = transport.request(request.url, {
      method: request.method,
      // If the server closes a kept-alive connection just as it is reused, the response looks lost and an upload's
      // outcome is unknown. So ask the server to close. An agent of our own would bypass the user's proxy.
      headers: {
        connection: 'close',
        'accept-encoding': 'gzip, deflate, br',
        ...request.headers,
        ...request.body?.headers,
      },
    });

    const timer = setTimeout(() => {
      stop(new HttpError('timedOut', sent, `no answer within ${request.timeoutMs / 1000} s`));
    }, request.timeoutMs);
    const onAbort = (): void => {
      stop(new HttpError('cancelled', sent, 'cancelled'));
    };
    signal?.addEventListener('abort', onAbort, { once: true });

    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const stop = (error: HttpError): void => {
      finish();
      reject(error);
      outgoing.destroy();
    };
    const fail = (error: unknown): void => {
      if (error instanceof HttpError) stop(error);
      else stop(new HttpError(kindOfSocketError(error), sent, messageOfSocketError(error), error));
    };

    // 'finish' fires when the operating system has the last byte; before that the server cannot have the whole request.
    // Node 22 also emits it after a failed write, such as one before the TLS handshake has ended.
    outgoing.on('finish', () => (sent = !outgoing.socket?.errored));
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      const refusal = proxyRefusal(request.url, incoming);
      if (refusal) {
        stop(refusal);
        return;
      }
      const { statusCode: status = 0 } = incoming;
      const good = status >= 200 && status < 300;
      const limit = good
        ? { maxBytes: request.maxBytes, beyond: 'refuse' as const, extract: request.extract }
        : { maxBytes: Math.min(request.maxBytes, maxBytesOfRefusal), beyond: 'cut' as const };
      readBody(incoming, limit).then(({ text, whole }) => {
        finish();
        if (!whole) outgoing.destroy();
        const cut = whole ? {} : { cut: { host: request.url.host } };
        const headers = withoutEchoes(incoming.headers, request.headers);
        resolve({ status, headers, text, ...cut, milliseconds: elapsed() });
      }, fail);
    });

    if (request.body) request.body.stream.on('error', fail).pipe(outgoing);
    else outgoing.end();
  });
}

/**
 * Returns the headers without any request id that contains part of our own headers. An intermediary may echo the
 * request, and the id is logged and shown.
 */
function withoutEchoes(headers: http.IncomingHttpHeaders, own: HttpRequest['headers']): http.IncomingHttpHeaders {
  const parts = Object.values(own).flatMap((value) => value.match(/[^\s"{}:,]{8,}/g) ?? []);
  const echoes = ['x-bkapi-request-id', 'x-request-id'].filter((name) =>
    parts.some((part) => String(headers[name]).includes(part)),
  );
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !echoes.includes(name)));
}
