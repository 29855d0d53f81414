import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import test from 'node:test';
import zlib from 'node:zlib';
import { openAnswer, type OpenAnswer, type OpenAnswerOptions } from '../../../src/core/http/openAnswer.ts';
import { startPackageServer } from '../../platform/packageServer.ts';
import { httpFailureOf } from '../failureOf.ts';
import { serverFor } from '../serverFor.ts';
import { until } from '../until.ts';

const FOREVER_MS = 3_600_000;

const open = (address: string, rest: Partial<OpenAnswerOptions> = {}): Promise<OpenAnswer> =>
  openAnswer(new URL(address), { headersTimeoutMs: 10_000, idleTimeoutMs: 10_000, ...rest });

const readTlsFixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');

test('status and headers are there before the body is', async (t) => {
  let finish = (): void => undefined;
  const server = await serverFor(t, (_, response) => {
    response.writeHead(203, { 'x-checksum': 'abc' }).write('one ');
    finish = () => response.end('two');
  });
  const answer = await open(server.origin);
  assert.equal(answer.status, 203);
  assert.equal(answer.headers['x-checksum'], 'abc');
  finish();
  assert.equal((await buffer(answer.body)).toString(), 'one two');
});

test('the request is a GET that does not identify the user and requests the file without compression', async (t) => {
  const server = await serverFor(t, (_, response) => response.end());
  (await open(`${server.origin}/a/b.tgz?x=1`)).close();
  assert.equal(server.seen[0]?.method, 'GET');
  assert.equal(server.seen[0].path, '/a/b.tgz?x=1');
  assert.deepEqual(Object.keys(server.seen[0].headers).sort(), [
    'accept',
    'accept-encoding',
    'connection',
    'host',
    'user-agent',
  ]);
  assert.equal(server.seen[0].headers['accept-encoding'], 'identity');
  assert.equal(server.seen[0].headers.connection, 'close');
});

test('a compressed body is not decompressed, and a redirect is returned as a response', async (t) => {
  const packed = zlib.gzipSync('text');
  const server = await serverFor(t, (_, response) => {
    response.writeHead(302, { location: '/elsewhere', 'content-encoding': 'gzip' }).end(packed);
  });
  const answer = await open(server.origin);
  assert.deepEqual([answer.status, answer.headers.location], [302, '/elsewhere']);
  assert.deepEqual(await buffer(answer.body), packed);
});

test('a body that ends early is a lost connection, with a Content-Length or in chunks', async (t) => {
  const packages = await startPackageServer();
  t.after(() => packages.close());
  const answer = await open(`${packages.url}/drop/demo-app-1.0.0.tar.gz`);
  assert.equal((await httpFailureOf(buffer(answer.body))).kind, 'connectionLost');
  const inChunks = await serverFor(t, (_, response) => {
    response.write('x');
    response.socket?.destroySoon();
  });
  assert.equal((await httpFailureOf(buffer((await open(inChunks.origin)).body))).kind, 'connectionLost');
});

test('a closed port, an unknown host and an untrusted certificate each have their kind of error', async (t) => {
  const gone = await startPackageServer();
  await gone.close();
  assert.equal((await httpFailureOf(open(gone.url))).kind, 'connectionRefused');
  assert.equal((await httpFailureOf(open('http://packages.invalid/'))).kind, 'nameNotFound');
  const secure = await startPackageServer({ key: readTlsFixture('server.key'), cert: readTlsFixture('server.crt') });
  t.after(() => secure.close());
  assert.equal((await httpFailureOf(open(secure.url.replace('127.0.0.1', 'localhost')))).kind, 'certificateUntrusted');
  assert.deepEqual(secure.requests, []);
});

test('no headers within the time limit: timed out', async (t) => {
  const server = await serverFor(t, () => undefined);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const failure = httpFailureOf(open(server.origin, { headersTimeoutMs: 1000 }));
  await until(() => server.seen.length === 1);
  t.mock.timers.tick(1000);
  const { kind, message } = await failure;
  assert.equal(kind, 'timedOut');
  assert.match(message, /headers within 1 s/);
});

test('the body may take any time while data arrives, but not stand still', async (t) => {
  let more = (): void => undefined;
  const server = await serverFor(t, (_, response) => {
    more = () => response.write('x'.repeat(100));
    more();
  });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const answer = await open(server.origin, { headersTimeoutMs: 500, idleTimeoutMs: 1000 });
  const pieces = answer.body[Symbol.asyncIterator]();
  for (let count = 0; count < 5; count += 1) {
    assert.equal((await pieces.next()).done, false);
    t.mock.timers.tick(999);
    const next = pieces.next();
    t.mock.timers.tick(999);
    more();
    await next;
    more();
  }
  await pieces.next();
  const failure = httpFailureOf(pieces.next());
  t.mock.timers.tick(1000);
  assert.match((await failure).message, /nothing came for 1 s/);
});

test('a slow reader does not cause a timeout', async (t) => {
  const server = await serverFor(t, (_, response) => response.end('all'));
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const answer = await open(server.origin, { idleTimeoutMs: 1000 });
  for await (const piece of answer.body) {
    t.mock.timers.tick(FOREVER_MS);
    assert.equal(piece.toString(), 'all');
  }
});

test('cancelled before, while waiting for headers, and in the middle of the body: each closes the connection', async (t) => {
  assert.equal((await httpFailureOf(open('http://127.0.0.1:9/', { signal: AbortSignal.abort() }))).kind, 'cancelled');

  let closed: Promise<unknown> | undefined;
  let begin = false;
  const server = await serverFor(t, (_, response) => {
    closed = once(response, 'close');
    if (begin) response.write('x');
  });
  const waiting = new AbortController();
  const failure = httpFailureOf(open(server.origin, { signal: waiting.signal }));
  await until(() => closed !== undefined);
  waiting.abort();
  assert.equal((await failure).kind, 'cancelled');
  await closed;

  begin = true;
  const reading = new AbortController();
  const answer = await open(server.origin, { signal: reading.signal });
  const pieces = answer.body[Symbol.asyncIterator]();
  await pieces.next();
  const lost = httpFailureOf(pieces.next());
  reading.abort();
  assert.equal((await lost).kind, 'cancelled');
  await closed;
});

test('close, and leaving the loop over the body, end the exchange', async (t) => {
  let closed: Promise<unknown> | undefined;
  const server = await serverFor(t, (_, response) => {
    closed = once(response, 'close');
    response.write('x');
  });
  (await open(server.origin)).close();
  await closed;
  for await (const piece of (await open(server.origin)).body) {
    assert.equal(piece.length, 1);
    break;
  }
  await closed;
});

test('more bytes than announced: Node rejects the response, and it is a lost connection', async (t) => {
  const liar = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nwhole and more'),
    );
  });
  liar.listen(0, '127.0.0.1');
  await once(liar, 'listening');
  t.after(() => liar.close());
  const { port } = liar.address() as AddressInfo; // a listening TCP server has a port
  const reading = open(`http://127.0.0.1:${port}/`).then((answer) => buffer(answer.body));
  assert.equal((await httpFailureOf(reading)).kind, 'connectionLost');
});
