import assert from 'node:assert/strict';
import test from 'node:test';
import type { HttpAnswer } from '../../../src/core/http/sendRequest.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { readAnswer, requestIdOf } from '../../../src/core/platform/readAnswer.ts';
import { failureOf } from '../failureOf.ts';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';

const json = 'application/json';
const html = 'text/html; charset=utf-8';

function answer(status: number, type: string, text: string, headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return { status, text, milliseconds: 1, headers: { 'content-type': type, ...headers } };
}

test('JSON with a success status is returned unchanged, whatever its value and content type', () => {
  for (const value of [{}, [], null, 0, 'text', { code: 0, result: true, data: {} }, { code: 'x', detail: 'y' }]) {
    assert.deepEqual(readAnswer(answer(200, json, JSON.stringify(value))), value);
    assert.deepEqual(readAnswer(answer(201, 'text/plain', JSON.stringify(value))), value);
  }
});

const answerRows: readonly [what: string, answer: HttpAnswer, code: string, said?: string][] = [
  ['half of the JSON', answer(200, json, '{"count": 2, "resu'), 'answerUnreadable', '{"count": 2, "resu'],
  ['nothing at all', answer(200, json, ''), 'answerUnreadable', ''],
  ['a web page instead', answer(200, html, '<html><h1>Log in</h1></html>'), 'notThePlatform', 'Log in'],
  ['a web page that calls itself JSON', answer(200, json, '\n<!DOCTYPE html><p>Log in'), 'notThePlatform', 'Log in'],
  ['a redirect', answer(302, html, '', { location: 'https://login.example.com/?c_url=x' }), 'redirected'],
  [
    'Django’s page for a server error',
    answer(500, html, '<title>Server Error (500)</title>'),
    'platformFailed',
    'Server Error (500)',
  ],
  [
    'a page of a machine in between with 500',
    answer(500, html, '<h1>Internal error</h1>'),
    'notThePlatform',
    'Internal error',
  ],
  ['Django’s page for an unknown path', answer(404, html, '<h1>Not Found</h1>'), 'pathNotFound', 'Not Found'],
  ['a proxy that wants a sign-in', answer(407, html, 'Proxy Authentication Required'), 'proxyLoginRequired'],
  ['nginx with 413', answer(413, html, '<h1>413 Request Entity Too Large</h1>'), 'bodyTooLarge'],
  ['nginx with 414', answer(414, html, ''), 'uriTooLong'],
  ['nginx with 429', answer(429, html, ''), 'rateLimited'],
  ['nginx with 502', answer(502, html, '<h1>502 Bad Gateway</h1>'), 'gatewayBadAnswer', '502 Bad Gateway'],
  ['nginx with 503', answer(503, html, ''), 'gatewayUnavailable'],
  ['nginx with 504', answer(504, html, ''), 'gatewayTimedOut'],
  ['half of a refusal', answer(400, json, '{"code": "VALIDATION_ERROR", "det'), 'answerUnreadable'],
  ['half of a refusal', answer(500, json, ' {"code": "X", "det'), 'answerUnreadable'],
  ['a firewall’s page', answer(403, html, '<b>Blocked</b>'), 'notThePlatform', 'Blocked'],
];
for (const [what, given, code, said] of answerRows) {
  test(`${what} (${given.status}) is ${code}`, async () => {
    const { code: found, facts } = await failureOf(() => readAnswer(given));
    assert.deepEqual({ found, status: facts.status }, { found: code, status: given.status });
    if (said !== undefined) assert.equal(facts.said, said);
  });
}

const backendErrors: readonly [what: string, status: number, body: object, code: string][] = [
  ['a code of a newer platform', 400, { code: 'SOMETHING_NEW', detail: 'x' }, 'refusedByPlatform'],
  [
    'a validation error in a field of a newer platform',
    400,
    { code: 'VALIDATION_ERROR', detail: 'x: y', fields_detail: { x: ['y'] } },
    'refusedByPlatform',
  ],
  ['a server error in JSON', 500, { code: 'X', detail: 'y' }, 'refusedByPlatform'],
  [
    'an unknown application in Chinese',
    404,
    { code: 'ERROR', detail: '没有 Application 匹配给定的查询。' },
    'applicationNotFound',
  ],
  ['an unknown module', 404, { code: 'ERROR', detail: '未找到。' }, 'moduleNotFound'],
  ['a 401 of another shape', 401, { detail: 'Authentication credentials were not provided.' }, 'notLoggedIn'],
  ['the wrapped form', 400, { result: false, code: -1, message: 'no', code_slug: 'X' }, 'refusedByPlatform'],
];
for (const [what, status, body, code] of backendErrors) {
  test(`${what} is ${code}`, async () => {
    assert.equal((await failureOf(() => readAnswer(answer(status, json, JSON.stringify(body))))).code, code);
  });
}

test('codes that every object has, such as constructor, are codes like any other', async () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    const backend = JSON.stringify({ code: name, detail: 'x' });
    assert.equal((await failureOf(() => readAnswer(answer(400, json, backend)))).code, 'refusedByPlatform');
    const gateway = JSON.stringify({ code: 1, code_name: name, message: 'x', result: false });
    assert.equal((await failureOf(() => readAnswer(answer(400, json, gateway)))).code, 'gatewayUnknownError');
  }
});

test('a page made of nothing but beginnings is as quick to read as any', () =>
  withinCpuSeconds(20, async () => {
    for (const piece of ['<', '<script', '<style><', '< ', '<a\n']) {
      const given = answer(200, html, piece.repeat((8 * 1024 * 1024) / piece.length));
      assert.equal((await failureOf(() => readAnswer(given))).code, 'notThePlatform');
    }
    const reasons = 'access_token of the user'.repeat(300_000);
    const refusal = JSON.stringify({ code: 1, code_name: 'INVALID_ARGS', message: reasons, result: false });
    const { code } = await failureOf(() => readAnswer(answer(200, json, refusal)));
    assert.equal(code, 'argumentsRefusedByGateway');
  }));

test('the quoted message is detail, else message, else the first text of fields_detail', async () => {
  const said = async (body: object): Promise<string | undefined> =>
    (await failureOf(() => readAnswer(answer(400, json, JSON.stringify(body))))).facts.said;
  assert.equal(await said({ code: 'X', detail: 'a', message: 'b', fields_detail: ['c'] }), 'a');
  assert.equal(await said({ code: 'X', message: 'b', fields_detail: ['c'] }), 'b');
  assert.equal(await said({ code: 'X', detail: { a: 1 }, fields_detail: { x: [{ y: ['c'] }] } }), 'c');
  assert.equal(await said({ code: 'X' }), undefined);
});

test('a page is reduced to its text, without scripts', async () => {
  const page = '<style>p{}</style><script>alert("1")</script><p>Log&nbsp;in <b>here</b></p>\n\n<img src=x onerror=y>';
  assert.equal((await failureOf(() => readAnswer(answer(200, html, page)))).facts.said, 'Log&nbsp;in here');
});

test('an error with the status rewritten to 200 is recognized by the body', async () => {
  const refusal = {
    code: 1640301,
    code_name: 'APP_NO_PERMISSION',
    message: 'x [reason="no permission, bk_app_code=my-app"]',
    result: false,
    data: null,
  };
  const { code, facts } = await failureOf(() => readAnswer(answer(200, json, JSON.stringify(refusal))));
  assert.deepEqual({ code, subject: facts.subject }, { code: 'appNotPermitted', subject: 'my-app' });
});

test('an unknown code_name is still an error of the gateway', async () => {
  const refusal = { code: 1640999, code_name: 'NEW_RULE', message: 'new', result: false, data: null };
  assert.equal(
    (await failureOf(() => readAnswer(answer(403, json, JSON.stringify(refusal))))).code,
    'gatewayUnknownError',
  );
});

test('a rate limit has the number of seconds until the next call is allowed', async () => {
  const refusal = JSON.stringify({
    code: 1642903,
    code_name: 'RATE_LIMIT_RESTRICTION',
    message: 'x',
    result: false,
    data: null,
  });
  const read = async (headers: HttpAnswer['headers']): Promise<number | undefined> =>
    (await failureOf(() => readAnswer(answer(429, json, refusal, headers)))).facts.retryAfterSeconds;
  assert.equal(await read({ 'x-bkapi-ratelimit-reset': '42' }), 42);
  assert.equal(await read({ 'x-bkapi-ratelimit-reset': 'soon' }), undefined);
  assert.equal(await read({}), undefined);
});

test('a redirect’s target is reported without its query, because the query can repeat the request', async () => {
  const targets: [string | undefined, string | undefined][] = [
    ['https://login.example.com:8443/a/b?c_url=secret#x', 'https://login.example.com:8443'],
    ['/login/?next=secret', '/login/'],
    [undefined, undefined],
  ];
  for (const [location, subject] of targets) {
    const given = answer(302, html, '', location === undefined ? {} : { location });
    assert.equal((await failureOf(() => readAnswer(given))).facts.subject, subject);
  }
});

test('the request id is the gateway’s, else the platform’s, else none', () => {
  const id = (headers: HttpAnswer['headers']): string | undefined => requestIdOf(answer(200, json, '', headers));
  assert.equal(id({ 'x-bkapi-request-id': 'a', 'x-request-id': 'b' }), 'a');
  assert.equal(id({ 'x-request-id': 'b' }), 'b');
  assert.equal(id({}), undefined);
});

test('a link to apply for a role is taken only when it is a web address', async () => {
  const links = [
    'https://bkiam.example.com/apply?id=1',
    'javascript:alert(1)',
    'vscode://x/y',
    'file:///etc/passwd',
    'command:a.b',
  ];
  const taken = [];
  for (const apply_url_for_dev of links) {
    const body = JSON.stringify({ message: 'no', code: 'ERROR', apply_url_for_dev });
    taken.push((await failureOf(() => readAnswer(answer(403, 'application/json', body)))).facts.applyUrl);
  }
  assert.deepEqual(taken, [links[0], undefined, undefined, undefined, undefined]);
});

test('the time to wait is taken from Retry-After if an intermediary responds', () => {
  const after = (status: number, value: string): number | undefined => {
    try {
      readAnswer({ status, headers: { 'retry-after': value }, text: 'busy', milliseconds: 1 });
    } catch (error) {
      assert.ok(error instanceof PlatformError);
      return error.facts.retryAfterSeconds;
    }
    return assert.fail('an answer');
  };
  assert.deepEqual([after(429, '7'), after(503, '7'), after(502, '7')], [7, 7, undefined]);
  assert.equal(after(429, 'Wed, 21 Oct 2026 07:28:00 GMT'), undefined);
});
