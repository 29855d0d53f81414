import assert from 'node:assert/strict';
import test from 'node:test';
import { parseAccessToken } from '../../../src/core/platform/accessToken.ts';

const token = 'aB3-_.~+/=kL9';

const good: [why: string, pasted: string, readAs: string][] = [
  ['bare', token, 'bare'],
  ['with blanks and line ends around it', `\r\n\t ${token} \n`, 'bare'],
  ['with a byte order mark before it', `\uFEFF${token}`, 'bare'],
  ['in double quotes', `"${token}"`, 'bare'],
  ['in single quotes', `'${token}'`, 'bare'],
  ['in the documentation’s JSON', `{"access_token": "${token}"}`, 'json'],
  ['in JSON over several lines', `{\n  "access_token": "${token}"\n}\n`, 'json'],
  ['in JSON with blanks inside the quotes', `{"access_token": "  ${token} "}`, 'json'],
  [
    'in the token page’s whole answer',
    `{"access_token": "${token}", "refresh_token": "r", "expires_in": 604784}`,
    'json',
  ],
  ['in JSON within quotes of a shell', `'{"access_token": "${token}"}'`, 'json'],
  ['in JSON with escaped quotes', `{\\"access_token\\": \\"${token}\\"}`, 'json'],
  ['in a header', `X-Bkapi-Authorization: {"access_token": "${token}"}`, 'header'],
  ['in a header as the old documents spell it', `X-BKAPI-AUTHORIZATION: {"access_token": "${token}"}`, 'header'],
  ['in curl’s -H with single quotes', `-H 'X-Bkapi-Authorization: {"access_token": "${token}"}' \\`, 'header'],
  ['in curl’s -H with escaped quotes', `-H "X-Bkapi-Authorization: {\\"access_token\\": \\"${token}\\"}"`, 'header'],
  ['in curl’s long option', `--header 'X-BKAPI-AUTHORIZATION: {"access_token": "${token}"}'`, 'header'],
  [
    'next to code and secret, which are left out',
    `{"bk_app_code": "c", "bk_app_secret": "s", "access_token": "${token}"}`,
    'json',
  ],
];
for (const [why, pasted, readAs] of good) {
  test(`a token ${why} is read`, () => {
    assert.deepEqual(parseAccessToken(pasted), { ok: true, accessToken: token, readAs });
  });
}

const bad: [why: string, pasted: string][] = [
  ['the Chinese placeholder of the documents', '你的access_token'],
  ['the placeholder inside JSON', '{"access_token": "你的access_token"}'],
  ['a placeholder in angle brackets', '<access_token>'],
  ['an empty token', '{"access_token": ""}'],
  ['a token that is a number', '{"access_token": 12345}'],
  ['code and secret without a token', '{"bk_app_code": "my-app", "bk_app_secret": "s3cret-value"}'],
  ['a login cookie', 'bk_token: abcdef; csrf: x'],
  ['a bearer header', 'Authorization: Bearer abcdef'],
  ['a header without JSON', 'X-Bkapi-Authorization: abcdef'],
  ['an empty object', '{}'],
  ['half of the JSON', '{"access_token": "abcdef'],
  ['JSON with a line end inside the token', '{"access_token": "abc\ndef"}'],
  ['two words', 'abc def'],
  ['two lines', 'abc\ndef'],
  ['a zero-width space inside', 'abc\u200bdef'],
  ['a private key', '-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----'],
  ['an address', 'https://bkapi.example.com/api/bkpaas3/prod'],
  ['a pasted file', 'x'.repeat(4097)],
];
for (const [why, pasted] of bad) {
  test(`${why} is no token, and the answer does not repeat it`, () => {
    assert.deepEqual(parseAccessToken(pasted), { ok: false, problem: 'tokenUnreadable' });
  });
}

test('nothing is told apart from something unreadable', () => {
  assert.deepEqual(parseAccessToken(' \n\t'), { ok: false, problem: 'tokenEmpty' });
  assert.deepEqual(parseAccessToken(''), { ok: false, problem: 'tokenEmpty' });
});

test('the longest token that is read has 4096 characters', () => {
  assert.equal(parseAccessToken('x'.repeat(4096)).ok, true);
});
