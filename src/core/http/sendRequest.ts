import type http from 'node:http';
import type { Readable } from 'node:stream';
import { exchange } from './exchange.ts';
import type { Log } from './log.ts';
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

/** Sends a request and reads its response as text. Logs status, milliseconds and the gateway's request id. */
export async function sendRequest(request: HttpRequest, log: Log): Promise<HttpAnswer> {
  const { method, url, body, timeoutMs, maxBytes, extract, signal } = request;
  const answer = await exchange<HttpAnswer>({
    method,
    url,
    headers: { 'accept-encoding': 'gzip, deflate, br', ...request.headers, ...body?.headers },
    body: body?.stream,
    timeoutMs,
    timeoutMessage: `no answer within ${timeoutMs / 1000} s`,
    signal,
    log,
    read: async (incoming, { outgoing, elapsed }) => {
      const { statusCode: status = 0 } = incoming;
      const limit =
        status >= 200 && status < 300
          ? { maxBytes, beyond: 'refuse' as const, extract }
          : { maxBytes: Math.min(maxBytes, maxBytesOfRefusal), beyond: 'cut' as const };
      const { text, whole } = await readBody(incoming, limit);
      if (!whole) outgoing.destroy();
      const headers = withoutEchoes(incoming.headers, request.headers);
      return { status, headers, text, ...(whole ? {} : { cut: { host: url.host } }), milliseconds: elapsed() };
    },
  });
  const id = answer.headers['x-bkapi-request-id'];
  const beginning = answer.cut ? ' (too long, only its beginning was read)' : '';
  const requestId = typeof id === 'string' ? ` request id ${id}` : '';
  log.info(`${method} ${url.pathname} ${answer.status}${beginning} ${answer.milliseconds} ms${requestId}`);
  return answer;
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
