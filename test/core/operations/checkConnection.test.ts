import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import {
  checkConnection,
  type ConnectionCheckOptions,
  type ConnectionCheck,
  type TokenTestResult,
} from '../../../src/core/operations/connection/checkConnection.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { startConnectProxy, type ConnectProxy } from '../../editor/suite/setup/startConnectProxy.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { selfSignedCertificate } from '../../platform/selfSignedCertificate.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { connect, gatewayUrlOf } from '../connect.ts';
import { refusedPort } from '../refusedPort.ts';
import { recordLog } from '../recordLog.ts';
import { serverFor } from '../serverFor.ts';

function check(server: { gatewayUrl: string }, rest: Partial<ConnectionCheckOptions> = {}): Promise<ConnectionCheck> {
  return checkConnection({ gatewayUrl: gatewayUrlOf(server.gatewayUrl), log: recordLog(), ...rest });
}

/** Returns a function that tries the token as the extension does: with `whoAmI`, the cheapest call. */
function tokenCheck(
  server: { gatewayUrl: string },
  accessToken: string,
): (signal: AbortSignal) => Promise<TokenTestResult> {
  return async (signal) => {
    try {
      return { ok: true, identity: (await connect(server, { accessToken }).platform.whoAmI({ signal })).identity };
    } catch (error) {
      if (error instanceof PlatformError) return { ok: false, code: error.code, requestId: error.facts.requestId };
      throw error;
    }
  };
}

async function proxyFor(t: TestContext): Promise<ConnectProxy> {
  const proxy = await startConnectProxy({});
  t.after(() => proxy.close());
  return proxy;
}

function portOf(platform: EmbeddedPlatform): number {
  return Number(new URL(platform.gatewayUrl).port);
}

const rejectNotFound = (): Promise<never> =>
  Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));

/** Removes the milliseconds from a result, because no test can predict them. */
function timeless(value: object): object {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (key === 'milliseconds' ? undefined : inner)),
  ) as object; // the input is an object, so the parsed JSON is an object
}

test('a gateway with a valid token: every step is successful or skipped, and the token is sent once', async (t) => {
  const platform = await startPlatformForTest(t);
  const found = await check(platform, { tryToken: tokenCheck(platform, demoTokens.admin) });
  const [hop] = found.hops;
  assert.deepEqual(timeless(hop ?? {}), {
    whose: 'gateway',
    host: '127.0.0.1',
    port: portOf(platform),
    name: { state: 'skipped', reason: 'isAddress' },
    connection: { state: 'ok' },
  });
  assert.equal(found.hops.length, 1);
  assert.equal(found.proxy, undefined);
  assert.ok(found.gateway.state === 'ok');
  assert.equal(found.gateway.status, 400);
  assert.equal(found.gateway.code, 'tokenMissing');
  assert.equal(found.gateway.answeredBy, 'gateway');
  assert.match(found.gateway.requestId ?? '', /^[0-9a-f-]{36}$/);
  assert.ok(found.token.state === 'ok');
  assert.deepEqual(found.token.identity, { userName: 'admin', appCode: 'bk_lesscode_dev' });
  const withToken = platform.requests.filter((request) => request.headers.get('x-bkapi-authorization') !== undefined);
  assert.equal(withToken.length, 1);
});

test('an expired token is reported with its code and request ID', async (t) => {
  const platform = await startPlatformForTest(t);
  const { token } = await check(platform, { tryToken: tokenCheck(platform, demoTokens.expired) });
  assert.ok(token.state === 'failed');
  assert.equal(token.code, 'tokenExpired');
  assert.match(token.requestId ?? '', /^[0-9a-f-]{36}$/);
});

test('signed out: the gateway is checked anyway, and no token is tried', async (t) => {
  const platform = await startPlatformForTest(t);
  const found = await check(platform);
  assert.equal(found.gateway.state, 'ok');
  assert.deepEqual(found.token, { state: 'skipped', reason: 'signedOut' });
});

test('a wrong stage: the gateway responds that it does not know the stage', async (t) => {
  const platform = await startPlatformForTest(t);
  const { gateway } = await check({ gatewayUrl: platform.gatewayUrl.replace('/prod', '/stag') });
  assert.ok(gateway.state === 'ok');
  assert.equal(gateway.answeredBy, 'gateway');
  assert.equal(gateway.code, 'apiNotFound');
});

test('something else than a gateway gets no token', async (t) => {
  const server = await serverFor(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the network</html>');
  });
  const found = await check(server, { tryToken: () => assert.fail('the token was tried') });
  assert.ok(found.gateway.state === 'ok');
  assert.equal(found.gateway.answeredBy, 'intermediary');
  assert.equal(found.gateway.code, 'notThePlatform');
  assert.deepEqual(found.token, { state: 'skipped', reason: 'intermediaryAnswered' });
});

test('a port where nothing listens is refused, and the token stays here', async () => {
  const server = { gatewayUrl: `https://127.0.0.1:${refusedPort}/api/bkpaas3/prod` };
  const found = await check(server, { tryToken: () => assert.fail('the token was tried') });
  const connection = found.hops[0]?.connection;
  assert.ok(connection?.state === 'failed');
  assert.equal(connection.code, 'ECONNREFUSED');
  assert.ok(found.gateway.state === 'failed');
  assert.equal(found.gateway.code, 'connectionRefused');
  assert.deepEqual(found.token, { state: 'skipped', reason: 'notReached' });
});

test('an unknown name ends the check', async () => {
  const found = await check({ gatewayUrl: 'https://bkapi.invalid/api/bkpaas3/prod' }, { lookup: rejectNotFound });
  const [hop] = found.hops;
  assert.deepEqual(timeless(hop?.name ?? {}), { state: 'failed', code: 'ENOTFOUND' });
  assert.deepEqual(hop?.connection, { state: 'skipped', reason: 'notReached' });
  assert.ok(found.gateway.state === 'failed');
  assert.equal(found.gateway.code, 'nameNotFound');
});

test('a lookup that never ends times out', async (t) => {
  const platform = await startPlatformForTest(t);
  const byName = { gatewayUrl: platform.gatewayUrl.replace('127.0.0.1', 'localhost') };
  const never = (): Promise<never> => new Promise(() => undefined);
  const found = await check(byName, { lookup: never, limits: { name: 1 } });
  assert.deepEqual(timeless(found.hops[0]?.name ?? {}), { state: 'failed', code: 'timedOut' });
  assert.equal(found.gateway.state, 'ok');
});

test('a silent server causes a timeout', async (t) => {
  const silent = net.createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => silent.close(resolve)));
  const { port } = silent.address() as AddressInfo; // a listening TCP server has a port
  const found = await check({ gatewayUrl: `https://127.0.0.1:${port}/api/bkpaas3/prod` }, { limits: { gateway: 50 } });
  assert.equal(found.hops[0]?.connection.state, 'ok');
  assert.deepEqual(timeless(found.gateway), { state: 'failed', code: 'timedOut' });
});

test('a self-signed certificate fails the request with Node’s own words, and the token stays here', async (t) => {
  const platform = await startPlatformForTest(t, { tls: selfSignedCertificate() });
  const { gateway, token } = await check(platform, { tryToken: () => assert.fail('the token was tried') });
  const said = 'self-signed certificate';
  assert.deepEqual(timeless(gateway), { state: 'failed', code: 'certificateUntrusted', said });
  assert.deepEqual(token, { state: 'skipped', reason: 'notReached' });
  assert.deepEqual(platform.requests, []);
});

test('an expired certificate fails the request with Node’s message', async (t) => {
  const fixture = (name: string): string =>
    readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');
  const platform = await startPlatformForTest(t, { tls: { key: fixture('server.key'), cert: fixture('expired.crt') } });
  https.globalAgent.options.ca = fixture('ca.crt');
  t.after(() => delete https.globalAgent.options.ca);
  const { gateway } = await check(platform);
  assert.deepEqual(timeless(gateway), { state: 'failed', code: 'tlsFailed', said: 'certificate has expired' });
});

test('with a proxy, only the proxy is looked up and connected, because it connects to the gateway', async (t) => {
  const proxy = await proxyFor(t);
  const found = await check(
    { gatewayUrl: 'https://bkapi.test/api/bkpaas3/prod' },
    { proxy: proxy.url.replace('http://', 'http://alice:hunter2@'), lookup: rejectNotFound },
  );
  assert.deepEqual(
    found.hops.map(({ whose, name, connection }) => [whose, name.state, connection.state]),
    [
      ['proxy', 'skipped', 'ok'],
      ['gateway', 'skipped', 'skipped'],
    ],
  );
  assert.deepEqual(found.hops[1]?.name, { state: 'skipped', reason: 'throughProxy' });
  assert.deepEqual(proxy.requested, []);
  assert.doesNotMatch(JSON.stringify(found), /hunter2|alice/);
});

test('a proxy port where nothing listens refuses the connection', async () => {
  const port = refusedPort;
  const gateway = { gatewayUrl: 'https://bkapi.test/api/bkpaas3/prod' };
  const found = await check(gateway, { proxy: `http://127.0.0.1:${port}` });
  const connection = found.hops[0]?.connection;
  assert.ok(connection?.state === 'failed');
  assert.equal(connection.code, 'ECONNREFUSED');
});

test('a SOCKS proxy is reached', async (t) => {
  const proxy = await proxyFor(t);
  const found = await check(
    { gatewayUrl: 'https://bkapi.test/api/bkpaas3/prod' },
    { proxy: proxy.url.replace('http:', 'socks5:') },
  );
  assert.equal(found.hops[0]?.connection.state, 'ok');
});

test('cancelled before the start: nothing is requested', async (t) => {
  const platform = await startPlatformForTest(t);
  const found = await check(platform, {
    signal: AbortSignal.abort(),
    tryToken: () => assert.fail('the token was tried'),
  });
  assert.ok(found.gateway.state === 'failed');
  assert.equal(found.gateway.code, 'cancelled');
  assert.deepEqual(platform.requests, []);
});
