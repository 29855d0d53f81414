import assert from 'node:assert/strict';
import test from 'node:test';
import { createCall, type PlatformAccess } from '../../../src/core/platform/call.ts';
import type { ErrorCode } from '../../../src/core/platform/errorCode.ts';
import type { Fault } from '../../platform/faults.ts';
import { authenticationReasons as reasons } from '../../platform/gateway/authenticationReasons.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { accessTo } from '../connect.ts';
import { failureOf } from '../failureOf.ts';
import { serverFor } from '../serverFor.ts';

const listSegments = ['applications', 'lists', 'minimal'];

test('a call sends the token in one JSON header, the language, and the tenant only if there is one', async (t) => {
  const platform = await startPlatformForTest(t);
  await createCall(accessTo(platform))(listSegments);
  await createCall(accessTo(platform, { tenantId: '' }))(listSegments);
  await createCall(accessTo(platform, { tenantId: 'default', language: 'zh-cn' }))(listSegments);
  const [plain, emptyTenant, chinese] = platform.requests.map(({ headers }) => headers);
  assert.equal(plain?.get('x-bkapi-authorization'), JSON.stringify({ access_token: demoTokens.admin }));
  assert.equal(plain.get('accept-language'), 'en');
  assert.equal(plain.get('accept'), 'application/json');
  assert.equal(plain.has('cookie'), false);
  for (const headers of [plain, emptyTenant]) assert.equal(headers?.has('x-bk-tenant-id'), false);
  assert.equal(chinese?.get('x-bk-tenant-id'), 'default');
  assert.equal(chinese.get('accept-language'), 'zh-cn');
});

test('both layouts of a gateway URL work', async (t) => {
  const platform = await startPlatformForTest(t);
  for (const gatewayUrl of [platform.gatewayUrl, platform.domainStyleGatewayUrl, `${platform.gatewayUrl}/`]) {
    const { json, requestId } = await createCall(accessTo({ gatewayUrl }))(listSegments);
    assert.equal(typeof json, 'object');
    assert.equal(requestId, platform.requests.at(-1)?.requestId);
  }
});

test('query values cannot add parameters', async (t) => {
  const platform = await startPlatformForTest(t);
  await createCall(accessTo(platform))(listSegments, { query: { app_status: 'normal&source_origin=2#x' } });
  assert.deepEqual([...(platform.requests[0]?.query ?? [])], [['app_status', 'normal&source_origin=2#x']]);
});

const invalidSegments = [
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
  const platform = await startPlatformForTest(t);
  const call = createCall(accessTo(platform));
  for (const segment of invalidSegments) {
    const { code, facts } = await failureOf(call(['applications', segment, 'modules']));
    assert.deepEqual({ code, subject: facts.subject }, { code: 'argumentInvalid', subject: segment });
  }
  assert.equal(platform.requests.length, 0);
});

test('a tenant that is invalid in a header is tenantForbidden, and nothing is sent', async (t) => {
  const platform = await startPlatformForTest(t);
  for (const tenantId of ['租户', 'a\r\nX-Evil: 1']) {
    assert.equal((await failureOf(createCall(accessTo(platform, { tenantId }))(listSegments))).code, 'tenantForbidden');
  }
  assert.equal(platform.requests.length, 0);
});

/**
 * Each row has the code and the cause of a refusal. The cause is the token in `access` or, if no token can cause the
 * refusal, `fault`. `told` is the expected number of calls of `onTokenRejected`.
 */
const refusals: readonly [code: ErrorCode, told: number, access: Partial<PlatformAccess>, fault?: Fault][] = [
  ['tokenMissing', 1, { accessToken: '' }],
  ['tokenHeaderMalformed', 1, {}, authenticationFault(reasons.notJson)],
  ['tokenInvalid', 1, { accessToken: 'made-up' }],
  ['tokenExpired', 1, { accessToken: demoTokens.expired }],
  ['appTokenExpired', 1, { accessToken: demoTokens.expiredApplication }],
  ['tokenOfAppOnly', 1, { accessToken: demoTokens.application }],
  ['userCredentialMissing', 1, {}, authenticationFault(reasons.noUser)],
  ['userNotVerified', 1, {}, authenticationFault(reasons.userNotVerified)],
  ['gatewayUnauthorized', 1, {}, { kind: 'gatewayError', codeName: 'UNAUTHORIZED' }],
  ['notLoggedIn', 1, {}, { kind: 'backendError', answer: 'notLoggedIn' }],
  ['appNotPermitted', 0, { accessToken: demoTokens.noGrant }],
  ['appPermissionExpired', 0, { accessToken: demoTokens.expiredGrant }],
  ['developRoleMissing', 0, {}, { kind: 'backendError', answer: 'forbidden' }],
  ['gatewayInternalError', 0, {}, { kind: 'gatewayError', codeName: 'INTERNAL_SERVER_ERROR' }],
  ['rateLimited', 0, {}, { kind: 'gatewayError', codeName: 'RATE_LIMIT_RESTRICTION' }],
  ['notThePlatform', 0, {}, { kind: 'proxyLoginPage' }],
  ['connectionLost', 0, {}, { kind: 'dropBeforeHeaders' }],
];
for (const [code, told, access, fault] of refusals) {
  test(`${code}: ${told ? 'onTokenRejected is called once' : 'onTokenRejected is not called'}`, async (t) => {
    const platform = await startPlatformForTest(t);
    if (fault) platform.faults.always({ fault });
    let calls = 0;
    const onTokenRejected = (): void => {
      calls += 1;
    };
    const error = await failureOf(createCall(accessTo(platform, { ...access, onTokenRejected }))(listSegments));
    assert.deepEqual([error.code, calls], [code, told]);
  });
}

function authenticationFault(reason: string): Fault {
  return { kind: 'gatewayError', codeName: 'INVALID_ARGS', fields: { reason } };
}

test('the quoted text of a page is cut to 500 characters after the token is hidden, so that no part of the token stays', async (t) => {
  const server = await serverFor(t, (request, response) => {
    const before = 'x'.repeat(475);
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end(`<p>${before}${String(request.headers['x-bkapi-authorization'])}${'y'.repeat(900)}</p>`);
  });
  const { facts } = await failureOf(() =>
    createCall(accessTo(server, { accessToken: 'secret-token-value' }))(listSegments),
  );
  assert.equal(facts.said?.length, 501);
  assert.doesNotMatch(facts.said, /secret/);
});
