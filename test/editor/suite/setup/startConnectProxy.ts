import http from 'node:http';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface ConnectProxy {
  url: string;
  /** `host:port` of every requested target, oldest first, including refused targets. */
  requested: string[];
  /** Starts the proxy again at the same port if `running` is true, otherwise stops the proxy. */
  run: (running: boolean) => Promise<void>;
  close: () => Promise<void>;
}

/**
 * What the proxy does for a target. For a number, it opens a tunnel to this port of the local machine. For `signIn`, it
 * responds with 407 and rejects every credential.
 */
export type ProxyTarget = number | 'signIn';

/**
 * Starts a proxy like the proxy of a company. The proxy opens tunnels only to the targets that are keys of `known`
 * (`host:port`), and DNS does not know these hosts. The proxy refuses plain http.
 */
export async function startConnectProxy(known: Readonly<Record<string, ProxyTarget>>): Promise<ConnectProxy> {
  const requested: string[] = [];
  const sockets = new Set<Socket>();
  const server = http.createServer((request, response) => {
    requested.push(new URL(request.url ?? '', 'http://unknown').host);
    response.writeHead(403).end();
  });
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const target = request.url ?? '';
    requested.push(target);
    const port = known[target];
    sockets.add(client.on('error', () => undefined));
    if (port === undefined) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    if (port === 'signIn') {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="company"\r\n\r\n');
      return;
    }
    const onward = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(client).pipe(onward);
    });
    sockets.add(onward.on('error', () => client.destroy()));
    client.on('close', () => onward.destroy());
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await listen(0);
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  return { url: `http://127.0.0.1:${port}`, requested, run: (running) => (running ? listen(port) : close()), close };
}
