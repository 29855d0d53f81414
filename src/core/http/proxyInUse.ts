import http from 'node:http';
import https from 'node:https';
import { HttpError } from './httpError.ts';

/**
 * Maximum milliseconds to wait until VS Code has determined the proxy. This is enough for a PAC script. After this
 * time, the proxy counts as unknown.
 */
const maxWaitMs = 3000;

/**
 * Returns the proxy that this process uses for a URL, as `http://user:password@host:port`. Undefined if there is no
 * proxy or the proxy is unknown. Settings, PAC scripts and the system together determine the proxy. VS Code's network
 * patch emits the result as a `proxy` event of each request (`@vscode/proxy-agent` 0.39 and 0.44). So this creates a
 * request, and destroys the request at that event before anything is sent.
 */
export function proxyInUse(url: URL): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, { method: 'HEAD' });
    const finish = (proxy: string | undefined): void => {
      clearTimeout(timer);
      resolve(proxy);
      request.destroy();
    };
    const timer = setTimeout(finish, maxWaitMs, undefined);
    request.on('error', () => {
      finish(undefined);
    });
    request.on('proxy', (eventData: unknown) => {
      finish(proxyOf(eventData));
    });
    // Without VS Code's network patch, there is no `proxy` event, and `socket` is the request's first event.
    request.on('socket', () => {
      finish(undefined);
    });
  });
}

/**
 * Returns the proxy in the data of a `proxy` event as a URL. The data has the PAC format: `PROXY host:port`,
 * `HTTPS host:port` or `SOCKS host:port`. Undefined for `DIRECT`.
 */
function proxyOf(eventData: unknown): string | undefined {
  const text =
    typeof eventData === 'object' && eventData !== null && 'proxy' in eventData ? String(eventData.proxy) : '';
  const [, kind = '', address] = /^(PROXY|HTTPS?|SOCKS[45]?)\s+([^\s;]+)/i.exec(text.trim()) ?? [];
  if (address === undefined) return undefined;
  const scheme = { PROXY: 'http', SOCKS: 'socks5' }[kind.toUpperCase()] ?? kind.toLowerCase();
  return `${scheme}://${address}`;
}

/**
 * Returns the failure if the response to an https request did not arrive over TLS. Such a response is the proxy's
 * response to CONNECT, which VS Code's network patch returns as if it came from the host (measured in VS Code 1.139:
 * 407 and 502). Nothing was sent to the host. Without this check, a 502 of the proxy would be reported as a 502 of the
 * gateway. Returns undefined for a response of the host.
 */
export function proxyRefusal(url: URL, answer: http.IncomingMessage): HttpError | undefined {
  if (url.protocol !== 'https:' || 'encrypted' in answer.socket) return undefined;
  const { statusCode = 0 } = answer;
  const kind = statusCode === 407 ? 'proxyLoginRequired' : 'proxyFailed';
  return new HttpError(kind, false, `the proxy answered HTTP ${statusCode} instead of opening a way`);
}
