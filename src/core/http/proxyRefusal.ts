import type http from 'node:http';
import { HttpError } from './httpError.ts';

/**
 * The failure behind an "answer" to an https request that came over no TLS: then it is the proxy's answer to CONNECT, which
 * VS Code's network patch hands out as if the host had given it (measured in 1.139: 407 and 502). Nothing was sent to the
 * host, and without this a proxy's 502 would be told as the gateway's. Undefined for an answer of the host itself.
 */
export function proxyRefusal(url: URL, answer: http.IncomingMessage): HttpError | undefined {
  if (url.protocol !== 'https:' || 'encrypted' in answer.socket) return undefined;
  const { statusCode = 0 } = answer;
  const kind = statusCode === 407 ? 'proxyLoginRequired' : 'proxyFailed';
  return new HttpError(kind, false, `the proxy answered HTTP ${statusCode} instead of opening a way`);
}
