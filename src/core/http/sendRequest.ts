import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { HttpError, kindOfSocketError, messageOfSocketError } from './httpError.ts';
import type { Log } from './log.ts';
import { proxyRefusal } from './proxyRefusal.ts';
import { readBody } from './readBody.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** A body that knows its own length and content type, such as a multipart form. */
  body?: { stream: Readable; headers: Readonly<Record<string, string>> };
  /** Milliseconds for the whole exchange, after which the socket is closed. */
  timeoutMs: number;
  /** Bytes of a good answer, unpacked, after which it is given up. Of any other answer less is read: `maxBytesOfRefusal`. */
  maxBytes: number;
  /** Keeps only a part of a good answer, as it arrives; see `readBody.ts`. */
  extract?: ((piece: string) => string) | undefined;
  signal?: AbortSignal | undefined;
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
 * Bytes that are read of an answer without a good status. The longest refusal of gateway and platform is a few KB
 * (platform-api.md 1.10, 2.5); what is longer is a web page, of which the beginning says enough.
 */
const maxBytesOfRefusal = 256 * 1024;

/**
 * One exchange over Node's own `http`/`https`, because those are what the editor patches: the user's proxy settings,
 * Kerberos and system certificates then apply without a setting of ours (docs/architecture.md, "The network").
 * Redirects are returned, never followed: the token in the header was given for this origin only.
 *
 * Resolves with the answer whatever its status; throws `HttpError` when no whole answer arrived.
 * Writes one log line per exchange: method, path, status, milliseconds and the platform's request id; no headers.
 */
export function sendRequest(request: HttpRequest, log: Log): Promise<HttpAnswer> {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  const line = `${request.method} ${request.url.pathname}${request.url.search}`;

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
      // A kept connection that the server closes in the moment it is used again looks like a lost answer, which would leave
      // an upload in doubt. Asked of the server and not of an agent: one of our own would go round the user's proxy.
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

    // 'finish' comes when the last byte went to the operating system: before that the server cannot have the whole form.
    // Node 22 tells it also of a write that failed, such as one before the handshake was over.
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
 * The headers but for a request id that holds a part of our own headers: a machine in between may show the request back, and
 * an id is written to the log and shown to people.
 */
function withoutEchoes(headers: http.IncomingHttpHeaders, own: HttpRequest['headers']): http.IncomingHttpHeaders {
  const parts = Object.values(own).flatMap((value) => value.match(/[^\s"{}:,]{8,}/g) ?? []);
  const echoes = ['x-bkapi-request-id', 'x-request-id'].filter((name) =>
    parts.some((part) => String(headers[name]).includes(part)),
  );
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !echoes.includes(name)));
}
