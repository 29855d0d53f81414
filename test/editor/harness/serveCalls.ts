import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * Functions that another process can call. Arguments and results are sent as JSON. A rejection is sent as its message.
 */
export type RemoteFunctions<Table> = { [Name in keyof Table]: (...args: never[]) => Promise<unknown> };

export interface CallServer {
  /** The address to pass to `remoteFunctionsAt`. */
  url: string;
  close: () => Promise<void>;
}

/**
 * Serves functions on the loopback address. A call is `POST /<name>` with the arguments as a JSON array. A suite inside
 * an extension host uses such calls to reach the process that started the run.
 */
export async function serveCalls<Table extends RemoteFunctions<Table>>(table: Table): Promise<CallServer> {
  const server = http.createServer((request, response) => {
    void handleCall(table, request).then(
      (value) => response.writeHead(200).end(JSON.stringify(value ?? null)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function handleCall<Table extends RemoteFunctions<Table>>(
  table: Table,
  request: http.IncomingMessage,
): Promise<unknown> {
  const args: unknown = JSON.parse(await text(request));
  const called = Object.entries(table).find(([name]) => request.url === `/${name}`)?.[1];
  if (typeof called !== 'function' || !Array.isArray(args)) throw new Error(`No such call: ${String(request.url)}`);
  return Reflect.apply(called, undefined, args);
}

/**
 * Returns local functions that call the functions served at `url`. Each local function rejects with the server's
 * message if the call fails. The calls use `node:http` and not `fetch`, because network.ts tests that nothing replaces
 * the agent of `fetch` in the extension host.
 */
export function remoteFunctionsAt<Table extends RemoteFunctions<Table>>(url: string): Table {
  const table = new Proxy(
    {},
    {
      get:
        (_target, name) =>
        (...args: unknown[]) =>
          call(new URL(String(name), url), args),
    },
  );
  return table as Table; // the server and this client are in this repository and use the same type
}

function call(url: URL, args: unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST' }, (response) => {
      text(response).then((said) => {
        if (response.statusCode === 200) resolve(JSON.parse(said));
        else reject(new Error(said));
      }, reject);
    });
    request.on('error', reject).end(JSON.stringify(args));
  });
}
