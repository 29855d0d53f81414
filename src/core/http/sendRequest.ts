import type { Readable } from 'node:stream';
import { exchangeText, type HttpAnswer } from './exchange.ts';
import type { Log } from './log.ts';

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
  sift?: ((piece: string) => string) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Bytes that are read of an answer without a good status. The longest refusal of gateway and platform is a few KB
 * (platform-api.md 1.10, 2.5); what is longer is a web page, of which the beginning says enough.
 */
const maxBytesOfRefusal = 256 * 1024;

/** Sends a request and reads its answer as text; see `exchangeText`. */
export function sendRequest(request: HttpRequest, log: Log): Promise<HttpAnswer> {
  const { method, url, headers, body, timeoutMs, maxBytes, sift, signal } = request;
  return exchangeText(
    {
      method,
      url,
      headers: { 'accept-encoding': 'gzip, deflate, br', ...headers, ...body?.headers },
      body: body?.stream,
      timeoutMs,
      timeoutMessage: `no answer within ${timeoutMs / 1000} s`,
      signal,
    },
    {
      line: `${method} ${url.pathname}${url.search}`,
      limit: (status) =>
        status >= 200 && status < 300
          ? { maxBytes, beyond: 'refuse', sift }
          : { maxBytes: Math.min(maxBytes, maxBytesOfRefusal), beyond: 'cut' },
    },
    log,
  );
}
