/** A proxy as it is needed to speak to it. Its credentials go to it alone and are in no text. */
export interface Proxy {
  scheme: string;
  host: string;
  port: number;
  /** The value of `Proxy-Authorization`, where the address has a user name. */
  authorization: string | undefined;
}

const usualPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Reads `http://user:password@host:port`. Undefined for what is no address. */
export function readProxy(text: string): Proxy | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password } = new URL(text);
  const scheme = protocol.slice(0, -1);
  if (hostname === '') return undefined;
  return {
    scheme,
    host: withoutBrackets(hostname),
    port: port === '' ? (usualPorts[scheme] ?? 1080) : Number(port),
    authorization: username === '' ? undefined : basic(username, password),
  };
}

/** A URL writes an IPv6 address in brackets, a socket takes it without. */
export function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

function basic(username: string, password: string): string | undefined {
  try {
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(pair).toString('base64')}`;
  } catch {
    // A bare per cent sign: no client can say what is meant.
    return undefined;
  }
}
