import net from 'node:net';
import tls from 'node:tls';
import type { Proxy } from './readProxy.ts';

/** One certificate of a chain, in words. */
export interface CertificateLink {
  subject: string;
  issuer: string;
  /** ISO 8601, or as the certificate has it where that is no date. */
  validTo: string;
}

export interface Certificates {
  /** Such as `TLSv1.3`. */
  protocol: string;
  /** The server's own first. */
  chain: CertificateLink[];
  /** Why Node would not trust it, such as `SELF_SIGNED_CERT_IN_CHAIN`; undefined when it does. */
  problem: string | undefined;
}

/**
 * The certificates that a host shows, looked at and not relied on: the socket takes whatever it is shown, so that a bad
 * chain can be told, and is closed without a byte of a request. Rejects with an error that has a `code`: Node's, or
 * `HTTP 407` and the like where a proxy opens no way. Closes everything when the signal is aborted.
 */
export async function lookAtCertificates(
  host: string,
  port: number,
  proxy: Proxy | undefined,
  signal: AbortSignal,
): Promise<Certificates> {
  const way = proxy ? await openTunnel(proxy, host, port, signal) : undefined;
  // No name for an address: RFC 6066 allows none, and Node warns of one.
  const name = net.isIP(host) === 0 ? { servername: host } : {};
  const socket = tls.connect({ host, port, ...(way ? { socket: way } : {}), ...name, rejectUnauthorized: false });
  try {
    await eventOf(socket, 'secureConnect', signal);
    return {
      protocol: socket.getProtocol() ?? '',
      chain: chainOf(socket.getPeerCertificate(true)),
      problem: socket.authorized ? undefined : problemOf(socket),
    };
  } finally {
    socket.destroy();
    way?.destroy();
  }
}

/**
 * Asks a proxy for a way to the host. By hand: in the editor's host a request to the proxy would itself be sent through
 * the proxy.
 */
async function openTunnel(proxy: Proxy, host: string, port: number, signal: AbortSignal): Promise<net.Socket> {
  const target = `${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
  const socket = net.connect({ host: proxy.host, port: proxy.port });
  try {
    await eventOf(socket, 'connect', signal);
    const login = proxy.authorization === undefined ? '' : `Proxy-Authorization: ${proxy.authorization}\r\n`;
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${login}\r\n`);
    const status = await statusFrom(socket, signal);
    if (status !== '200') throw Object.assign(new Error('the proxy opened no way'), { code: `HTTP ${status}` });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** The status of the proxy's answer, once its head is whole. A server that speaks TLS says nothing before it is spoken to. */
async function statusFrom(socket: net.Socket, signal: AbortSignal): Promise<string> {
  let head = '';
  while (!head.includes('\r\n\r\n') && head.length < 16_384) {
    await eventOf(socket, 'readable', signal);
    for (let part: unknown = socket.read(); Buffer.isBuffer(part); part = socket.read())
      head += part.toString('latin1');
  }
  return /^HTTP\/1\.\d (\d{3})/.exec(head)?.[1] ?? '?';
}

/** Waits for one event of a socket. Rejects when it fails, ends or the signal is aborted first. */
function eventOf(socket: net.Socket, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (run: () => void): void => {
      socket.off(event, happened).off('error', failed).off('close', closed);
      signal.removeEventListener('abort', aborted);
      // What still comes from a socket that is given up is nobody's business, and must not end the process.
      socket.on('error', () => undefined);
      run();
    };
    const happened = (): void => {
      settle(resolve);
    };
    const failed = (error: Error): void => {
      settle(() => {
        reject(error);
      });
    };
    const closed = (): void => {
      failed(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    };
    const aborted = (): void => {
      failed(Object.assign(new Error('aborted'), { code: 'ABORT_ERR' }));
    };
    socket.on(event, happened).on('error', failed).on('close', closed);
    signal.addEventListener('abort', aborted);
    if (signal.aborted) aborted();
  });
}

function chainOf(first: tls.DetailedPeerCertificate): CertificateLink[] {
  const chain: CertificateLink[] = [];
  const seen = new Set<string>();
  // Node's typings promise what an empty answer and the end of a broken chain do not have.
  let next: Partial<tls.DetailedPeerCertificate> | undefined = first;
  while (next?.fingerprint256 !== undefined && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256);
    chain.push({ subject: nameOf(next.subject), issuer: nameOf(next.issuer), validTo: dateOf(next.valid_to ?? '') });
    next = next.issuerCertificate;
  }
  return chain;
}

function nameOf(name: tls.Certificate | undefined): string {
  const parts: (readonly [string, string | string[] | undefined])[] = [
    ['CN', name?.CN],
    ['O', name?.O],
  ];
  return parts.flatMap(([key, value]) => (value === undefined ? [] : `${key}=${[value].flat().join('+')}`)).join(', ');
}

function dateOf(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}

/** The typings say `Error`; Node puts the code there as a text. */
function problemOf(socket: tls.TLSSocket): string {
  const reason: unknown = socket.authorizationError;
  return typeof reason === 'string' ? reason : 'unknown';
}
