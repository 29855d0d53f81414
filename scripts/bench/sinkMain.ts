import { createServer } from 'node:http';

/**
 * Receives files in a separate process and discards them, and responds as a BK-Repo that has stored them. Sends its
 * port to its parent.
 */
const server = createServer((request, response) => {
  let size = 0;
  request.on('data', (piece: Buffer) => (size += piece.length));
  request.on('end', () => {
    const sha256 = request.headers['x-bkrepo-sha256'] ?? null;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ code: 0, data: { fullPath: request.url, size, sha256 } }));
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
process.on('disconnect', () => process.exit());
