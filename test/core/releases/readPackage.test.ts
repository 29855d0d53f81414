import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import test, { type TestContext } from 'node:test';
import zlib from 'node:zlib';
import { recordLog } from '../recordLog.ts';
import { serverFor, type TestServer } from '../serverFor.ts';
import { until } from '../until.ts';
import { fileOf, MB, packagesFor, readWhole, sampleOf, startReadingForTest } from './readings.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Starts a server that responds to every request with this body and these headers. */
function serverWithBody(
  t: TestContext,
  body: Buffer | string,
  headers: Record<string, string> = {},
): Promise<TestServer> {
  return serverFor(t, (_, response) => response.writeHead(200, headers).end(body));
}

test('a package has its content type, size and digest', async (t) => {
  const packages = await packagesFor(t);
  for (const [name, content] of [
    ['demo-app-1.0.3.tar.gz', 'gzip'],
    ['demo-app-2.0.0.zip', 'zip'],
    ['demo-app-1.0.0.tar', 'tar'],
  ] as const) {
    const bytes = sampleOf(name);
    const { head, whole } = startReadingForTest(`${packages.url}/${name}`);
    const file = {
      kind: 'file',
      host: new URL(packages.url).host,
      redirected: false,
      content,
      announcedBytes: bytes.length,
      statedSha256: undefined,
    };
    assert.deepEqual(await head, file);
    const end = { kind: 'whole', sizeBytes: bytes.length, sha256: sha256(bytes), damage: undefined };
    assert.deepEqual(await whole, { ...file, end });
  }
  assert.ok(packages.requests.every((request) => request.startsWith('GET ')));
});

test('the head is available with the first bytes, while the rest is still arriving', async (t) => {
  const bytes = sampleOf('demo-app-1.0.0.tar.gz');
  let response: ServerResponse | undefined;
  const server = await serverFor(t, (_, opened) => {
    response = opened;
    opened.write(bytes.subarray(0, 300));
  });
  const { head, whole } = startReadingForTest(`${server.origin}/a.tgz`);
  await until(() => response !== undefined);
  response?.write(bytes.subarray(300, 600));
  assert.equal((await head).kind, 'file');
  response?.end(bytes.subarray(600));
  const { end } = fileOf(await whole);
  assert.deepEqual(end, { kind: 'whole', sizeBytes: bytes.length, sha256: sha256(bytes), damage: undefined });
});

test('nothing in the request says who asks, not even after a redirect that brings a cookie and a password', async (t) => {
  const server = await serverFor(t, ({ path, headers }, response) => {
    if (path === '/b') response.end(sampleOf('demo-app-1.0.0.tar'));
    else
      response
        .writeHead(302, { 'set-cookie': 'session=1', location: `http://me:secret@${headers.host ?? ''}/b` })
        .end('moved');
  });
  assert.equal(fileOf(await readWhole(`${server.origin}/a`)).redirected, true);
  assert.deepEqual(
    server.seen.map(({ method, path }) => `${method} ${path}`),
    ['GET /a', 'GET /b'],
  );
  for (const { headers } of server.seen) {
    for (const name of ['authorization', 'cookie', 'referer', 'x-bkapi-authorization', 'accept-language'])
      assert.equal(headers[name], undefined, name);
  }
});

test('a link with a signature or a password is not fetched, because it can be valid for one download only', async (t) => {
  const packages = await packagesFor(t);
  const links = [`${packages.url}/demo-app-1.0.0.tar.gz?token=abc`, packages.url.replace('//', '//me:secret@')];
  for (const link of links) assert.deepEqual(await readWhole(link), { kind: 'notRead', why: 'signedLink' });
  assert.deepEqual(packages.requests, []);
});

test('turned off, or not a web address: nothing is fetched', async (t) => {
  const packages = await packagesFor(t);
  const { head, whole } = startReadingForTest(`${packages.url}/demo-app-1.0.0.tar.gz`, { maxBytes: 0 });
  assert.deepEqual(await head, { kind: 'notRead', why: 'switchedOff' });
  assert.deepEqual(await whole, await head);
  for (const text of ['', 'demo.tgz', 'ftp://packages.example.com/a', 'http://'])
    assert.deepEqual(await readWhole(text), { kind: 'notRead', why: 'notAnAddress' });
  assert.deepEqual(packages.requests, []);
});

test('a body without end is left at the limit', async (t) => {
  let closed: Promise<unknown> | undefined;
  let written = 0;
  const piece = Buffer.alloc(MB, 'x');
  const server = await serverFor(t, (_, response) => {
    closed = once(response, 'close');
    const more = (): void => {
      while (written < 200 * MB && !response.destroyed) {
        written += piece.length;
        if (!response.write(piece)) {
          response.once('drain', more);
          return;
        }
      }
    };
    more();
  });
  const { end } = fileOf(await readWhole(`${server.origin}/a`, { maxBytes: 5 * MB }));
  assert.deepEqual(end, { kind: 'tooLarge', maxBytes: 5 * MB });
  await closed;
  assert.ok(written < 200 * MB, `${written} bytes were sent`);
});

test('a file that is announced as larger than the limit is not downloaded, but its type is recognized', async (t) => {
  const bytes = sampleOf('demo-app-1.0.0.tar.gz');
  const server = await serverFor(t, (_, response) => {
    response.writeHead(200, { 'content-length': 10 * MB, 'x-checksum-sha256': 'A'.repeat(64) });
    // The server never sends the rest of the announced body.
    response.write(bytes.subarray(0, 600));
  });
  const { content, announcedBytes, statedSha256, end } = fileOf(await readWhole(server.origin, { maxBytes: MB }));
  assert.deepEqual({ content, announcedBytes }, { content: 'gzip', announcedBytes: 10 * MB });
  assert.equal(statedSha256, 'a'.repeat(64));
  assert.deepEqual(end, { kind: 'tooLarge', maxBytes: MB });
});

test('a file of exactly the limit is read', async (t) => {
  const packages = await packagesFor(t);
  const { length } = sampleOf('demo-app-1.0.0.tar.gz');
  const url = `${packages.url}/demo-app-1.0.0.tar.gz`;
  assert.equal(fileOf(await readWhole(url, { maxBytes: length })).end.kind, 'whole');
  assert.equal(fileOf(await readWhole(url, { maxBytes: length - 1 })).end.kind, 'tooLarge');
});

test('pages, empty files and other content are recognized, and have a digest, because the platform can store them', async (t) => {
  const cases: [string, Record<string, string>, string][] = [
    ['<!DOCTYPE html><p>hello', {}, 'webPage'],
    ['\uFEFF\n <HTML lang="en">', {}, 'webPage'],
    ['{"code": 401}', { 'content-type': 'application/json' }, 'unknown'],
    ['Please sign in', { 'content-type': 'text/html; charset=utf-8' }, 'webPage'],
    ['', {}, 'empty'],
    ['', { 'content-type': 'text/html' }, 'empty'],
    ['This is a text', {}, 'unknown'],
  ];
  for (const [body, headers, content] of cases) {
    const server = await serverWithBody(t, body, headers);
    const file = fileOf(await readWhole(server.origin));
    assert.equal(file.content, content, body);
    assert.equal(file.end.kind === 'whole' && file.end.sha256, sha256(Buffer.from(body)));
  }
  const archive = await serverWithBody(t, sampleOf('demo-app-1.0.0.tar.gz'), { 'content-type': 'text/html' });
  assert.equal(fileOf(await readWhole(archive.origin)).content, 'gzip');
});

test('an archive with the content encoding gzip is read as the platform stores it', async (t) => {
  const tar = sampleOf('demo-app-1.0.0.tar');
  const packed = zlib.gzipSync(tar);
  const headers = {
    'content-encoding': 'x-gzip',
    'x-checksum-sha256': sha256(packed),
    'content-length': String(packed.length),
  };
  const file = fileOf(await readWhole((await serverWithBody(t, packed, headers)).origin));
  assert.deepEqual([file.content, file.announcedBytes, file.statedSha256], ['tar', undefined, undefined]);
  assert.deepEqual(file.end, { kind: 'whole', sizeBytes: tar.length, sha256: sha256(tar), damage: undefined });

  const cut = await serverWithBody(t, packed.subarray(0, -20), { 'content-encoding': 'gzip' });
  const { end } = fileOf(await readWhole(cut.origin));
  assert.deepEqual([end.kind, end.kind === 'brokenOff' && end.error], ['brokenOff', 'answerUndecodable']);
  const bomb = await serverWithBody(t, zlib.gzipSync(Buffer.alloc(8 * MB)), { 'content-encoding': 'gzip' });
  assert.equal(fileOf(await readWhole(bomb.origin, { maxBytes: MB })).end.kind, 'tooLarge');
});

test('a packed answer that passes the limit and then stands still is not waited for', async (t) => {
  let closed: Promise<unknown> | undefined;
  const packer = zlib.createGzip();
  const server = await serverFor(t, (_, response) => {
    closed = once(response, 'close');
    packer.pipe(response.writeHead(200, { 'content-encoding': 'gzip' }));
    packer.write(Buffer.alloc(2 * MB));
    packer.flush();
  });
  const { end } = fileOf(await readWhole(server.origin, { maxBytes: MB, idleTimeoutMs: 3_600_000 }));
  assert.equal(end.kind, 'tooLarge');
  await closed;
});

test('the log has a line for each request, without any query', async (t) => {
  const server = await serverFor(t, ({ path }, response) => {
    if (path.startsWith('/a')) response.writeHead(302, { location: '/b.tgz?q-signature=secret' }).end();
    else response.writeHead(200, { 'content-type': 'application/gzip' }).end('x');
  });
  const log = recordLog();
  await readWhole(`${server.origin}/a.tgz?day=1`, { log });
  assert.deepEqual(log.lines, [
    `info GET ${server.origin}/a.tgz 302`,
    `info GET ${server.origin}/b.tgz 200 application/gzip`,
  ]);
});
