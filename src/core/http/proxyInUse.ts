import http from 'node:http';
import https from 'node:https';
import { HttpError } from './httpError.ts';

/** Milliseconds to wait for the proxy: long enough for a PAC script. After that the proxy is unknown. */
const waitMs = 3000;

/**
 * Returns the proxy that this process uses for a URL, as `http://user:password@host:port`; undefined when there is none
 * or it is unknown. Settings, PAC scripts and the system decide together. VS Code's network patch emits their result as
 * a `proxy` event of each request (`@vscode/proxy-agent` 0.39 and 0.44). The request is destroyed at that event, before
 * a byte is sent.
 */
export function proxyInUse(url: URL): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, { method: 'HEAD' });
    const finish = (proxy: string | undefined): void => {
      clearTimeout(timer);
      resolve(proxy);
      request.destroy();
    };
    const timer = setTimeout(finish, waitMs, undefined);
    request.on('error', () => {
      finish(undefined);
    });
    request.on('proxy', (told: unknown) => {
      finish(proxyOf(told));
    });
    // Without the network patch this is the first event.
    request.on('socket', () => {
      finish(undefined);
    });
  });
}

/** Parses the PAC format: `PROXY host:port`, `HTTPS …`, `SOCKS …`, `DIRECT`. */
function proxyOf(told: unknown): string | undefined {
  const text = typeof told === 'object' && told !== null && 'proxy' in told ? String(told.proxy) : '';
  const [, kind = '', address] = /^(PROXY|HTTPS?|SOCKS[45]?)\s+([^\s;]+)/i.exec(text.trim()) ?? [];
  if (address === undefined) return undefined;
  const scheme = { PROXY: 'http', SOCKS: 'socks5' }[kind.toUpperCase()] ?? kind.toLowerCase();
  return `${scheme}://${address}`;
}

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
