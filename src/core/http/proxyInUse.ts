import http from 'node:http';
import https from 'node:https';

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
