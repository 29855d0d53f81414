import http from 'node:http';
import https from 'node:https';
import zlib from 'node:zlib';
import type { Readable } from 'node:stream';
import { HttpError, kindOfSocketError } from './httpError.ts';
import type { Log } from './log.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** A body that knows its own length and content type, such as a multipart form. */
  body?: { stream: Readable; headers: Readonly<Record<string, string>> };
  /** Milliseconds for the whole exchange, after which the socket is closed. */
  timeoutMs: number;
  /** Bytes of the decoded answer after which it is given up. */
  maxBytes: number;
  signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  milliseconds: number;
}

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
      log.info(
        `${line} ${answer.status} ${answer.milliseconds} ms${typeof id === 'string' ? ` request id ${id}` : ''}`,
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

    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const stop = (error: HttpError): void => {
      settle();
      reject(error);
      outgoing.destroy();
    };
    const fail = (error: unknown): void => {
      if (error instanceof HttpError) stop(error);
      else stop(new HttpError(kindOfSocketError(error), sent, messageOf(error), error));
    };

    // 'finish' comes when the last byte went to the operating system: before that the server cannot have the whole form.
    // Node 22 tells it also of a write that failed, such as one before the handshake was over.
    outgoing.on('finish', () => (sent = !outgoing.socket?.errored));
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      readText(incoming, request.maxBytes).then((text) => {
        settle();
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, milliseconds: elapsed() });
      }, fail);
    });

    if (request.body) request.body.stream.on('error', fail).pipe(outgoing);
    else outgoing.end();
  });
}

async function readText(incoming: http.IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A cut connection ends the decoder quietly in some Node versions; `complete` is what tells a whole answer.
  for await (const chunk of decoded(incoming) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new HttpError('answerTooLarge', true, `the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  if (!incoming.complete)
    throw new HttpError('connectionLost', true, 'the connection closed in the middle of the answer');
  return Buffer.concat(chunks).toString('utf8');
}

function decoded(incoming: http.IncomingMessage): Readable {
  const decoder = decoderFor(incoming.headers['content-encoding']);
  if (!decoder || incoming.headers['content-length'] === '0') return incoming;
  incoming.on('error', (error) => decoder.destroy(error));
  decoder.on('error', () => incoming.destroy());
  return incoming.pipe(decoder);
}

function decoderFor(encoding: string | undefined): zlib.Gunzip | zlib.Inflate | zlib.BrotliDecompress | undefined {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip();
    case 'deflate':
      return zlib.createInflate();
    case 'br':
      return zlib.createBrotliDecompress();
    default:
      return undefined;
  }
}

/** The reason under the reason: Node wraps what went wrong, and for two addresses at once leaves the message empty. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  if (error instanceof Error) return error.message;
  return String(error);
}
