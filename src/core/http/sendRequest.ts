import type http from 'node:http';
import type { Readable } from 'node:stream';
import { exchange } from './exchange.ts';
import type { Log } from './log.ts';
import { readBody } from './readBody.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** A body with its Content-Length and Content-Type headers, such as a multipart form. */
  body?: { stream: Readable; headers: Readonly<Record<string, string>> };
  /** Maximum milliseconds for the whole exchange. After this time, the socket is closed. */
  timeoutMs: number;
  /**
   * Maximum bytes of the response. The limit applies to the bytes received and also to the decompressed bytes. An
   * unsuccessful response is also limited by `maxBytesOfRefusal`.
   */
  maxBytes: number;
  /** Receives each piece of a successful response as it arrives and returns the part to keep (see `readBody.ts`). */
  extract?: ((piece: string) => string) | undefined;
  signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** Set if `text` is only the beginning of an unsuccessful response. `host` is the host of the requested URL. */
  cut?: { host: string };
  milliseconds: number;
}

/**
 * Maximum bytes to read of an unsuccessful response. The longest error bodies of gateway and platform have a few KB
 * (platform-api.md 1.10, 2.5). A longer body is a web page, and its beginning is enough to classify the response.
 */
const maxBytesOfRefusal = 256 * 1024;

/** Sends a request and reads the response as text. Logs the status, the milliseconds and the gateway's request id. */
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
 * Returns the response headers without the request ids that contain a part of a request header. An intermediary may
 * echo the request and with it the token, and the extension logs and shows request ids.
 */
function withoutEchoes(headers: http.IncomingHttpHeaders, own: HttpRequest['headers']): http.IncomingHttpHeaders {
  const parts = Object.values(own).flatMap((value) => value.match(/[^\s"{}:,]{8,}/g) ?? []);
  const echoes = ['x-bkapi-request-id', 'x-request-id'].filter((name) =>
    parts.some((part) => String(headers[name]).includes(part)),
  );
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !echoes.includes(name)));
}
