import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { kindOfSocketError } from '../../../src/core/http/httpError.ts';
import { proxyInUse } from '../../../src/core/http/proxyInUse.ts';
import { sendRequest } from '../../../src/core/http/sendRequest.ts';
import { httpFailureOf } from '../failureOf.ts';
import { recordLog } from '../recordLog.ts';
import { serverFor } from '../serverFor.ts';
import { minimalList } from './minimalList.ts';

/**
 * Simulates VS Code's network patch: the client gets the proxy's response to CONNECT as if the host had sent the
 * response without TLS.
 */
async function proxyAnswering(t: TestContext, head: string): Promise<{ received: () => string }> {
  let received = '';
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined).on('data', (part) => (received += part.toString('latin1')));
    socket.end(head);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  t.mock.method(https.globalAgent, 'createConnection', () => net.connect(port, '127.0.0.1'));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  return { received: () => received };
}

/**
 * Makes every HTTPS connection fail with this message, as VS Code's network patch does if it cannot reach the proxy.
 */
function failConnections(t: TestContext, message: string): void {
  t.mock.method(https.globalAgent, 'createConnection', (_: unknown, done: (error: Error) => void) => {
    done(new Error(message));
  });
}

const secure = { gatewayUrl: 'https://bkapi.invalid/api/bkpaas3/prod' };

test('a 407 without TLS is the proxy’s response, and nothing was sent to the gateway', async (t) => {
  await proxyAnswering(t, 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
  const { kind, sent, message } = await httpFailureOf(sendRequest(minimalList(secure), recordLog()));
  assert.deepEqual({ kind, sent }, { kind: 'proxyLoginRequired', sent: false });
  assert.match(message, /HTTP 407/);
});

for (const status of [200, 302, 403, 502]) {
  test(`a ${status} without TLS never counts as the gateway’s response`, async (t) => {
    await proxyAnswering(t, `HTTP/1.1 ${status} Whatever\r\nLocation: http://elsewhere\r\nContent-Length: 2\r\n\r\n{}`);
    const { kind, sent } = await httpFailureOf(sendRequest(minimalList(secure), recordLog()));
    assert.deepEqual({ kind, sent }, { kind: 'proxyFailed', sent: false });
  });
}

test('an unreachable proxy has its own kind of error, and its password is not written down', async (t) => {
  failConnections(
    t,
    'Failed to establish a socket connection to proxies: PROXY alice:hunter2@proxy.example.com:3128; DIRECT',
  );
  const log = recordLog();
  const { kind, sent, message } = await httpFailureOf(sendRequest(minimalList(secure), log));
  assert.deepEqual({ kind, sent }, { kind: 'proxyUnreachable', sent: false });
  assert.match(message, /PROXY \*\*\*@proxy\.example\.com:3128/);
  assert.doesNotMatch(message + log.lines.join(), /hunter2|alice/);
});

test('a response over plain HTTP is the host’s, whatever its status', async (t) => {
  const server = await serverFor(t, (_, response) => response.writeHead(407).end());
  assert.equal((await sendRequest(minimalList(server), recordLog())).status, 407);
});

test('a proxy that refuses and a proxy that cannot be reached are different kinds of errors', () => {
  assert.equal(kindOfSocketError(new Error('Proxy response (403) !== 200')), 'proxyFailed');
  assert.equal(
    kindOfSocketError(new Error('Failed to establish a socket connection to proxies: PROXY a:1')),
    'proxyUnreachable',
  );
});

test('without the editor’s patch there is no proxy, and the server gets no request', async (t) => {
  const server = await serverFor(t, (_, response) => response.end());
  assert.equal(await proxyInUse(new URL(server.gatewayUrl)), undefined);
  assert.equal(await proxyInUse(new URL('https://bkapi.invalid/')), undefined);
  assert.deepEqual(server.seen, []);
});

for (const [told, url] of [
  ['PROXY alice:hunter2@proxy.example.com:3128', 'http://alice:hunter2@proxy.example.com:3128'],
  ['HTTPS proxy.example.com:443', 'https://proxy.example.com:443'],
  ['SOCKS proxy.example.com:1080; DIRECT', 'socks5://proxy.example.com:1080'],
  ['SOCKS4 proxy.example.com:1080', 'socks4://proxy.example.com:1080'],
  ['DIRECT', undefined],
] as const) {
  test(`the editor’s patch reports “${told}”`, async (t) => {
    const original = http.request;
    t.mock.method(http, 'request', (url: URL) => {
      // The request gets no connection, like a request whose proxy connection is still being established.
      const request = original(url, { createConnection: () => undefined });
      setImmediate(() => request.emit('proxy', { proxy: told }));
      return request;
    });
    assert.equal(await proxyInUse(new URL('http://127.0.0.1:9/')), url);
  });
}
