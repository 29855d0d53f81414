import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import test from 'node:test';
import { request } from 'undici';
import { backendErrors } from './backend/backendErrors.ts';
import { authenticationReasons } from './gateway/authenticationReasons.ts';
import { gatewayErrors } from './gateway/gatewayErrors.ts';
import { requestGateway, valueAt, branchesPath, startPlatformForTest, upload } from './gatewayClient.ts';
import { demoTokens } from './seedDemo.ts';
import { moduleOf } from './state.ts';
import type { BackendErrorName } from './backend/backendErrors.ts';
import type { Fault } from './faults.ts';

const APPLICATION_LIST_PATH = '/bkapps/applications/lists/minimal';

test('script: `next` applies to the first matching request only, `always` to all of them until `clear`', async (t) => {
  const platform = await startPlatformForTest(t);
  const fault: Fault = { kind: 'gatewayError', codeName: 'SERVICE_UNAVAILABLE' };
  platform.faults.next({ method: 'POST', fault });
  platform.faults.next({ path: /branches\/?$/, fault });
  assert.equal((await requestGateway(platform, APPLICATION_LIST_PATH)).status, 200);
  assert.equal((await requestGateway(platform, branchesPath('demo-app', 'default'))).status, 503);
  assert.equal((await requestGateway(platform, branchesPath('demo-app', 'default'))).status, 200);
  assert.equal(platform.faults.pending, 1);
  platform.faults.always({ fault });
  for (let count = 0; count < 3; count += 1)
    assert.equal((await requestGateway(platform, APPLICATION_LIST_PATH)).status, 503);
  platform.faults.clear();
  assert.equal((await requestGateway(platform, APPLICATION_LIST_PATH)).status, 200);
  assert.equal((await upload(platform, {})).status, 400);
});

test('script: a fault can apply to one query only', async (t) => {
  const platform = await startPlatformForTest(t);
  const fault: Fault = { kind: 'gatewayError', codeName: 'SERVICE_UNAVAILABLE' };
  platform.faults.always({ path: /minimal$/, query: /^source_origin=3$/, fault });
  const statusOf = async (query: string): Promise<number> =>
    (await requestGateway(platform, `${APPLICATION_LIST_PATH}${query}`)).status;
  assert.deepEqual(await Promise.all(['', '?source_origin=2', '?source_origin=3'].map(statusOf)), [200, 200, 503]);
});

test('gatewayError: every row of the gateway table and every authentication reason can be produced', async (t) => {
  const platform = await startPlatformForTest(t);
  for (const { status, code, codeName, message } of gatewayErrors) {
    platform.faults.next({ fault: { kind: 'gatewayError', codeName, code, fields: { reason: 'planned' } } });
    const answer = await requestGateway(platform, APPLICATION_LIST_PATH);
    assert.deepEqual(
      [answer.status, answer.json],
      [status, { code, code_name: codeName, message: `${message} [reason="planned"]`, result: false, data: null }],
    );
    assert.equal(answer.headers['x-bkapi-error-code'], String(code));
  }
  for (const each of Object.values(authenticationReasons)) {
    const reason = typeof each === 'string' ? each : each('someone');
    platform.faults.next({ fault: { kind: 'gatewayError', codeName: 'INVALID_ARGS', fields: { reason } } });
    assert.equal(
      valueAt((await requestGateway(platform, APPLICATION_LIST_PATH)).json, 'message'),
      `Parameters error [reason="${reason}"]`,
    );
  }
  const headers = { 'X-Bkapi-RateLimit-Reset': '7' };
  platform.faults.next({ fault: { kind: 'gatewayError', codeName: 'RATE_LIMIT_RESTRICTION', headers } });
  assert.equal((await requestGateway(platform, APPLICATION_LIST_PATH)).headers['x-bkapi-ratelimit-reset'], '7');
});

test('backendError: every row of the upload table can be produced, after the checks of the gateway', async (t) => {
  const platform = await startPlatformForTest(t);
  for (const name of Object.keys(backendErrors) as BackendErrorName[]) {
    platform.faults.next({ fault: { kind: 'backendError', answer: name } });
    const answer = await upload(platform, {}, { headers: { 'Accept-Language': 'en' } });
    const { status, body } = backendErrors[name]('en');
    assert.deepEqual([answer.status, typeof body === 'string' ? answer.text : answer.json], [status, body], name);
    assert.equal(answer.headers['x-bkapi-error-code'], undefined);
  }
  platform.faults.next({ fault: { kind: 'backendError', answer: 'notLoggedIn' } });
  const notLoggedIn = await requestGateway(platform, APPLICATION_LIST_PATH);
  assert.deepEqual([notLoggedIn.status, valueAt(notLoggedIn.json, 'code')], [401, 'Unauthorized']);
  assert.equal(valueAt(notLoggedIn.json, 'login_url', 'full'), 'https://paas.example.com/login/');
  platform.faults.next({ fault: { kind: 'backendError', answer: 'notLoggedIn' } });
  assert.equal((await requestGateway(platform, APPLICATION_LIST_PATH, { token: 'made up' })).status, 400);
});

test('hangThen504: the caller gets 504 while the upload completes; bad tokens are still refused', async (t) => {
  const platform = await startPlatformForTest(t);
  const fields = { package_url: `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`, version: '1.0.3' };
  platform.faults.next({ fault: { kind: 'hangThen504' } });
  assert.equal((await upload(platform, fields)).status, 504);
  await platform.settled();
  assert.equal(moduleOf(platform.state, 'demo-app', 'default').packages.at(-1)?.version, '1.0.3');
  platform.faults.next({ fault: { kind: 'hangThen504', ms: 20 } });
  assert.equal((await upload(platform, fields)).status, 504);
  platform.faults.next({ fault: { kind: 'hangThen504' } });
  assert.equal((await upload(platform, fields, { token: demoTokens.expired })).status, 400);
});

test('a response of the gateway can be planned while the backend completes the request', async (t) => {
  const platform = await startPlatformForTest(t);
  const fields = { package_url: `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`, version: '1.0.3' };
  const { packages } = moduleOf(platform.state, 'demo-app', 'default');
  platform.faults.next({ fault: { kind: 'gatewayError', codeName: 'BAD_GATEWAY' } });
  assert.equal((await upload(platform, fields)).status, 502);
  await platform.settled();
  assert.equal(packages.length, 3);
  platform.faults.next({ fault: { kind: 'gatewayError', codeName: 'BAD_GATEWAY', backend: 'completes' } });
  assert.equal((await upload(platform, fields)).status, 502);
  await platform.settled();
  assert.equal(packages.length, 4);
});

test('cut connections: before headers, after them, in the middle of the body', async (t) => {
  const platform = await startPlatformForTest(t);
  for (const kind of ['dropBeforeHeaders', 'dropAfterHeaders', 'dropMidBody'] as const) {
    platform.faults.next({ fault: { kind } });
    await assert.rejects(requestGateway(platform, APPLICATION_LIST_PATH), kind);
  }
  assert.deepEqual(
    platform.requests.map((each) => each.status),
    [undefined, 200, 200],
  );
  platform.faults.next({ fault: { kind: 'dropAfterHeaders' } });
  const started = await request(`${platform.gatewayUrl}${APPLICATION_LIST_PATH}`, { reset: true });
  assert.equal(started.statusCode, 400);
  await assert.rejects(started.body.text());
});

test('after a connection cut before the response, the upload is stored, unless the request never reached the backend', async (t) => {
  const platform = await startPlatformForTest(t);
  const fields = { package_url: `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`, version: '1.0.3' };
  const { packages } = moduleOf(platform.state, 'demo-app', 'default');
  platform.faults.next({ fault: { kind: 'dropBeforeHeaders', backend: 'neverReached' } });
  await assert.rejects(upload(platform, fields));
  assert.equal(packages.length, 3);
  platform.faults.next({ fault: { kind: 'dropBeforeHeaders' } });
  await assert.rejects(upload(platform, fields));
  assert.equal(packages.length, 4);
});

test('spoiled bodies: half JSON, wrong type, gzip, drip, login page, redirect', async (t) => {
  const platform = await startPlatformForTest(t);
  const whole = await requestGateway(platform, APPLICATION_LIST_PATH);
  platform.faults.next({ fault: { kind: 'halfJson' } });
  const half = await requestGateway(platform, APPLICATION_LIST_PATH);
  assert.equal(half.status, 200);
  assert.throws(() => half.json, SyntaxError);
  platform.faults.next({ fault: { kind: 'wrongContentType', contentType: 'text/html' } });
  const wrongType = await requestGateway(platform, APPLICATION_LIST_PATH);
  assert.deepEqual([wrongType.headers['content-type'], wrongType.text], ['text/html', whole.text]);
  platform.faults.next({ fault: { kind: 'slowDrip', ms: 1, chunkBytes: 400 } });
  assert.equal((await requestGateway(platform, APPLICATION_LIST_PATH)).text, whole.text);
  platform.faults.next({ fault: { kind: 'gzip' } });
  const packed = await request(`${platform.gatewayUrl}${APPLICATION_LIST_PATH}`, { reset: true });
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.match(gunzipSync(await packed.body.arrayBuffer()).toString(), /INVALID_ARGS/);
  platform.faults.next({ fault: { kind: 'proxyLoginPage' } });
  const page = await requestGateway(platform, APPLICATION_LIST_PATH);
  assert.deepEqual([page.status, page.headers['content-type']], [200, 'text/html']);
  assert.match(page.text, /Please log in/);
  platform.faults.next({ fault: { kind: 'redirect', location: 'https://elsewhere.example.com/' } });
  const moved = await requestGateway(platform, APPLICATION_LIST_PATH);
  assert.deepEqual([moved.status, moved.headers['location']], [302, 'https://elsewhere.example.com/']);
});

test('hugeBody: well-formed JSON of exactly the requested size', async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.next({ fault: { kind: 'hugeBody', bytes: 3_000_000 } });
  const huge = await requestGateway(platform, APPLICATION_LIST_PATH);
  assert.equal(huge.text.length, 3_000_000);
  assert.equal(valueAt(huge.json, 'count'), 1);
});

test('clockSkew: moves the Date header and the dates written for that request', async (t) => {
  const platform = await startPlatformForTest(t, { now: () => new Date('2026-08-01T00:00:00Z') });
  platform.faults.next({ fault: { kind: 'clockSkew', ms: -3_600_000 } });
  const package_url = `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`;
  const skewed = await upload(platform, { package_url, version: '1.0.3' });
  assert.equal(skewed.headers['date'], 'Fri, 31 Jul 2026 23:00:00 GMT');
  assert.equal(valueAt(skewed.json, 'updated'), '2026-08-01 07:00:00 +0800');
  assert.equal(
    (await requestGateway(platform, APPLICATION_LIST_PATH)).headers['date'],
    'Sat, 01 Aug 2026 00:00:00 GMT',
  );
});

test('always and next act together: a delay on every request does not hide a planned error', async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.always({ fault: { kind: 'delay', ms: 5 } });
  platform.faults.next({ fault: { kind: 'gatewayError', codeName: 'SERVICE_UNAVAILABLE' } });
  assert.equal((await requestGateway(platform, APPLICATION_LIST_PATH)).status, 503);
});
