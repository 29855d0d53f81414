import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import test, { type TestContext } from 'node:test';
import { sendRequest, type HttpRequest } from '../../../src/core/http/sendRequest.ts';
import { httpFailureOf } from '../failureOf.ts';
import { recordLog } from '../recordLog.ts';
import { minimalList } from './minimalList.ts';

interface Forgetful {
  gatewayUrl: string;
  /** `METHOD nth request of its connection`, in the order they came. */
  seen: string[];
  /** From which request of a connection on it is closed in place of an answer; 2 is what an idle timeout looks like. */
  closesAt: number;
}

/** A server that keeps connections and closes them when they are used again. */
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
  const { port } = server.address() as AddressInfo; // a TCP server that listens has a port
  const forgetful: Forgetful = { gatewayUrl: `http://127.0.0.1:${port}/api/bkpaas3/prod`, seen: [], closesAt: 2 };
  return forgetful;
}

const post = (): Partial<HttpRequest> => ({
  method: 'POST',
  body: { stream: Readable.from(['{}']), headers: { 'content-length': '2' } },
});

test('a read on a kept connection that the server has closed is sent once more, on a new one, as one line of the log', async (t) => {
  const server = await forgetfulServer(t);
  await sendRequest(minimalList(server), recordLog());
  const log = recordLog();
  assert.equal((await sendRequest(minimalList(server), log)).status, 200);
  assert.deepEqual(server.seen, ['GET 1', 'GET 2', 'GET 1']);
  assert.equal(log.lines.length, 1);
});

test('a read is not sent a third time, and not a second time when its connection was new', async (t) => {
  const server = await forgetfulServer(t);
  await sendRequest(minimalList(server), recordLog());
  server.closesAt = 1;
  assert.equal((await httpFailureOf(sendRequest(minimalList(server), recordLog()))).kind, 'connectionLost');
  assert.deepEqual(server.seen, ['GET 1', 'GET 2', 'GET 1']);
  await httpFailureOf(sendRequest(minimalList(server), recordLog()));
  assert.deepEqual(server.seen.slice(3), ['GET 1']);
});

test('an upload never takes a kept connection, so that a closed one cannot leave it in doubt', async (t) => {
  const server = await forgetfulServer(t);
  await sendRequest(minimalList(server), recordLog());
  for (let times = 0; times < 2; times += 1) {
    assert.equal((await sendRequest(minimalList(server, post()), recordLog())).status, 200);
  }
  assert.deepEqual(server.seen, ['GET 1', 'POST 1', 'POST 1']);
});

test('an upload whose connection breaks is not sent again', async (t) => {
  const server = await forgetfulServer(t);
  server.closesAt = 1;
  const { kind } = await httpFailureOf(sendRequest(minimalList(server, post()), recordLog()));
  assert.equal(kind, 'connectionLost');
  assert.deepEqual(server.seen, ['POST 1']);
});
