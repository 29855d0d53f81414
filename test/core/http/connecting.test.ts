import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import test from 'node:test';
import { kindOfSocketError } from '../../../src/core/http/httpError.ts';
import { sendRequest } from '../../../src/core/http/sendRequest.ts';
import { startPlatform, type EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { httpFailureOf } from '../failureOf.ts';
import { refusedPort } from '../refusedPort.ts';
import { recordLog } from '../recordLog.ts';
import { serverFor } from '../serverFor.ts';
import { minimalList } from './minimalList.ts';

const readTlsFixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');
const authority = readTlsFixture('ca.crt');

/**
 * Starts a platform over TLS with this certificate, calls `run`, then closes the platform. The certificate contains the
 * name `localhost` but not `127.0.0.1`, so `byName` has the gateway URL with `localhost`.
 */
async function withTlsPlatform(
  certificate: string,
  run: (platform: EmbeddedPlatform, byName: { gatewayUrl: string }) => Promise<void>,
): Promise<void> {
  const platform = await startPlatform({
    tls: { key: readTlsFixture('server.key'), cert: readTlsFixture(certificate) },
  });
  await run(platform, { gatewayUrl: platform.gatewayUrl.replace('127.0.0.1', 'localhost') }).finally(() =>
    platform.close(),
  );
}

/**
 * Calls `run` while Node's global HTTPS agent trusts the certificate authority of these tests. VS Code makes this agent
 * trust the system's certificates in the same way.
 */
async function withTrustedAuthority(run: () => Promise<void>): Promise<void> {
  https.globalAgent.options.ca = authority;
  await run().finally(() => {
    delete https.globalAgent.options.ca;
  });
}

test('nothing listens: the connection is refused, nothing was sent', async () => {
  const server = { gatewayUrl: `http://127.0.0.1:${refusedPort}/api/bkpaas3/prod` };
  const log = recordLog();
  const { kind, sent } = await httpFailureOf(sendRequest(minimalList(server), log));
  assert.deepEqual({ kind, sent }, { kind: 'connectionRefused', sent: false });
  assert.match(log.lines.join(), /^warn GET \S+ no answer \(connectionRefused\) \d+ ms: .*ECONNREFUSED/);
});

test('nothing listens on any address of a name: the reason is read from the AggregateError', async () => {
  const byName = { gatewayUrl: `http://localhost:${refusedPort}/api/bkpaas3/prod` };
  const { kind, message } = await httpFailureOf(sendRequest(minimalList(byName), recordLog()));
  assert.equal(kind, 'connectionRefused');
  assert.match(message, /ECONNREFUSED/);
});

test('an unknown host: the name is not found, nothing was sent', async () => {
  const server = { gatewayUrl: 'http://bkapi.invalid/api/bkpaas3/prod' };
  const { kind, sent } = await httpFailureOf(sendRequest(minimalList(server), recordLog()));
  assert.deepEqual({ kind, sent }, { kind: 'nameNotFound', sent: false });
});

test('a certificate of an unknown authority is untrusted, and nothing was sent', async () => {
  await withTlsPlatform('server.crt', async (platform, byName) => {
    const { kind, sent } = await httpFailureOf(sendRequest(minimalList(byName), recordLog()));
    assert.deepEqual({ kind, sent }, { kind: 'certificateUntrusted', sent: false });
    assert.equal(platform.requests.length, 0);
  });
});

test('the same certificate is accepted once its authority is trusted', async () => {
  await withTrustedAuthority(() =>
    withTlsPlatform('server.crt', async (platform, byName) => {
      assert.equal((await sendRequest(minimalList(byName), recordLog())).status, 200);
      assert.equal(platform.requests.length, 1);
    }),
  );
});

test('a certificate for another name is a TLS failure, and nothing was sent', async () => {
  await withTrustedAuthority(() =>
    withTlsPlatform('server.crt', async (platform) => {
      const { kind, sent } = await httpFailureOf(sendRequest(minimalList(platform), recordLog()));
      assert.deepEqual({ kind, sent }, { kind: 'tlsFailed', sent: false });
      assert.equal(platform.requests.length, 0);
    }),
  );
});

test('an expired certificate is a TLS failure, and nothing was sent', async () => {
  await withTrustedAuthority(() =>
    withTlsPlatform('expired.crt', async (platform, byName) => {
      const { kind, sent } = await httpFailureOf(sendRequest(minimalList(byName), recordLog()));
      assert.deepEqual({ kind, sent }, { kind: 'tlsFailed', sent: false });
      assert.equal(platform.requests.length, 0);
    }),
  );
});

test('https to a server that speaks plain http is a TLS failure', async (t) => {
  const server = await serverFor(t, (_, response) => response.end('{}'));
  const secure = { gatewayUrl: server.gatewayUrl.replace('http:', 'https:') };
  const { kind, sent } = await httpFailureOf(sendRequest(minimalList(secure), recordLog()));
  assert.deepEqual({ kind, sent }, { kind: 'tlsFailed', sent: false });
});

test('a server that does not speak HTTP is a lost connection', async () => {
  const server = net.createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  const { kind } = await httpFailureOf(
    sendRequest(minimalList({ gatewayUrl: `http://127.0.0.1:${port}/api/bkpaas3/prod` }), recordLog()),
  );
  assert.equal(kind, 'connectionLost');
  server.close();
});

const kinds: Record<string, string> = {
  ENOTFOUND: 'nameNotFound',
  EAI_AGAIN: 'nameNotFound',
  ECONNREFUSED: 'connectionRefused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ECONNRESET: 'connectionLost',
  EPIPE: 'connectionLost',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificateUntrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificateUntrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificateUntrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificateUntrusted',
  CERT_HAS_EXPIRED: 'tlsFailed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tlsFailed',
  ERR_SSL_WRONG_VERSION_NUMBER: 'tlsFailed',
  EPROTO: 'tlsFailed',
};
test('socket errors are named by their code', () => {
  const named = Object.keys(kinds).map((code) => [code, kindOfSocketError(Object.assign(new Error(), { code }))]);
  assert.deepEqual(Object.fromEntries(named), kinds);
});

test('an error without a code is a lost connection, unless a proxy refused to connect', () => {
  assert.equal(kindOfSocketError(new Error('socket hang up')), 'connectionLost');
  assert.equal(kindOfSocketError('what'), 'connectionLost');
  assert.equal(kindOfSocketError(new Error('Proxy response (403) !== 200')), 'proxyFailed');
});
