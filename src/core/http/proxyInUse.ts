import http from 'node:http';
import https from 'node:https';

/** Long enough for a PAC script; who asks has something else to say when it is not. */
const waitMs = 3000;

/**
 * The proxy that this process takes for a URL, as `http://user:password@host:port`; undefined: none, or nobody tells.
 * Settings, PAC scripts and the system have a say in it, so the editor is asked: its network patch tells each request with
 * an event (`@vscode/proxy-agent` 0.39 and 0.44). The request is given up at that, before a byte of it is sent.
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
    // Where nobody patches requests there is no other event before this one.
    request.on('socket', () => {
      finish(undefined);
    });
  });
}

/** Reads PAC's way of writing: `PROXY host:port`, `HTTPS …`, `SOCKS …`, `DIRECT`. */
function proxyOf(told: unknown): string | undefined {
  const text = typeof told === 'object' && told !== null && 'proxy' in told ? String(told.proxy) : '';
  const [, kind = '', address] = /^(PROXY|HTTPS?|SOCKS[45]?)\s+([^\s;]+)/i.exec(text.trim()) ?? [];
  if (address === undefined) return undefined;
  const scheme = { PROXY: 'http', SOCKS: 'socks5' }[kind.toUpperCase()] ?? kind.toLowerCase();
  return `${scheme}://${address}`;
}
