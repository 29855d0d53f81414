import { createServer as createPlainServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { packTar } from './archives.ts';
import { Gates } from './gates.ts';
import { listen } from './listen.ts';
import { loginPage, samplePackages } from './samplePackages.ts';
import { wait } from './wait.ts';
import type { ServerResponse } from 'node:http';

export interface PackageServer {
  /** Address of the server, without a trailing slash. */
  url: string;
  /** Method and path of every request, such as `GET /x.tar.gz`, oldest first. */
  requests: string[];
  /** Responds to the waiting requests for `/held/<gate>/…`. Later requests for this gate get their response at once. */
  release: (gate: string) => void;
  close(): Promise<void>;
}

/**
 * Starts a small file server with the sample packages, for GET and HEAD. `/<sample>` responds with that sample. In all
 * other paths, `<any>` is the file name of a sample. A name without a sample selects `demo-app-1.0.0.tar.gz`:
 *
 * - `/status/<code>/<any>` responds with this status.
 * - `/slow/<ms>/<any>` responds with the sample after this delay.
 * - `/held/<gate>/<any>` responds with the sample after `release(gate)`.
 * - `/size/<bytes>/<any>` responds with a tar archive of this size, rounded up to whole tar blocks.
 * - `/redirect/<any>` redirects to the sample.
 * - `/redirect-to/<encoded address>` redirects to this address.
 * - `/login-page/<any>` responds with an HTML page and status 200.
 * - `/drop/<any>` sends half of the sample and then cuts the connection.
 * - `/hang-up/<any>` cuts the connection before the headers.
 */
export async function startPackageServer(tls?: { key: string; cert: string }): Promise<PackageServer> {
  const samples = samplePackages();
  const closing = new AbortController();
  const requests: string[] = [];
  const gates = new Gates();
  const server = tls ? createTlsServer(tls) : createPlainServer();
  server.on('request', (request, response) => {
    const path = new URL(request.url ?? '/', 'http://packages.invalid').pathname;
    requests.push(`${request.method ?? ''} ${path}`);
    void servePath(path, samples, response, { closing: closing.signal, gates });
  });
  const port = await listen(server, 0);
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    release: (name) => {
      gates.open(name);
    },
    async close() {
      closing.abort();
      gates.openAll();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function servePath(
  path: string,
  samples: ReadonlyMap<string, Buffer>,
  response: ServerResponse,
  { closing, gates }: { closing: AbortSignal; gates: Gates },
): Promise<void> {
  const parts = path.split('/').slice(1);
  const name = decodeURIComponent(parts.at(-1) ?? '');
  const sample = samples.get(name) ?? samples.get('demo-app-1.0.0.tar.gz') ?? Buffer.alloc(0);
  switch (parts.length > 1 ? parts[0] : undefined) {
    case 'status':
      send(response, Number(parts[1]), 'text/plain', Buffer.from(`Status ${parts[1] ?? ''}\n`));
      return;
    case 'slow':
      if (await wait(Number(parts[1]), closing)) sendFile(response, sample);
      return;
    case 'held':
      await gates.pass(parts[1] ?? '');
      if (!closing.aborted) sendFile(response, sample);
      return;
    case 'size':
      sendFile(response, archiveOfSize(Number(parts[1])));
      return;
    case 'redirect':
      response.writeHead(302, { Location: `/${samples.has(name) ? name : 'demo-app-1.0.0.tar.gz'}` }).end();
      return;
    case 'redirect-to':
      response.writeHead(302, { Location: name }).end();
      return;
    case 'login-page':
      send(response, 200, 'text/html', Buffer.from(loginPage()));
      return;
    case 'hang-up':
      response.socket?.destroy();
      return;
    case 'drop':
      response.writeHead(200, { 'Content-Length': sample.length });
      response.write(sample.subarray(0, sample.length / 2));
      response.socket?.destroySoon();
      return;
    default:
      if (samples.has(name)) sendFile(response, sample);
      else send(response, 404, 'text/plain', Buffer.from('Not found\n'));
  }
}

/**
 * Returns a tar archive of `bytes` bytes, rounded up to whole blocks. Three blocks do not belong to the content: the
 * header of the only file, and two blocks of zeros at the end.
 */
function archiveOfSize(bytes: number): Buffer {
  return packTar([{ path: 'filler', content: Buffer.alloc(Math.max(0, bytes - 3 * 512), 'x') }]);
}

function sendFile(response: ServerResponse, file: Buffer): void {
  send(response, 200, 'application/octet-stream', file);
}

/** Sends a response. Node omits the body if the request is a HEAD request. */
function send(response: ServerResponse, status: number, type: string, body: Buffer): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': body.length }).end(body);
}
