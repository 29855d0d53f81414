import assert from 'node:assert/strict';
import test from 'node:test';
import { createCall, type PlatformAccess } from '../../../src/core/platform/call.ts';
import { errorCodes, type ErrorCode } from '../../../src/core/platform/errorCode.ts';
import { rejectedTokenCodes } from '../../../src/core/platform/gatewayErrors.ts';
import { platformFor } from '../../platform/gatewayClient.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { accessTo } from '../connect.ts';
import { failureOf } from '../failureOf.ts';

const list = ['applications', 'lists', 'minimal'];

test('a call carries the token as one JSON header, the language, and nothing of a tenant unless there is one', async (t) => {
  const platform = await platformFor(t);
  await createCall(accessTo(platform))(list);
  await createCall(accessTo(platform, { tenantId: '' }))(list);
  await createCall(accessTo(platform, { tenantId: 'default', language: 'zh-cn' }))(list);
  const [plain, emptyTenant, chinese] = platform.requests.map(({ headers }) => headers);
  assert.equal(plain?.get('x-bkapi-authorization'), JSON.stringify({ access_token: demoTokens.admin }));
  assert.equal(plain.get('accept-language'), 'en');
  assert.equal(plain.get('accept'), 'application/json');
  assert.equal(plain.has('cookie'), false);
  for (const headers of [plain, emptyTenant]) assert.equal(headers?.has('x-bk-tenant-id'), false);
  assert.equal(chinese?.get('x-bk-tenant-id'), 'default');
  assert.equal(chinese.get('accept-language'), 'zh-cn');
});

test('both layouts of a gateway are spoken to', async (t) => {
  const platform = await platformFor(t);
  for (const gatewayUrl of [platform.gatewayUrl, platform.domainStyleGatewayUrl, `${platform.gatewayUrl}/`]) {
    const { json, requestId } = await createCall(accessTo({ gatewayUrl }))(list);
    assert.equal(typeof json, 'object');
    assert.equal(requestId, platform.requests.at(-1)?.requestId);
  }
});

test('query values cannot add parameters of their own', async (t) => {
  const platform = await platformFor(t);
  await createCall(accessTo(platform))(list, { query: { app_status: 'normal&source_origin=2#x' } });
  assert.deepEqual([...(platform.requests[0]?.query ?? [])], [['app_status', 'normal&source_origin=2#x']]);
});

const climbing = [
  '..',
  '.',
  '',
  '/',
  'a/b',
  '%2F',
  'a%2fb',
  '%2e%2e',
  'a?b',
  'a#b',
  'a b',
  'a\\b',
  '演示',
  'a\n',
  'a:b',
];
test('a path segment that is no name is refused before anything is sent', async (t) => {
  const platform = await platformFor(t);
  const call = createCall(accessTo(platform));
  for (const segment of climbing) {
    const { code, facts } = await failureOf(call(['applications', segment, 'modules']));
    assert.deepEqual({ code, subject: facts.subject }, { code: 'argumentInvalid', subject: segment });
  }
  assert.equal(platform.requests.length, 0);
});

test('a tenant that no header can carry is told as a wrong tenant, and nothing is sent', async (t) => {
  const platform = await platformFor(t);
  for (const tenantId of ['租户', 'a\r\nX-Evil: 1']) {
    assert.equal((await failureOf(createCall(accessTo(platform, { tenantId }))(list))).code, 'tenantForbidden');
  }
  assert.equal(platform.requests.length, 0);
});

/** How each refusal of a token comes about; the others say nothing about the token. */
const arrange: readonly [code: ErrorCode, access: Partial<PlatformAccess>, answer?: 'notLoggedIn' | 'forbidden'][] = [
  ['tokenMissing', { accessToken: '' }],
  ['tokenInvalid', { accessToken: 'made-up' }],
  ['tokenExpired', { accessToken: demoTokens.expired }],
  ['appTokenExpired', { accessToken: demoTokens.expiredApplication }],
  ['tokenOfAppOnly', { accessToken: demoTokens.application }],
  ['notLoggedIn', {}, 'notLoggedIn'],
  ['appNotPermitted', { accessToken: demoTokens.noGrant }],
  ['developRoleMissing', {}, 'forbidden'],
];
for (const [code, access, answer] of arrange) {
  const rejects = rejectedTokenCodes.has(code);
  test(`${code}: ${rejects ? 'whoever holds the token is told once' : 'nobody is told to sign in again'}`, async (t) => {
    const platform = await platformFor(t);
    if (answer) platform.faults.next({ fault: { kind: 'backendError', answer } });
    let told = 0;
    const onTokenRejected = (): void => {
      told += 1;
    };
    const error = await failureOf(createCall(accessTo(platform, { ...access, onTokenRejected }))(list));
    assert.equal(error.code, code);
    assert.equal(told, rejects ? 1 : 0);
  });
}

test('only errors about the token or the person end a sign-in', () => {
  const others = errorCodes.filter((code) => !rejectedTokenCodes.has(code));
  for (const code of [
    'appNotPermitted',
    'gatewayInternalError',
    'apiNotFound',
    'notThePlatform',
    'timedOut',
  ] as const) {
    assert.ok(others.includes(code), code);
  }
});
