import assert from 'node:assert/strict';
import test from 'node:test';
import { at, ask, upload, platformFor } from './gatewayClient.ts';
import { demoCredentials, demoTokens } from './seedDemo.ts';
import type { Answer, Asking } from './gatewayClient.ts';

const LIST = '/bkapps/applications/lists/minimal';
/** What of a gateway refusal tests look at. */
function refusalOf(answer: Answer): { status: number; code: unknown; message: unknown } {
  return { status: answer.status, code: at(answer.json, 'code'), message: at(answer.json, 'message') };
}

test('gateway: an unknown stage, gateway name, path or method is 404 API_NOT_FOUND with method and path', async (t) => {
  const platform = await platformFor(t);
  const origin = platform.consoleUrl;
  const wrong: [string, Asking][] = [
    [`/api/bkpaas3/stag${LIST}`, { base: origin }],
    [`/api/paasv3/prod${LIST}`, { base: origin }],
    [`/stag${LIST}`, { base: origin }],
    ['/api/bkpaas3/prod/bkapps/nothing', { base: origin }],
    [`/api/bkpaas3/prod${LIST}`, { base: origin, method: 'DELETE' }],
    ['/api/bkpaas3/prod/bkapps/applications/demo-app/modules/default/source_package/', { base: origin }],
  ];
  for (const [path, asking] of wrong) {
    const answer = await ask(platform, path, asking);
    const method = asking.method ?? 'GET';
    assert.deepEqual(answer.json, {
      code: 1640401,
      code_name: 'API_NOT_FOUND',
      message: `API not found [method="${method}" path="${path}"]`,
      result: false,
      data: null,
    });
    assert.equal(answer.status, 404);
  }
});

test('gateway: both layouts answer, with and without the last slash', async (t) => {
  const platform = await platformFor(t);
  const bases = [platform.gatewayUrl, platform.domainStyleGatewayUrl];
  for (const base of bases) {
    for (const slash of ['', '/']) {
      assert.equal((await ask(platform, `${LIST}${slash}`, { base })).status, 200);
      assert.equal((await ask(platform, `/bkapps/applications/demo-app${slash}`, { base })).status, 200);
    }
  }
  const ownHost = await ask(platform, `/prod${LIST}`, {
    base: platform.consoleUrl,
    headers: { Host: 'bkpaas3.apigw.example.com' },
  });
  assert.equal(ownHost.status, 200);
  const ownHostConsole = await ask(platform, '/developer-center/', {
    base: platform.consoleUrl,
    headers: { Host: 'bkpaas3.apigw.example.com' },
  });
  assert.equal(ownHostConsole.status, 404);
});

test('gateway: every failed authentication is 400 INVALID_ARGS with its reason, never 401', async (t) => {
  const platform = await platformFor(t);
  const { appCode: bk_app_code, appSecret: bk_app_secret } = demoCredentials;
  const reasons: [string | null, RegExp][] = [
    [null, /reason="app code cannot be empty"/],
    ['', /reason="app code cannot be empty"/],
    ['{}', /reason="app code cannot be empty"/],
    ['not json', /request header X-Bkapi-Authorization is not a valid JSON/],
    ['"text"', /request header X-Bkapi-Authorization is not a valid JSON/],
    [JSON.stringify({ access_token: 'made up' }), /access_token is invalid, ssm error message: http:.*result\.code!=0/],
    [JSON.stringify({ access_token: demoTokens.expired }), /the access_token of the user\(admin\) has expired, please/],
    [JSON.stringify({ access_token: demoTokens.expiredApplication }), /reason="access_token has expired"/],
    [JSON.stringify({ access_token: demoTokens.application }), /is the application type and cannot indicate the user/],
    [JSON.stringify({ bk_app_code }), /please provide bk_app_secret or bk_signature to verify app/],
    [JSON.stringify({ bk_app_code, bk_app_secret: 'x' }), /bk_app_code or bk_app_secret is incorrect/],
    [JSON.stringify({ bk_app_code: 'nobody', bk_app_secret }), /app not found/],
    [
      JSON.stringify({ bk_app_code, bk_app_secret }),
      /user authentication failed, please provide a valid user identity/,
    ],
    [JSON.stringify({ bk_app_code, bk_app_secret, bk_username: 'admin' }), /indicated by bk_username is not verified/],
    [JSON.stringify({ bk_app_code, bk_app_secret, access_token: 'made up' }), /access_token is invalid/],
  ];
  for (const [identity, reason] of reasons) {
    const { status, code, message } = refusalOf(await ask(platform, LIST, { identity }));
    assert.deepEqual([status, code], [400, 1640001]);
    assert.match(String(message), reason);
    assert.match(String(message), /^Parameters error \[reason="/);
  }
});

test('gateway: code and secret with a login cookie, and a token together with them, are let through', async (t) => {
  const platform = await platformFor(t);
  const { appCode, appSecret, bkToken } = demoCredentials;
  const account = { bk_app_code: appCode, bk_app_secret: appSecret };
  for (const identity of [
    { ...account, bk_token: bkToken },
    { ...account, access_token: demoTokens.admin },
  ]) {
    assert.equal((await ask(platform, LIST, { identity: JSON.stringify(identity) })).status, 200);
  }
});

test('gateway: an application without a valid grant is 403 with the reason telling which', async (t) => {
  const platform = await platformFor(t);
  const reasons: [string, string][] = [
    [demoTokens.noGrant, 'no permission, bk_app_code=my-own-app'],
    [demoTokens.expiredGrant, 'permission has expired, type=gateway_permission, bk_app_code=once-granted-app'],
    [demoTokens.expiredResourceGrant, 'permission has expired, type=resource_permission, bk_app_code=once-listed-app'],
  ];
  for (const [token, reason] of reasons) {
    assert.deepEqual(refusalOf(await ask(platform, LIST, { token })), {
      status: 403,
      code: 1640301,
      message: `App has no permission to the resource [reason="${reason}"]`,
    });
  }
  assert.equal((await ask(platform, LIST, { token: demoTokens.listOnly })).status, 200);
  assert.equal((await ask(platform, '/bkapps/applications/demo-app/', { token: demoTokens.listOnly })).status, 403);
  const own = { appCode: 'my-own-app', operationId: '*', expires: new Date('2099-01-01') };
  platform.state.grants.push(own);
  assert.equal((await ask(platform, LIST, { token: demoTokens.noGrant })).status, 200);
});

test('gateway: a bound rate limit counts down in headers and then answers 429 until the window ends', async (t) => {
  let now = new Date('2026-07-23T06:29:17Z');
  const platform = await platformFor(t, {
    now: () => now,
    switches: { rateLimit: { limit: 2, windowSeconds: 10 } },
  });
  const limitHeaders = ({ headers }: Answer): unknown[] =>
    ['limit', 'remaining', 'reset', 'plugin'].map((each) => headers[`x-bkapi-ratelimit-${each}`]);
  assert.deepEqual(limitHeaders(await ask(platform, LIST)), ['2', '1', '10', 'bk-resource-rate-limit']);
  now = new Date(now.getTime() + 4000);
  assert.deepEqual(limitHeaders(await ask(platform, LIST)), ['2', '0', '6', 'bk-resource-rate-limit']);
  // The limit comes before the grant (API reference 2.6), so a call that fails there counts as well.
  const refused = await ask(platform, LIST);
  assert.deepEqual([refused.status, at(refused.json, 'code')], [429, 1642903]);
  assert.deepEqual(limitHeaders(refused), ['2', '0', '6', 'bk-resource-rate-limit']);
  assert.equal((await ask(platform, LIST, { token: demoTokens.noGrant })).status, 403);
  now = new Date(now.getTime() + 6000);
  assert.equal((await ask(platform, LIST)).status, 200);
});

test('gateway: an unreachable token service is 500, no matter how good the token is', async (t) => {
  const platform = await platformFor(t);
  platform.switches.authService = 'down';
  const { status, code, message } = refusalOf(await ask(platform, LIST));
  assert.deepEqual([status, code], [500, 1650001]);
  assert.match(String(message), /^Internal Server Error \[reason="failed to request third-party api/);
});

test('gateway: a backend that refuses connections is 502, after the checks of the gateway', async (t) => {
  const platform = await platformFor(t);
  platform.switches.backend = 'down';
  const down = await ask(platform, LIST);
  assert.deepEqual(refusalOf(down), {
    status: 502,
    code: 1650200,
    message: 'Bad Gateway [upstream_error="connection refused"]',
  });
  assert.equal(down.headers['x-bkapi-error-code'], '1650200');
  assert.equal((await ask(platform, LIST, { token: demoTokens.expired })).status, 400);
  assert.equal((await ask(platform, LIST, { token: demoTokens.noGrant })).status, 403);
});

test('gateway: every answer carries its own request id, and error headers stand on gateway errors only', async (t) => {
  const platform = await platformFor(t);
  const good = await ask(platform, LIST, { headers: { 'X-Request-ID': 'mine-1' } });
  const bad = await ask(platform, LIST, { token: 'made up' });
  const backend = await ask(platform, '/bkapps/applications/no-such-app/');
  for (const answer of [good, bad, backend]) {
    assert.match(String(answer.headers['x-bkapi-request-id']), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  }
  assert.equal(good.headers['x-request-id'], 'mine-1');
  assert.equal(bad.headers['x-request-id'], String(bad.headers['x-bkapi-request-id']).replaceAll('-', ''));
  assert.notEqual(good.headers['x-bkapi-request-id'], bad.headers['x-bkapi-request-id']);
  assert.equal(bad.headers['x-bkapi-error-code'], '1640001');
  assert.equal(bad.headers['x-bkapi-error-message'], at(bad.json, 'message'));
  assert.equal(bad.headers['content-type'], 'application/json; charset=utf-8');
  assert.equal(backend.headers['x-bkapi-error-code'], undefined);
  assert.equal(platform.requests[0]?.requestId, good.headers['x-bkapi-request-id']);
  assert.deepEqual(
    platform.requests.map((each) => each.status),
    [200, 400, 404],
  );
});

test('gateway: the debug header tells who is calling, on refusals too, and can be switched off', async (t) => {
  const platform = await platformFor(t);
  const debug = { 'X-Bkapi-Debug': 'true', Cookie: 'bk_token=secret' };
  const answer = await ask(platform, LIST, { headers: debug });
  const info: unknown = JSON.parse(String(answer.headers['x-bkapi-debug-info']));
  assert.deepEqual(
    ['bk_username', 'bk_app_code', 'bk_stage_name', 'bk_resource_name'].map((key) => at(info, key)),
    ['admin', 'bk_lesscode_dev', 'prod', 'get_minimal_app_list'],
  );
  assert.equal(at(info, 'bk_request_id'), answer.headers['x-bkapi-request-id']);
  assert.equal(at(info, 'request_headers', 'cookie'), undefined);
  assert.equal((await ask(platform, LIST)).headers['x-bkapi-debug-info'], undefined);
  const refused = await ask(platform, LIST, { headers: debug, token: demoTokens.noGrant });
  assert.equal(at(JSON.parse(String(refused.headers['x-bkapi-debug-info'])), 'bk_app_code'), 'my-own-app');
  platform.switches.debugHeader = false;
  assert.equal((await ask(platform, LIST, { headers: debug })).headers['x-bkapi-debug-info'], undefined);
});

test('gateway: the language follows Accept-Language by weight, never a cookie', async (t) => {
  const platform = await platformFor(t);
  const textFor = async (headers: Record<string, string>): Promise<unknown> =>
    at((await upload(platform, {}, { headers })).json, 'detail');
  const [zh, en] = ['package_url: 该字段是必填项。', 'package_url: This field is required.'];
  assert.equal(await textFor({}), zh);
  assert.equal(await textFor({ 'Accept-Language': 'en' }), en);
  assert.equal(await textFor({ 'Accept-Language': 'zh-cn' }), zh);
  assert.equal(await textFor({ 'Accept-Language': 'fr, zh-TW;q=0.4, en-US;q=0.8' }), en);
  assert.equal(await textFor({ Cookie: 'blueking_language=en' }), zh);
  platform.switches.defaultLanguage = 'en';
  assert.equal(await textFor({ 'Accept-Language': 'fr' }), en);
});

test('gateway: the status rewrite turns gateway errors into 200 with the same body, backend errors stay', async (t) => {
  const platform = await platformFor(t);
  platform.switches.statusRewrite200 = true;
  const refused = await ask(platform, LIST, { token: 'made up' });
  assert.deepEqual([refused.status, at(refused.json, 'code_name')], [200, 'INVALID_ARGS']);
  assert.equal((await ask(platform, '/bkapps/applications/no-such-app/')).status, 404);
});

test('gateway: with tenants on, a global application must name one and a single one may not name another', async (t) => {
  const platform = await platformFor(t);
  const crossTenant = async (token: string, tenant?: string): Promise<unknown> => {
    const headers: Record<string, string> = tenant === undefined ? {} : { 'X-Bk-Tenant-Id': tenant };
    const answer = await ask(platform, LIST, { token, headers });
    return answer.status === 403 ? /\[[A-Z0-9]+\]/.exec(String(at(answer.json, 'message')))?.[0] : answer.status;
  };
  assert.equal(await crossTenant(demoTokens.globalTenant), 200);
  platform.switches.multiTenant = true;
  assert.equal(await crossTenant(demoTokens.globalTenant), '[AH1]');
  assert.equal(await crossTenant(demoTokens.globalTenant, 'default'), 200);
  assert.equal(await crossTenant(demoTokens.admin), 200);
  assert.equal(await crossTenant(demoTokens.admin, 'default'), 200);
  assert.equal(await crossTenant(demoTokens.admin, 'elsewhere'), '[AH2]');
  assert.equal(await crossTenant(demoTokens.otherTenant), '[AU]');
});
