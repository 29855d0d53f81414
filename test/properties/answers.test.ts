import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { createCall } from '../../src/core/platform/call.ts';
import { errorCodes } from '../../src/core/platform/errorCode.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';
import { errorMessage, errorText } from '../../src/texts/errorTexts.ts';
import { publicUploadOutcome } from '../../src/vscode/upload/publicOutcome.ts';
import { accessTo } from '../core/connect.ts';
import { anyText, lettersAndDigits, secretOf } from './arbitraries.ts';
import { property } from './property.ts';

/**
 * The placeholder that each run replaces with a token. An intermediary can echo the request anywhere in a response, and
 * the request contains the token.
 */
const TOKEN = '@@token@@';

const words = fc.oneof(
  anyText,
  fc.constantFrom(
    TOKEN,
    `{"access_token": "${TOKEN}"}`,
    JSON.stringify(JSON.stringify({ 'X-Bkapi-Authorization': JSON.stringify({ access_token: TOKEN }) })),
    `X-Bkapi-Authorization: ${TOKEN}\r\n`,
    `https://e.com/?token=${TOKEN}`,
    `主机 '${TOKEN}' 不在允许的白名单中`,
    'the access_token of the user(admin) has expired',
    `access_token is invalid, response: ${TOKEN}`,
    `no permission, bk_app_code=${TOKEN}`,
    ' '.repeat(490),
  ),
);
const sentence = fc.array(words, { maxLength: 4 }).map((parts) => parts.join(' '));
const anything = fc.oneof(
  sentence,
  fc.jsonValue(),
  fc.array(sentence, { maxLength: 3 }),
  fc.dictionary(anyText, sentence, { maxKeys: 3 }),
);

const gatewayShape = fc.record({
  code: fc.oneof(fc.constantFrom(1640001, 1640301, 1650200), fc.jsonValue()),
  code_name: fc.oneof(
    fc.constantFrom('INVALID_ARGS', 'APP_NO_PERMISSION', 'BAD_GATEWAY', 'RATE_LIMIT_RESTRICTION'),
    sentence,
  ),
  message: fc.oneof(sentence, anything),
  result: fc.constant(false),
  data: anything,
});
/** The shapes A to G of the backend's errors (platform-api.md 1.11). Any member can be missing or have another type. */
const backendShape = fc.record(
  {
    code: fc.oneof(
      fc.constantFrom('ERROR', 'VALIDATION_ERROR', 'Unauthorized', 'PACKAGE_ALREADY_EXISTS', -1),
      sentence,
    ),
    detail: anything,
    message: anything,
    fields_detail: fc.oneof(anything, fc.record({ package_url: anything }), fc.record({ version: anything })),
    apply_url_for_dev: fc.oneof(sentence, fc.constant(`https://iam.example.com/apply?from=${TOKEN}`)),
    login_url: anything,
    result: fc.boolean(),
    code_slug: anything,
  },
  { requiredKeys: [] },
);
const page = fc
  .tuple(
    fc.constantFrom('<!DOCTYPE html>', '<html>', '<script>', '<style>', '<p', '<!--', ''),
    sentence,
    fc.constantFrom('</script>', '>', '<', '-->', ''),
    sentence,
  )
  .map((parts) => parts.join(''));
const deeplyNested = fc
  .tuple(fc.constantFrom(['[', ']'] as const, ['{"a":', '}'] as const), fc.integer({ min: 1, max: 30_000 }), sentence)
  .map(([[open, close], depth, text]) => {
    return `{"code": "VALIDATION_ERROR", "fields_detail": ${open.repeat(depth)}${JSON.stringify(text)}${close.repeat(depth)}}`;
  });
const bodies: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: gatewayShape.map((body) => JSON.stringify(body)) },
  { weight: 4, arbitrary: backendShape.map((body) => JSON.stringify(body)) },
  { weight: 2, arbitrary: page },
  { weight: 1, arbitrary: deeplyNested },
  { weight: 1, arbitrary: anything.map((body) => JSON.stringify(body)) },
  { weight: 1, arbitrary: fc.tuple(backendShape, fc.nat(80)).map(([body, end]) => JSON.stringify(body).slice(0, end)) },
  { weight: 1, arbitrary: sentence },
);

const answers = fc.record({
  status: fc.oneof(
    fc.constantFrom(200, 201, 302, 400, 401, 403, 404, 407, 413, 414, 415, 429, 500, 502, 503, 504, 508),
    fc.integer({ min: 200, max: 599 }),
  ),
  type: fc.constantFrom('application/json', 'text/html; charset=utf-8', 'text/plain', ''),
  id: fc.constantFrom('b3f1c0de', `seen ${TOKEN}`, TOKEN),
  location: fc.constantFrom(
    '/login',
    `https://${TOKEN}@login.example.com/`,
    `/login?back=${TOKEN}`,
    `//x/${TOKEN}`,
    `${TOKEN}:`,
  ),
  body: bodies,
});

/** The server's next response. */
const nextResponse = { status: 200, headers: {} as Record<string, string>, body: '' };
const server = http.createServer((request, response) => {
  request
    .resume()
    .on('end', () => response.writeHead(nextResponse.status, nextResponse.headers).end(nextResponse.body));
});
before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
after(() => new Promise((resolve) => server.close(resolve)));

/** Fills in the values as VS Code's `l10n.t` does without a language bundle. */
const t = (message: string, ...values: (string | number)[]): string =>
  message.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));

property(
  'every response gives JSON or a PlatformError with sentences, and the token is in no text that is made of it',
  fc.tuple(answers, secretOf(`${lettersAndDigits}-._~+/=`)),
  async ([{ status, type, id, location, body }, token]) => {
    const planted = (text: string): string => text.replaceAll(TOKEN, token);
    Object.assign(nextResponse, {
      status,
      headers: {
        'content-type': type,
        'x-bkapi-request-id': planted(id),
        'x-request-id': planted(id),
        'x-bkapi-ratelimit-reset': '9'.repeat(400),
        location: planted(location),
      },
      body: planted(body),
    });
    const { port } = server.address() as AddressInfo; // a listening TCP server has a port
    const access = accessTo({ gatewayUrl: `http://127.0.0.1:${port}/api/bkpaas3/prod` }, { accessToken: token });
    // The call is a POST, because the client may retry a GET, and this test expects one request.
    const error: unknown = await createCall(access)(['applications'], { method: 'POST' }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const texts = [...access.log.lines];
    if (error !== undefined) {
      assert.ok(error instanceof PlatformError, inspect(error));
      assert.ok(errorCodes.includes(error.code), inspect(error.code));
      const { what, why, todo } = errorText(t, error.code, error.facts);
      texts.push(what, why, todo, errorMessage(t, error.code, error.facts), JSON.stringify(error.facts));
      texts.push(JSON.stringify(publicUploadOutcome(t, { status: 'failed', error })));
      texts.push(inspect(error, { depth: 10, showHidden: true }));
      assert.match(error.facts.applyUrl ?? 'https://', /^https?:\/\//i);
      assert.ok(error.facts.said === undefined || error.facts.said.length <= 501);
      assert.ok(error.facts.retryAfterSeconds === undefined || Number.isFinite(error.facts.retryAfterSeconds));
    }
    for (const text of texts) assert.ok(!text.includes(token), text);
  },
);
