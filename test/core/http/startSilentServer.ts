import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';

export interface SilentServer {
  port: number;
  /** Returns the number of POSTs that arrived completely and were answered. */
  posts: () => number;
  connections: () => number;
  close: () => Promise<void>;
}

/**
 * Starts a server that answers one request on each connection, with HTTP/1.1 and a Content-Length. Like the responses
 * of Python's `http.server` and Java's `jwebserver`, its responses do not contain `Connection: close`. The server
 * closes every second connection after the response. The server closes the remaining connections when a second
 * request arrives on them. The body of every POST must be `{}`.
 */
export async function startSilentServer(secure?: { key: string; cert: string }): Promise<SilentServer> {
  const sockets = new Set<Socket>();
  let [posts, connections] = [0, 0];
  const serve = (socket: Socket): void => {
    const closesSoon = (connections += 1) % 2 === 0;
    let [received, isAnswered] = ['', false];
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    socket.on('data', (piece: Buffer) => {
      if (isAnswered) {
        socket.destroy();
        return;
      }
      received += piece.toString('latin1');
      const isPost = received.startsWith('POST');
      if (!received.endsWith(isPost ? '\r\n\r\n{}' : '\r\n\r\n')) return;
      isAnswered = true;
      if (isPost) posts += 1;
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}');
      if (closesSoon) socket.end();
    });
  };
  const server = secure
    ? tls.createServer(secure, serve).on('tlsClientError', () => undefined)
    : net.createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  return {
    port,
    posts: () => posts,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
