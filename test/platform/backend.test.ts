import assert from 'node:assert/strict';
import test from 'node:test';
import { answerAtBackend } from './backend/answerAtBackend.ts';
import { ok } from './backend/backendAnswer.ts';
import { platformDate } from './backend/dates.ts';
import { answerAtGateway } from './gateway/answerAtGateway.ts';
import { RateLimit } from './gateway/rateLimit.ts';
import { matchRoute } from './gateway/matchRoute.ts';
import { routes } from './resources/routes.ts';
import { demoTokens, seedDemo } from './seedDemo.ts';
import { currentPlatform } from './switches.ts';
import type { BackendCall, ModuleRoute, UserRoute } from './route.ts';

const inEnvironment: ModuleRoute = {
  operationId: 'of_this_test',
  method: 'GET',
  path: '/bkapps/applications/{app}/modules/{module}/envs/{env}/anything/',
  scope: 'module',
  permission: 'view_basic_info',
  moduleLookup: 'safe',
  answer: () => ok('reached'),
};

function call(params: Record<string, string>): BackendCall {
  return {
    path: '/bkapps/',
    params,
    query: new URLSearchParams(),
    headers: new Map(),
    body: Buffer.alloc(0),
    user: 'admin',
    language: 'zh-cn',
    now: () => new Date('2026-08-01T00:00:00Z'),
    state: seedDemo(),
    switches: currentPlatform([]),
    download: () => Promise.reject(new Error('Nothing to download')),
  };
}

test('an environment other than stag and prod is the page of a missing path, before any other check', async () => {
  const path = '/bkapps/applications/demo-app/modules/default/envs/test/anything';
  const match = matchRoute([...routes, inEnvironment], 'GET', path);
  assert.deepEqual(match?.params, { app: 'demo-app', module: 'default', env: 'test' });
  for (const app of ['demo-app', 'no-such-app']) {
    const wrong = await answerAtBackend(inEnvironment, call({ ...match.params, app }));
    assert.equal(wrong.status, 404);
    assert.match(String(wrong.body), /<title>Not Found<\/title>/);
  }
  for (const env of ['stag', 'prod']) {
    assert.equal((await answerAtBackend(inEnvironment, call({ ...match.params, env }))).body, 'reached');
  }
});

test('the backend sees neither the token nor cookies, and the path of the resource file', async () => {
  const seen: BackendCall[] = [];
  const route: UserRoute = {
    operationId: 'of_this_test',
    method: 'GET',
    path: '/bkapps/anything/{app}/',
    scope: 'user',
    answer(given) {
      seen.push(given);
      return ok(null);
    },
  };
  const gateway = {
    ...call({}),
    routes: [route],
    rateLimit: new RateLimit(),
    closing: new AbortController().signal,
    follow: () => undefined,
  };
  const headers = new Map([
    ['x-bkapi-authorization', JSON.stringify({ access_token: demoTokens.operator })],
    ['cookie', 'bk_token=demo-login'],
    ['accept-language', 'en'],
  ]);
  const path = '/api/bkpaas3/prod/bkapps/anything/%E6%BC%94';
  await answerAtGateway(gateway, { ...call({}), method: 'GET', path, headers, requestId: 'r', faults: [] });
  const [reached] = seen;
  assert.deepEqual([...(reached?.headers.keys() ?? [])], ['accept-language']);
  assert.deepEqual([reached?.user, reached?.language], ['ops', 'en']);
  assert.deepEqual([reached?.path, reached?.params['app']], ['/bkapps/anything/%E6%BC%94/', '演']);
});

test('dates are those of China, with the offset only where the platform writes it', () => {
  const date = new Date('2026-12-31T16:00:00.999Z');
  assert.equal(platformDate(date, true), '2027-01-01 00:00:00 +0800');
  assert.equal(platformDate(date, false), '2027-01-01 00:00:00');
  assert.equal(platformDate(null, true), null);
});

test('resource names are unique: grants and the debug header go by them', () => {
  assert.equal(new Set(routes.map((route) => route.operationId)).size, routes.length);
});
