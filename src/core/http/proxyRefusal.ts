import type http from 'node:http';
import { HttpError } from './httpError.ts';

/**
 * Returns the failure behind a response to an https request that did not arrive over TLS. Such a response is the
 * proxy's answer to CONNECT, which VS Code's network patch returns as if it came from the host (measured in 1.139: 407
 * and 502). Nothing was sent to the host. Without this check a proxy's 502 would be reported as the gateway's. Returns
 * undefined for a response of the host.
 */
export function proxyRefusal(url: URL, answer: http.IncomingMessage): HttpError | undefined {
  if (url.protocol !== 'https:' || 'encrypted' in answer.socket) return undefined;
  const { statusCode = 0 } = answer;
  const kind = statusCode === 407 ? 'proxyLoginRequired' : 'proxyFailed';
  return new HttpError(kind, false, `the proxy answered HTTP ${statusCode} instead of opening a way`);
}
