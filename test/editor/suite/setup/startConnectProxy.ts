import http from 'node:http';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface ConnectProxy {
  url: string;
  /** `host:port` of everything it was asked to reach, oldest first. */
  opened: string[];
  /** Runs it no more, or again at the same port. */
  run: (running: boolean) => Promise<void>;
  close: () => Promise<void>;
}

/** A port of this machine; `signIn`: the proxy asks who wants to go there, and takes no answer. */
export type Beyond = number | 'signIn';

/** A company's proxy: it knows names that nobody else does and opens tunnels to no other. Plain http it refuses. */
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
  const { port } = server.address() as AddressInfo; // a TCP server that listens has a port
  return { url: `http://127.0.0.1:${port}`, opened, run: (running) => (running ? listen(port) : close()), close };
}
