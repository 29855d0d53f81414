import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';

/** A request that the server received. Tests assert that no request arrived, or that a request contained no secret. */
export interface SeenRequest {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

export interface TestServer {
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  origin: string;
  /** The origin, followed by the path of a gateway. */
  gatewayUrl: string;
  seen: SeenRequest[];
}

export type Respond = (request: SeenRequest, response: http.ServerResponse) => void;

/** Starts a server for one test. `respond` can send responses that the embedded platform never sends. */
export async function serverFor(t: TestContext, respond: Respond): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  const server = http.createServer((incoming, response) => {
    void buffer(incoming).then((body) => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, path: url, headers, body };
      seen.push(request);
      respond(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  const origin = `http://127.0.0.1:${port}`;
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { origin, gatewayUrl: `${origin}/api/bkpaas3/prod`, seen };
}
