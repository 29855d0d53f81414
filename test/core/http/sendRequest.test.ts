import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import zlib from 'node:zlib';
import { sendRequest } from '../../../src/core/http/sendRequest.ts';
import type { Fault } from '../../platform/faults.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { httpFailureOf } from '../failureOf.ts';
import { recordLog } from '../recordLog.ts';
import { serverFor } from '../serverFor.ts';
import { minimalList } from './minimalList.ts';

/** Starts a platform whose response to the next request has the fault. */
async function platformWith(t: TestContext, fault: Fault): Promise<EmbeddedPlatform> {
  const platform = await startPlatformForTest(t);
  platform.faults.next({ fault });
  return platform;
}

test('a response has status, headers, text and duration, and one log line without headers', async (t) => {
  const platform = await startPlatformForTest(t);
  const log = recordLog();
  const answer = await sendRequest(minimalList(platform), log);
  const id = platform.requests[0]?.requestId ?? '';
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['x-bkapi-request-id'], id);
  assert.match(answer.text, /^\{"count":/);
  assert.ok(Number.isInteger(answer.milliseconds) && answer.milliseconds >= 0);
  assert.equal(log.lines.length, 1);
  assert.match(
    log.lines[0] ?? '',
    new RegExp(`^info GET /api/bkpaas3/prod/bkapps/applications/lists/minimal 200 \\d+ ms request id ${id}$`),
  );
});

test('the log contains no query, because a query can contain a token', async (t) => {
  const platform = await startPlatformForTest(t);
  const log = recordLog();
  const { url, ...rest } = minimalList(platform);
  const secret = 'planted-3f9a';
  await sendRequest({ ...rest, url: new URL(`?token=${secret}`, url) }, log);
  platform.faults.next({ fault: { kind: 'dropBeforeHeaders' } });
  await sendRequest({ ...rest, url: new URL(`?token=${secret}`, url) }, log).catch(() => undefined);
  assert.equal(log.lines.length, 2);
  assert.ok(!log.lines.join().includes(secret), log.lines.join());
});

test('a response with an error status is returned and not thrown', async (t) => {
  const platform = await platformWith(t, { kind: 'gatewayError', codeName: 'SERVICE_UNAVAILABLE' });
  assert.equal((await sendRequest(minimalList(platform), recordLog())).status, 503);
});

const cutConnections: readonly Fault[] = [
  { kind: 'dropBeforeHeaders' },
  { kind: 'dropAfterHeaders' },
  { kind: 'dropMidBody' },
];
for (const fault of cutConnections) {
  test(`${fault.kind}: the connection is lost after everything was sent, and no partial response is returned`, async (t) => {
    const platform = await platformWith(t, fault);
    const log = recordLog();
    const { kind, sent } = await httpFailureOf(sendRequest(minimalList(platform), log));
    assert.deepEqual({ kind, sent }, { kind: 'connectionLost', sent: true });
    assert.match(log.lines.join(), /^warn GET \S+ no answer \(connectionLost\) \d+ ms: /);
  });
}

test('a compressed response that is cut in the middle is a lost connection, not a decompression error', async (t) => {
  const packed = zlib.gzipSync('{"results": [1, 2, 3]}'.repeat(100), { level: 0 });
  const server = await serverFor(t, (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length });
    response.write(packed.subarray(0, packed.length / 2));
    response.socket?.destroySoon();
  });
  const { kind, sent } = await httpFailureOf(sendRequest(minimalList(server), recordLog()));
  assert.deepEqual({ kind, sent }, { kind: 'connectionLost', sent: true });
});

test('halfJson: the text is returned unchanged, because the caller parses it', async (t) => {
  const platform = await platformWith(t, { kind: 'halfJson' });
  const { status, text } = await sendRequest(minimalList(platform), recordLog());
  assert.equal(status, 200);
  assert.throws(() => JSON.parse(text) as unknown, SyntaxError);
});

test('proxyLoginPage: a page with status 200 is returned unchanged', async (t) => {
  const platform = await platformWith(t, { kind: 'proxyLoginPage' });
  const { status, text } = await sendRequest(minimalList(platform), recordLog());
  assert.equal(status, 200);
  assert.match(text, /Please log in to use the network/);
});

test('wrongContentType: the text does not depend on the content type', async (t) => {
  const platform = await platformWith(t, { kind: 'wrongContentType', contentType: 'image/png' });
  assert.match((await sendRequest(minimalList(platform), recordLog())).text, /^\{"count":/);
});

test('gzip: a compressed answer is unpacked', async (t) => {
  const platform = await platformWith(t, { kind: 'gzip' });
  const answer = await sendRequest(minimalList(platform), recordLog());
  assert.equal(answer.headers['content-encoding'], 'gzip');
  assert.match(answer.text, /演示应用/);
});

const packers = {
  'x-gzip': zlib.gzipSync,
  GZIP: zlib.gzipSync,
  deflate: zlib.deflateSync,
  br: zlib.brotliCompressSync,
  identity: (text: string) => Buffer.from(text),
};
for (const [encoding, pack] of Object.entries(packers)) {
  test(`content-encoding ${encoding} is read, with Chinese cut at any byte`, async (t) => {
    const body = pack('{"name": "蓝鲸 🐳"}');
    const server = await serverFor(t, (_, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      for (const byte of body) response.write(Buffer.from([byte]));
      response.end();
    });
    assert.equal((await sendRequest(minimalList(server), recordLog())).text, '{"name": "蓝鲸 🐳"}');
  });
}

const brokenBodies: Record<string, [string, Buffer]> = {
  'text that calls itself gzip': ['gzip', Buffer.from('{"count": 0, "results": []}')],
  'gzip that stops in the middle of a complete message': ['gzip', zlib.gzipSync('x'.repeat(5000)).subarray(0, 20)],
  'text that calls itself br': ['br', Buffer.from('{"count": 0, "results": []}')],
};
for (const [name, [encoding, body]] of Object.entries(brokenBodies)) {
  test(`${name} is undecodable, not a lost connection`, async (t) => {
    const server = await serverFor(t, (_, response) => {
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': body.length }).end(body);
    });
    const { kind, sent } = await httpFailureOf(sendRequest(minimalList(server), recordLog()));
    assert.deepEqual({ kind, sent }, { kind: 'answerUndecodable', sent: true });
  });
}

test('an undecodable response is rejected without waiting for its end', async (t) => {
  const server = await serverFor(t, (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.write('{"count": 0, ');
  });
  assert.equal((await httpFailureOf(sendRequest(minimalList(server), recordLog()))).kind, 'answerUndecodable');
});

test('an empty body under a content-encoding is an empty text', async (t) => {
  const server = await serverFor(t, (_, response) => {
    response.writeHead(302, { 'content-encoding': 'gzip', 'content-length': '0', location: '/login' }).end();
  });
  const { status, text } = await sendRequest(minimalList(server), recordLog());
  assert.deepEqual({ status, text }, { status: 302, text: '' });
});

test('hugeBody: reading the response stops at maxBytes', async (t) => {
  const platform = await platformWith(t, { kind: 'hugeBody', bytes: 8 * 1024 * 1024 });
  const { kind, sent } = await httpFailureOf(sendRequest(minimalList(platform), recordLog()));
  assert.deepEqual({ kind, sent }, { kind: 'answerTooLarge', sent: true });
});

test('maxBytes counts unpacked bytes, so a small compressed answer cannot grow without end', async (t) => {
  const bomb = zlib.gzipSync(Buffer.alloc(4 * 1024 * 1024));
  const server = await serverFor(t, (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
  });
  assert.ok(bomb.length < 10_000);
  assert.equal((await httpFailureOf(sendRequest(minimalList(server), recordLog()))).kind, 'answerTooLarge');
});

test('a response of exactly maxBytes is accepted; one byte more is not', async (t) => {
  const server = await serverFor(t, (_, response) => response.end('x'.repeat(1000)));
  assert.equal((await sendRequest(minimalList(server, { maxBytes: 1000 }), recordLog())).text.length, 1000);
  const tooSmall = minimalList(server, { maxBytes: 999 });
  assert.equal((await httpFailureOf(sendRequest(tooSmall, recordLog()))).kind, 'answerTooLarge');
});

test('slowDrip: a response in small pieces is joined', async (t) => {
  const platform = await platformWith(t, { kind: 'slowDrip', ms: 0, chunkBytes: 100 });
  const { text } = await sendRequest(minimalList(platform), recordLog());
  assert.doesNotThrow(() => JSON.parse(text) as unknown);
  assert.match(text, /演示应用/);
});
