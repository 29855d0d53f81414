import assert from 'node:assert/strict';
import test from 'node:test';
import { parseAppCode } from '../../../src/core/platform/names.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { oldPlatformSwitches } from '../../platform/switches.ts';
import { connect } from '../connect.ts';
import { failureOf } from '../failureOf.ts';
import { serverFor } from '../serverFor.ts';

/**
 * Returns `METHOD path?query` of every request, without the path prefix of the gateway. The result is sorted, because
 * the client sends the requests concurrently.
 */
const requestLines = ({ requests }: EmbeddedPlatform): string[] =>
  requests
    .map(({ method, path, query }) => `${method} ${path.replace('/api/bkpaas3/prod', '')}?${query.toString()}`)
    .sort();

const LIST_REQUEST = 'GET /bkapps/applications/lists/minimal?';
const acceptingApps = ['ai-assistant', 'bkplugin-greeter', 'demo-app', 'flow-designer', 'orders', 'shared-board'];

test('whoAmI: one request returns the user and application, from the debug header, and the list', async (t) => {
  const platform = await startPlatformForTest(t);
  const { identity, applications } = await connect(platform).platform.whoAmI();
  assert.deepEqual(identity, { userName: 'admin', appCode: 'bk_lesscode_dev' });
  assert.ok(applications.some(({ code }) => code === 'demo-app'));
  assert.deepEqual(requestLines(platform), [LIST_REQUEST]);
  assert.equal(platform.requests[0]?.headers.get('x-bkapi-debug'), 'true');
});

test('whoAmI: the names depend on the token', async (t) => {
  const platform = await startPlatformForTest(t);
  const { identity } = await connect(platform, { accessToken: demoTokens.listOnly }).platform.whoAmI();
  assert.deepEqual(identity, { userName: 'admin', appCode: 'list-only-app' });
  const guest = await connect(platform, { accessToken: demoTokens.guest }).platform.whoAmI();
  assert.deepEqual(guest, { identity: { userName: 'guest', appCode: 'bk_lesscode_dev' }, applications: [] });
});

test('whoAmI: without a debug header the names are unknown, but the call succeeds', async (t) => {
  const platform = await startPlatformForTest(t, { switches: { debugHeader: false } });
  const { identity, applications } = await connect(platform).platform.whoAmI();
  assert.deepEqual(identity, { userName: undefined, appCode: undefined });
  assert.ok(applications.length > 0);
});

test('whoAmI: if the debug header is not a JSON object, or is sent twice, the names are unknown', async (t) => {
  for (const header of [
    'not json',
    '[]',
    '"admin"',
    '{"bk_username": 7}',
    ['{"bk_username":"a"}', '{"bk_username":"b"}'],
  ]) {
    const server = await serverFor(t, (_, response) => {
      response.setHeader('X-Bkapi-Debug-Info', header);
      response.end('{"count": 0, "results": []}');
    });
    const { identity } = await connect(server).platform.whoAmI();
    assert.deepEqual(identity, { userName: undefined, appCode: undefined });
  }
});

test('list: exactly four requests for any number of applications: one for all, and one for each origin', async (t) => {
  const platform = await startPlatformForTest(t);
  await connect(platform).platform.applications.list();
  assert.deepEqual(requestLines(platform), [
    LIST_REQUEST,
    ...[2, 3, 7].map((origin) => `${LIST_REQUEST}source_origin=${origin}`),
  ]);
});

test('list: three requests when a sign-in has just read the list', async (t) => {
  const platform = await startPlatformForTest(t);
  const { platform: connected } = connect(platform);
  const { applications: everything } = await connected.whoAmI();
  platform.requests.length = 0;
  const listed = await connected.applications.list({ everything });
  assert.deepEqual(
    requestLines(platform),
    [2, 3, 7].map((origin) => `${LIST_REQUEST}source_origin=${origin}`),
  );
  assert.deepEqual(listed, await connected.applications.list());
});

test('list: applications that accept packages come first, and both groups keep the order of the whole list', async (t) => {
  const platform = await startPlatformForTest(t);
  const { platform: connected } = connect(platform);
  const order = (await connected.whoAmI()).applications.map(({ code }) => code);
  const listed = await connected.applications.list();
  const taking = listed.filter(({ takesPackages }) => takesPackages).map(({ code }) => code);
  assert.deepEqual([...taking].sort(), acceptingApps);
  assert.deepEqual(
    listed.map(({ code }) => code),
    [...taking, ...order.filter((code) => !taking.includes(code))],
  );
  assert.deepEqual(
    taking,
    order.filter((code) => taking.includes(code)),
  );
});

test('list: an application has its name in the user’s language', async (t) => {
  const platform = await startPlatformForTest(t);
  const nameIn = async (language: 'en' | 'zh-cn'): Promise<string | undefined> =>
    (await connect(platform, { language }).platform.applications.list()).find(({ code }) => code === 'demo-app')?.name;
  assert.deepEqual([await nameIn('en'), await nameIn('zh-cn')], ['Demo App', '演示应用']);
});

test('list: an old platform, which sends fewer fields, gives the same list', async (t) => {
  const platform = await startPlatformForTest(t, { switches: oldPlatformSwitches });
  const listed = await connect(platform).platform.applications.list();
  assert.deepEqual(
    listed
      .filter(({ takesPackages }) => takesPackages)
      .map(({ code }) => code)
      .sort(),
    acceptingApps,
  );
});

test('list: a user without roles has an empty list, and invalid entries are left out', async (t) => {
  const platform = await startPlatformForTest(t);
  assert.deepEqual(await connect(platform, { accessToken: demoTokens.guest }).platform.applications.list(), []);
  const results = [
    null,
    7,
    {},
    { application: null },
    { application: { code: '../x' } },
    { application: { code: 'good' } },
  ];
  const server = await serverFor(t, (_, response) => response.end(JSON.stringify({ count: results.length, results })));
  assert.deepEqual(await connect(server).platform.applications.list(), [
    { code: 'good', name: 'good', takesPackages: true },
  ]);
});

test('list: JSON without a list is unreadable, and the error has the request ID', async (t) => {
  for (const body of ['{}', '[]', 'null', '{"results": {}}']) {
    const server = await serverFor(t, (_, response) => response.setHeader('X-Bkapi-Request-ID', 'r-1').end(body));
    const { code, facts } = await failureOf(connect(server).platform.applications.list());
    assert.deepEqual({ code, requestId: facts.requestId }, { code: 'answerUnreadable', requestId: 'r-1' });
  }
});

test('list: one failed request of the four is an error, not a shorter list', async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.always({
    query: /^source_origin=3$/,
    fault: { kind: 'gatewayError', codeName: 'SERVICE_UNAVAILABLE' },
  });
  assert.equal((await failureOf(connect(platform).platform.applications.list())).code, 'gatewayUnavailable');
});

test('list: cancelled before the start, nothing is sent', async (t) => {
  const platform = await startPlatformForTest(t);
  const { applications } = connect(platform).platform;
  assert.equal((await failureOf(applications.list({ signal: AbortSignal.abort() }))).code, 'cancelled');
  assert.equal(platform.requests.length, 0);
});

test('errors that come with status 200 are errors for every read', async (t) => {
  const platform = await startPlatformForTest(t, { switches: { statusRewrite200: true } });
  const { platform: connected } = connect(platform, { accessToken: demoTokens.expired });
  const code = parseAppCode('demo-app') ?? assert.fail();
  for (const call of [connected.whoAmI(), connected.applications.list(), connected.modules.list(code)]) {
    const error = await failureOf(call);
    assert.deepEqual([error.code, error.facts.status], ['tokenExpired', 200]);
  }
});

test('type: cloud-native or default, and every other type counts as default', async (t) => {
  const platform = await startPlatformForTest(t);
  const { applications } = connect(platform).platform;
  const type = (code: string): Promise<string> => applications.type(parseAppCode(code) ?? assert.fail());
  assert.deepEqual(
    [await type('demo-app'), await type('orders'), await type('link-only')],
    ['cloud_native', 'default', 'default'],
  );
  assert.equal((await failureOf(type('no-such-app'))).code, 'applicationNotFound');
});
