import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import test, { type TestContext } from 'node:test';
import { sendRequest, type HttpRequest } from '../../../src/core/http/sendRequest.ts';
import { httpFailureOf } from '../failureOf.ts';
import { recordLog } from '../recordLog.ts';
import { minimalList } from './minimalList.ts';
import { startSilentServer } from './startSilentServer.ts';

interface ForgetfulServer {
  gatewayUrl: string;
  /**
   * `METHOD n` for each request, in order of arrival. `n` is the number of the request on its connection, counted from
   * 1.
   */
  seen: string[];
  /**
   * The number of a request on its connection, counted from 1. When this request arrives, the server closes the
   * connection instead of responding. The value 2 simulates an idle timeout.
   */
  closesAt: number;
}

/**
 * Starts a server that keeps each connection alive after the first response. By default, the server closes a connection
 * when a second request arrives on the connection.
 */
async function startForgetfulServer(t: TestContext): Promise<ForgetfulServer> {
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
  const forgetful: ForgetfulServer = { gatewayUrl: `http://127.0.0.1:${port}/api/bkpaas3/prod`, seen: [], closesAt: 2 };
  return forgetful;
}

const post = (): Partial<HttpRequest> => ({
  method: 'POST',
  body: { stream: Readable.from(['{}']), headers: { 'content-length': '2' } },
});

test('no request reuses a connection, so that a connection closed by the server cannot leave an upload’s outcome unknown', async (t) => {
  const server = await startForgetfulServer(t);
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
  const server = await startForgetfulServer(t);
  server.closesAt = 1;
  const { kind } = await httpFailureOf(sendRequest(minimalList(server, post()), recordLog()));
  assert.equal(kind, 'connectionLost');
  assert.deepEqual(server.seen, ['POST 1']);
});

test('of 100 POSTs to a server that closes connections without notice, none is lost', async (t) => {
  const silent = await startSilentServer();
  t.after(silent.close);
  const server = { gatewayUrl: `http://127.0.0.1:${silent.port}/api/bkpaas3/prod` };
  for (let count = 0; count < 50; count += 1) {
    assert.equal((await sendRequest(minimalList(server), recordLog())).status, 200);
    assert.equal((await sendRequest(minimalList(server, post()), recordLog())).status, 200);
    assert.equal((await sendRequest(minimalList(server, post()), recordLog())).status, 200);
  }
  assert.deepEqual([silent.posts(), silent.connections()], [100, 150]);
});
