import type { Server } from 'node:net';

/**
 * Makes the server listen on 127.0.0.1 and returns the port. A `port` of 0 selects any free port. Rejects if the port
 * is in use.
 */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}
