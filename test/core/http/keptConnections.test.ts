import assert from 'node:assert/strict';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import test, { type TestContext } from 'node:test';
import { sendRequest, type HttpRequest } from '../../../src/core/http/sendRequest.ts';
import { httpFailureOf } from '../failureOf.ts';
import { recordLog } from '../recordLog.ts';
import { minimalList } from './minimalList.ts';

interface Forgetful {
  gatewayUrl: string;
  /**
   * `METHOD n` for each request, in order of arrival. `n` is the number of the request on its connection, counted from
   * 1.
   */
  seen: string[];
  /**
   * The server closes a connection instead of responding to the connection's request with this number. The value 2
   * simulates an idle timeout.
   */
  closesAt: number;
}

/**
 * Starts a server that keeps each connection alive after the first response. By default, the server closes a connection
 * when a second request arrives on the connection.
 */
async function forgetfulServer(t: TestContext): Promise<Forgetful> {
  const counts = new WeakMap<object, number>();
  const server = http.createServer((request, response) => {
    const count = (counts.get(request.socket) ?? 0) + 1;
    counts.set(request.socket, count);
    forgetful.seen.push(`${request.method ?? ''} ${count}`);
    if (count >= forgetful.closesAt) request.socket.destroy();
    else request.resume().on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  const forgetful: Forgetful = { gatewayUrl: `http://127.0.0.1:${port}/api/bkpaas3/prod`, seen: [], closesAt: 2 };
  return forgetful;
}

const post = (): Partial<HttpRequest> => ({
  method: 'POST',
  body: { stream: Readable.from(['{}']), headers: { 'content-length': '2' } },
});

test('no request takes a kept connection, so that one closed by the server cannot leave an upload in doubt', async (t) => {
  const server = await forgetfulServer(t);
  for (const request of [
    minimalList(server),
    minimalList(server),
    minimalList(server, post()),
    minimalList(server, post()),
  ]) {
    assert.equal((await sendRequest(request, recordLog())).status, 200);
  }
  assert.deepEqual(server.seen, ['GET 1', 'GET 1', 'POST 1', 'POST 1']);
});

test('an upload whose connection breaks is not sent again', async (t) => {
  const server = await forgetfulServer(t);
  server.closesAt = 1;
  const { kind } = await httpFailureOf(sendRequest(minimalList(server, post()), recordLog()));
  assert.equal(kind, 'connectionLost');
  assert.deepEqual(server.seen, ['POST 1']);
});

/**
 * Starts a server whose responses do not contain `Connection: close`, as those of Python's `http.server` and Java's
 * `jwebserver`. The server closes a connection when a second request arrives on the connection.
 */
async function silentServer(t: TestContext): Promise<{ gatewayUrl: string; connections: () => number }> {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    let requests = 0;
    let received = '';
    socket.on('error', () => undefined);
    socket.on('data', (piece: Buffer) => {
      received += piece.toString('latin1');
      if (!/\r\n\r\n(?:\{\})?$/.test(received) || (received.startsWith('POST') && !received.endsWith('{}'))) return;
      received = '';
      requests += 1;
      if (requests > 1) socket.destroy();
      else socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  return { gatewayUrl: `http://127.0.0.1:${port}/api/bkpaas3/prod`, connections: () => connections };
}

test('of 100 POSTs to a server that closes connections without saying so, none is lost', async (t) => {
  const server = await silentServer(t);
  for (let count = 0; count < 50; count += 1) {
    assert.equal((await sendRequest(minimalList(server), recordLog())).status, 200);
    assert.equal((await sendRequest(minimalList(server, post()), recordLog())).status, 200);
    assert.equal((await sendRequest(minimalList(server, post()), recordLog())).status, 200);
  }
  assert.equal(server.connections(), 150);
});
