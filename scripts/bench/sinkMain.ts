import { createServer } from 'node:http';

/**
 * This module runs in a child process of transfers.ts. It receives and discards files, and responds as a BK-Repo does
 * after it has stored a file. It sends the port of its server to the parent process.
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
