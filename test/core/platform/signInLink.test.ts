import assert from 'node:assert/strict';
import test from 'node:test';
import { parseSignInLink, type SignInLinkProblem } from '../../../src/core/platform/signInLink.ts';
import { signInLinkDetail, signInLinkProblemText } from '../../../src/texts/signInTexts.ts';
import { translateToEnglish } from '../../texts/translations.ts';

const gateway = 'gateway=https://bkapi.example.com/api/bkpaas3/prod';

test('a sign-in link is parsed into gateway, console and tenant, encoded or not', () => {
  const wanted = {
    gatewayUrl: 'https://bkapi.example.com/api/bkpaas3/prod',
    consoleUrl: 'https://paas.example.com',
    tenantId: 'blue',
  };
  const plain = `${gateway}&console=https://paas.example.com/&tenant=blue&windowId=3`;
  const encoded = new URLSearchParams({
    gateway: wanted.gatewayUrl,
    console: 'https://paas.example.com',
    tenant: 'blue',
  });
  for (const query of [plain, encoded.toString()])
    assert.deepEqual(parseSignInLink('/sign-in', query), { ok: true, link: wanted });
  assert.deepEqual(parseSignInLink('/sign-in', gateway), {
    ok: true,
    link: { gatewayUrl: wanted.gatewayUrl, consoleUrl: undefined, tenantId: undefined },
  });
});

test('a sign-in link with a token is refused, and its value is in no text', () => {
  const secret = 'planted-in-a-link';
  const queries = [
    `${gateway}&token=${secret}`,
    `${gateway}&access_token=${secret}`,
    `gateway=https://me:${secret}@bkapi.example.com/api/bkpaas3/prod`,
    `${gateway}?access_token=${secret}`,
    encodeURI(`${gateway}#/login?ticket=${secret}`),
    new URLSearchParams({ gateway: `https://bkapi.example.com/api/bkpaas3/prod?a=1&token=${secret}` }).toString(),
    `${gateway}&console=https://paas.example.com/?bk_ticket=${secret}`,
    `${gateway}&console=https://me:${secret}@paas.example.com`,
  ];
  for (const query of queries) {
    const parsed = parseSignInLink('/sign-in', query);
    assert.deepEqual(parsed, { ok: false, problem: 'linkWithSecret' });
    assert.ok(!signInLinkProblemText(translateToEnglish, parsed.problem).includes(secret));
  }
});

test('a query without a secret in the addresses of a link is dropped', () => {
  const parsed = parseSignInLink('/sign-in', `${gateway}?limit=1&console=https://paas.example.com/?keyword=demo`);
  assert.ok(parsed.ok);
  assert.equal(parsed.link.consoleUrl, 'https://paas.example.com');
});

test('an invalid link is rejected with its own problem', () => {
  const cases: [string, string, SignInLinkProblem][] = [
    ['/upload', gateway, 'linkPathUnknown'],
    ['', gateway, 'linkPathUnknown'],
    ['/sign-in', '', 'gatewayUrlEmpty'],
    ['/sign-in', 'gateway=https://bkapi.example.com', 'gatewayUrlWithoutStage'],
    ['/sign-in', 'gateway=ftp://bkapi.example.com/api/bkpaas3/prod', 'gatewayUrlSchemeRefused'],
    ['/sign-in', `${gateway}&gateway=https://evil.example.com/api/bkpaas3/prod`, 'linkWithRepeatedPart'],
    ['/sign-in', `${gateway}&console=command:evil`, 'linkConsoleInvalid'],
    ['/sign-in', `${gateway}&tenant=a b`, 'linkTenantInvalid'],
  ];
  for (const [path, query, problem] of cases)
    assert.deepEqual(parseSignInLink(path, query), { ok: false, problem }, `${path}?${query}`);
});

test('the question about a link names both hosts, and warns of plain http', () => {
  const detailOf = (query: string): string => {
    const parsed = parseSignInLink('/sign-in', query);
    assert.ok(parsed.ok);
    return signInLinkDetail(translateToEnglish, parsed.link);
  };
  const detail = detailOf(`${gateway}&console=https://paas.example.com`);
  assert.match(detail, /bkapi\.example\.com[^]*paas\.example\.com/);
  assert.doesNotMatch(detail, /unencrypted/);
  assert.match(detailOf('gateway=http://bkapi.example.com/api/bkpaas3/prod'), /unencrypted/);
  assert.doesNotMatch(detailOf('gateway=http://localhost:8000/api/bkpaas3/prod'), /unencrypted/);
});
