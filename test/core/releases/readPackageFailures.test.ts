import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import type { PackageReadResult } from '../../../src/core/releases/readPackage.ts';
import { startPackageServer } from '../../platform/packageServer.ts';
import { resolveNamesHere } from '../resolveNamesHere.ts';
import { serverFor } from '../serverFor.ts';
import { fileOf, packagesFor, readWhole, sampleOf, startReadingForTest } from './readings.ts';

const readTlsFixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');

test('redirects are followed, also relative ones, and the last host is reported', async (t) => {
  const packages = await packagesFor(t);
  const server = await serverFor(t, (_, response) => {
    response.writeHead(307, { location: `${packages.url}/redirect/demo-app-1.0.1.tar.gz` }).end();
  });
  const file = fileOf(await readWhole(`${server.origin}/a`));
  assert.deepEqual([file.redirected, file.host, file.content], [true, new URL(packages.url).host, 'gzip']);
  assert.deepEqual(packages.requests, ['GET /redirect/demo-app-1.0.1.tar.gz', 'GET /demo-app-1.0.1.tar.gz']);
});

test('five redirects are followed, a circle is not', async (t) => {
  const server = await serverFor(t, ({ path }, response) => {
    const left = Number(path.slice(1));
    if (left === 0) response.end(sampleOf('demo-app-1.0.0.tar'));
    else response.writeHead(302, { location: `/${left - 1}` }).end();
  });
  assert.equal((await readWhole(`${server.origin}/5`)).kind, 'file');
  const { host } = new URL(server.origin);
  assert.deepEqual(await readWhole(`${server.origin}/6`), { kind: 'redirectRefused', why: 'tooMany', host });
  server.seen.length = 0;
  assert.equal((await readWhole(`${server.origin}/99`)).kind, 'redirectRefused');
  assert.equal(server.seen.length, 6);
});

test('a redirect to something else than http(s) is not followed', async (t) => {
  for (const [location, host] of [
    ['ftp://files.example.com/a.tgz', 'files.example.com'],
    ['file:///etc/passwd', ''],
    ['http://[', undefined],
  ] as const) {
    const server = await serverFor(t, (_, response) => response.writeHead(302, { location }).end());
    const expected = { kind: 'redirectRefused', why: 'notHttp', host: host ?? new URL(server.origin).host };
    assert.deepEqual(await readWhole(server.origin), expected, location);
  }
});

test('a link of the outside world cannot make this computer ask its own services', async (t) => {
  const server = await serverFor(t, ({ headers }, response) => {
    response.writeHead(302, { location: `http://localhost:${(headers.host ?? '').split(':')[1] ?? ''}/admin` }).end();
  });
  resolveNamesHere(t);
  const { port } = new URL(server.origin);
  const refused = { kind: 'redirectRefused', why: 'thisMachine', host: `localhost:${port}` };
  assert.deepEqual(await readWhole(`http://files.example.com:${port}/a.tgz`), refused);
  assert.equal(server.seen.length, 1);
});

test('a redirect without a location is reported as a status', async (t) => {
  const server = await serverFor(t, (_, response) => response.writeHead(302).end());
  assert.deepEqual(await readWhole(server.origin), { kind: 'status', status: 302, host: new URL(server.origin).host });
});

test('a redirect to a sign-in page is a web page, with its host', async (t) => {
  const packages = await packagesFor(t);
  const server = await serverFor(t, (_, response) => {
    response.writeHead(302, { location: `${packages.url}/login-page/demo.tar.gz` }).end();
  });
  const { head } = startReadingForTest(`${server.origin}/demo.tar.gz`);
  const { content, redirected, host } = fileOf((await head) as PackageReadResult); // a found file has these members
  assert.deepEqual(
    { content, redirected, host },
    { content: 'webPage', redirected: true, host: new URL(packages.url).host },
  );
});

test('a status outside 2xx is reported, whatever the body is', async (t) => {
  const server = await serverFor(t, ({ path }, response) => {
    response.writeHead(Number(path.slice(1)), { 'content-type': 'text/html' }).end('<html>Not here</html>');
  });
  for (const status of [404, 401, 403, 410, 500, 503])
    assert.deepEqual(await readWhole(`${server.origin}/${status}`), {
      kind: 'status',
      status,
      host: new URL(server.origin).host,
    });
});

test('a status 407 is a proxy that requires a sign-in', async (t) => {
  const server = await serverFor(t, (_, response) => response.writeHead(407).end());
  const { host } = new URL(server.origin);
  assert.deepEqual(await readWhole(server.origin), { kind: 'unreachable', error: 'proxyLoginRequired', host });
});

test('a closed port and an untrusted certificate are reported with their kind and host', async (t) => {
  const gone = await startPackageServer();
  await gone.close();
  const { host } = new URL(gone.url);
  assert.deepEqual(await readWhole(gone.url), { kind: 'unreachable', error: 'connectionRefused', host });
  const secure = await startPackageServer({ key: readTlsFixture('server.key'), cert: readTlsFixture('server.crt') });
  t.after(() => secure.close());
  const url = secure.url.replace('127.0.0.1', 'localhost');
  const untrusted = { kind: 'unreachable', error: 'certificateUntrusted', host: new URL(url).host };
  assert.deepEqual(await readWhole(url), untrusted);
  const server = await serverFor(t, (_, response) => response.writeHead(302, { location: url }).end());
  assert.deepEqual(await readWhole(server.origin), untrusted);
});

test('a file shorter than announced: brokenOff, with the received size', async (t) => {
  const packages = await packagesFor(t);
  const { length } = sampleOf('demo-app-1.0.0.tar.gz');
  const file = fileOf(await readWhole(`${packages.url}/drop/demo-app-1.0.0.tar.gz`));
  assert.equal(file.announcedBytes, length);
  assert.deepEqual(file.end, { kind: 'brokenOff', error: 'connectionLost', sizeBytes: Math.floor(length / 2) });
});

test('a connection lost before the first block: unreachable', async (t) => {
  const server = await serverFor(t, (_, response) => {
    response.writeHead(200, { 'content-length': 1000 }).write('few');
    response.socket?.destroySoon();
  });
  const { host } = new URL(server.origin);
  assert.deepEqual(await readWhole(server.origin), { kind: 'unreachable', error: 'connectionLost', host });
});

test('cancelled while waiting for the headers or the body', async (t) => {
  const waiting = new AbortController();
  const server = await serverFor(t, ({ path }, response) => {
    if (path === '/body') response.write(sampleOf('demo-app-1.0.0.tar'));
    else waiting.abort();
  });
  const { host } = new URL(server.origin);
  const cancelled = { kind: 'unreachable', error: 'cancelled', host };
  assert.deepEqual(await readWhole(`${server.origin}/headers`, { signal: waiting.signal }), cancelled);
  const reading = new AbortController();
  const { head, whole } = startReadingForTest(`${server.origin}/body`, { signal: reading.signal });
  await head;
  reading.abort();
  const { end } = fileOf(await whole);
  assert.deepEqual([end.kind, end.kind === 'brokenOff' && end.error], ['brokenOff', 'cancelled']);
});
