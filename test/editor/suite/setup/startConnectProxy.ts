import http from 'node:http';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface ConnectProxy {
  url: string;
  /** `host:port` of every requested target, oldest first. */
  opened: string[];
  /** Stops the proxy, or starts it again at the same port. */
  run: (running: boolean) => Promise<void>;
  close: () => Promise<void>;
}

/** A port of this machine; `signIn`: the proxy requires a sign-in (407) and accepts none. */
export type Beyond = number | 'signIn';

/**
 * Starts a proxy like a company's: it opens tunnels only to the known names, which no other resolver knows, and refuses
 * plain http.
 */
export async function startConnectProxy(known: Readonly<Record<string, Beyond>>): Promise<ConnectProxy> {
  const opened: string[] = [];
  const sockets = new Set<Socket>();
  const server = http.createServer((request, response) => {
    opened.push(new URL(request.url ?? '', 'http://unknown').host);
    response.writeHead(403).end();
  });
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const target = request.url ?? '';
    opened.push(target);
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
  return { url: `http://127.0.0.1:${port}`, opened, run: (running) => (running ? listen(port) : close()), close };
}
