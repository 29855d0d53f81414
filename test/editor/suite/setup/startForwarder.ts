import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import os from 'node:os';

export interface Forwarder {
  /** `address:port`. */
  host: string;
  close: () => Promise<void>;
}

/**
 * Forwards connections from a new port of `address` to `port` of 127.0.0.1. VS Code applies a proxy to `address`, but
 * never to `localhost` or `127.0.0.1`. On Linux and Windows, `address` is another loopback address. On macOS,
 * `address` is this computer's address in its network, because macOS has no other loopback address.
 */
export async function startForwarder(
  port: number,
  address = process.platform === 'darwin' ? addressInNetwork() : '127.0.0.2',
): Promise<Forwarder> {
  const sockets = new Set<Socket>();
  const server = net.createServer((client) => {
    const onward = net.connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [client, onward],
      [onward, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => other.destroy());
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port: own } = server.address() as AddressInfo; // a listening TCP server has a port
  return {
    host: `${address}:${own}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Returns this computer's first IPv4 address that is not a loopback address. Throws if there is no such address. */
export function addressInNetwork(): string {
  const all = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const found = all.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (!found) throw new Error('This computer has no address but 127.0.0.1, for which no proxy is ever taken.');
  return found.address;
}
