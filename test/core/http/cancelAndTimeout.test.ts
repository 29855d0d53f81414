import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import test from 'node:test';
import { sendRequest, type HttpRequest } from '../../../src/core/http/sendRequest.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { httpFailureOf } from '../failureOf.ts';
import { recordLog } from '../recordLog.ts';
import { serverFor } from '../serverFor.ts';
import { until } from '../until.ts';
import { minimalList } from './minimalList.ts';

/**
 * An hour in milliseconds. No test runs this long: the wait ends when a mock timer advances, the request is cancelled
 * or the embedded platform is closed.
 */
const FOREVER_MS = 3_600_000;

// This test must be the first of the file. The server of an earlier test closes one turn of the event loop after the
// end of that test, so this test would count the server.
test('no timer and no socket keeps the process alive after a successful or failed request', async (t) => {
  const platform = await startPlatformForTest(t);
  const send = (rest: Partial<HttpRequest> = {}) => sendRequest(minimalList(platform, rest), recordLog());
  await send();
  for (const fault of [
    { kind: 'dropBeforeHeaders' },
    { kind: 'dropMidBody' },
    { kind: 'hugeBody', bytes: 8 * 1024 * 1024 },
  ] as const) {
    platform.faults.always({ fault });
    await httpFailureOf(send());
    platform.faults.clear();
  }
  platform.faults.next({ fault: { kind: 'delay', ms: FOREVER_MS } });
  const cancel = new AbortController();
  const cancelled = httpFailureOf(send({ signal: cancel.signal }));
  await until(() => platform.faults.pending === 0);
  cancel.abort();
  await cancelled;
  await platform.close();
  await httpFailureOf(send());
  for (let turn = 0; turn < 100 && activeResources().length > 0; turn += 1) await new Promise(setImmediate);
  assert.deepEqual(activeResources(), []);
});

test('delay: a platform that does not respond causes a timeout after timeoutMs, and has received the whole request', async (t) => {
  const platform = await startPlatformForTest(t);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  platform.faults.next({ fault: { kind: 'delay', ms: FOREVER_MS } });
  const log = recordLog();
  const failure = httpFailureOf(sendRequest(minimalList(platform, { timeoutMs: 2500 }), log));
  await until(() => platform.requests.length === 1);
  t.mock.timers.tick(2499);
  assert.equal(log.lines.length, 0);
  t.mock.timers.tick(1);
  const { kind, sent, message } = await failure;
  assert.deepEqual({ kind, sent }, { kind: 'timedOut', sent: true });
  assert.match(message, /within 2\.5 s/);
});

test('slowDrip: timeoutMs is for the whole exchange, not for each piece', async (t) => {
  const platform = await startPlatformForTest(t);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  platform.faults.next({ fault: { kind: 'slowDrip', ms: 100 } });
  let settled = false;
  const failure = httpFailureOf(sendRequest(minimalList(platform, { timeoutMs: 1000 }), recordLog())).finally(() => {
    settled = true;
  });
  await until(() => platform.requests[0]?.status === 200);
  for (let pieces = 0; pieces < 9; pieces += 1) {
    t.mock.timers.tick(100);
    await new Promise(setImmediate);
  }
  assert.equal(settled, false);
  t.mock.timers.tick(100);
  const { kind, sent } = await failure;
  assert.deepEqual({ kind, sent }, { kind: 'timedOut', sent: true });
});

test('a connection that never becomes secure times out with nothing sent', async (t) => {
  const mute = net.createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const { port } = mute.address() as AddressInfo; // a listening TCP server has a port
  const accepted = once(mute, 'connection');
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const server = { gatewayUrl: `https://localhost:${port}/api/bkpaas3/prod` };
  const failure = httpFailureOf(sendRequest(minimalList(server, { timeoutMs: 1000 }), recordLog()));
  const [socket] = (await accepted) as [net.Socket]; // the payload of 'connection'
  t.mock.timers.tick(1000);
  const { kind, sent } = await failure;
  assert.deepEqual({ kind, sent }, { kind: 'timedOut', sent: false });
  socket.destroy();
  mute.close();
});

test('cancelled before it is sent: nothing reaches the platform', async (t) => {
  const platform = await startPlatformForTest(t);
  const log = recordLog();
  const { kind, sent } = await httpFailureOf(sendRequest(minimalList(platform, { signal: AbortSignal.abort() }), log));
  assert.deepEqual({ kind, sent }, { kind: 'cancelled', sent: false });
  await sendRequest(minimalList(platform), recordLog());
  assert.equal(platform.requests.length, 1);
});

test('cancelled while waiting for the response: the whole request counts as sent', async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.next({ fault: { kind: 'delay', ms: FOREVER_MS } });
  const cancel = new AbortController();
  const failure = httpFailureOf(sendRequest(minimalList(platform, { signal: cancel.signal }), recordLog()));
  await until(() => platform.requests.length === 1);
  cancel.abort();
  const { kind, sent } = await failure;
  assert.deepEqual({ kind, sent }, { kind: 'cancelled', sent: true });
});

test('a cancelled request closes its connection, so that the server can stop working on it', async (t) => {
  const cancel = new AbortController();
  let closed: Promise<unknown> | undefined;
  const server = await serverFor(t, (_, response) => {
    closed = once(response, 'close');
    cancel.abort();
  });
  await httpFailureOf(sendRequest(minimalList(server, { signal: cancel.signal }), recordLog()));
  await closed;
});

test('cancelled while the body is being sent: the request does not count as sent', async (t) => {
  const platform = await startPlatformForTest(t);
  const stream = new PassThrough();
  const cancel = new AbortController();
  const body = { stream, headers: { 'content-type': 'text/plain', 'content-length': '100' } };
  const request = minimalList(platform, { method: 'POST', body, signal: cancel.signal });
  const failure = httpFailureOf(sendRequest(request, recordLog()));
  stream.write('only a part');
  await until(() => stream.writableLength === 0 && stream.readableLength === 0);
  cancel.abort();
  const { kind, sent } = await failure;
  assert.deepEqual({ kind, sent }, { kind: 'cancelled', sent: false });
});

test('cancelled after the response: nothing changes, and no listener is left on the signal', async (t) => {
  const platform = await startPlatformForTest(t);
  const cancel = new AbortController();
  const answer = await sendRequest(minimalList(platform, { signal: cancel.signal }), recordLog());
  assert.deepEqual(getEventListeners(cancel.signal, 'abort'), []);
  cancel.abort();
  assert.equal(answer.status, 200);
});

/**
 * Returns the types of the timers, sockets and name lookups that keep this process alive. The pipes to the test runner
 * are not included.
 */
function activeResources(): string[] {
  return process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|TLS|GetAddrInfo/.test(name));
}
