import assert from 'node:assert/strict';
import test from 'node:test';
import { parseAccessToken } from '../../../src/core/platform/accessToken.ts';

const token = 'aB3-_.~+/=kL9';

const validPastes: [why: string, pasted: string, readAs: string][] = [
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
  [
    'with zero-width characters inside and around it',
    `\u200b${token.slice(0, 4)}\u200d\ufeff${token.slice(4)}\u2060`,
    'bare',
  ],
  ['with no-break spaces around it', `\u00a0${token}\u3000`, 'bare'],
  [
    'in JSON with zero-width characters',
    `{\u200b"access_token": "${token.slice(0, 4)}\u200c${token.slice(4)}"}`,
    'json',
  ],
  ['in JSON with typographic quotes', `{“access_token”：“${token}”，“expires_in”：1}`, 'text'],
  ['in JSON within typographic quotes', `“{"access_token": "${token}"}”。`, 'json'],
  ['in a header with typographic quotes', `X-Bkapi-Authorization： {“access_token”: “${token}”}`, 'header'],
  ['in a Python dictionary', `{'access_token': '${token}'}`, 'text'],
  ['in a Python dictionary with other values', `{'a': True, 'b': None, 'access_token': '${token}', 'c': 1}`, 'text'],
  ['in a dictionary of Python 2', `{u'expires_in': 1L, u'access_token': u'${token}'}`, 'text'],
  ['in a Python dictionary of a header', `{'X-Bkapi-Authorization': "{'access_token': '${token}'}"}`, 'text'],
  ['in a call of Python', `dict(access_token='${token}', x=None)`, 'text'],
  ['in an assignment', `access_token=${token}`, 'text'],
  ['in an assignment with blanks', `ACCESS_TOKEN = ${token}\n`, 'text'],
  ['in an assignment within quotes', `“access_token=${token}”，`, 'text'],
  ['in a shell', `export ACCESS_TOKEN=${token}`, 'text'],
  ['in a shell with quotes', `export BKPAAS_ACCESS_TOKEN="${token}";`, 'text'],
  ['in a query', `?access_token=${encodeURIComponent(token)}&x=y`, 'text'],
  ['in the query of an address', `https://paas.example.com/a?x=y&access_token=${encodeURIComponent(token)}#z`, 'text'],
];
for (const [why, pasted, readAs] of validPastes) {
  test(`a token ${why} is read`, () => {
    assert.deepEqual(parseAccessToken(pasted), { ok: true, accessToken: token, readAs });
  });
}

const invalidPastes: [why: string, pasted: string][] = [
  ['the Chinese placeholder of the documents', '你的access_token'],
  ['the placeholder inside JSON', '{"access_token": "你的access_token"}'],
  ['a placeholder in angle brackets', '<access_token>'],
  ['the placeholder in a Python dictionary', "{'access_token': '你的access_token'}"],
  ['the placeholder in an assignment', 'access_token=你的access_token'],
  ['a placeholder in angle brackets in an assignment', 'access_token=<token>'],
  ['an English placeholder', '{"access_token": "your_access_token"}'],
  ['the name alone', 'access_token='],
  ['the name within typographic quotes', '“access_token”'],
  ['a shell variable', 'access_token=$TOKEN'],
  ['a Python dictionary without a token', "{'access_token': None}"],
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
  ['a private key', '-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----'],
  ['an address', 'https://bkapi.example.com/api/bkpaas3/prod'],
  ['a pasted file', 'x'.repeat(4097)],
];
for (const [why, pasted] of invalidPastes) {
  test(`${why} is not a token, and the result does not repeat the text`, () => {
    assert.deepEqual(parseAccessToken(pasted), { ok: false, problem: 'tokenUnreadable' });
  });
}

const surroundings = [
  '“”',
  '‘’',
  '「」',
  '『』',
  '«»',
  '""',
  "''",
  '，，',
  '；；',
  '。。',
  '、、',
  '\u200b\u200b',
  '\ufeff\ufeff',
  '\u00a0\u00a0',
];
for (const pair of surroundings) {
  test(`a token within ${JSON.stringify(pair)} is read, in each of its forms`, () => {
    for (const [, pasted, readAs] of validPastes) {
      const reading = parseAccessToken(`${pair.slice(0, 1)}${pasted}${pair.slice(1)}`);
      assert.deepEqual(reading, { ok: true, accessToken: token, readAs }, pasted);
    }
  });
}

test('an empty text and an unreadable text are different problems', () => {
  assert.deepEqual(parseAccessToken(' \n\t'), { ok: false, problem: 'tokenEmpty' });
  assert.deepEqual(parseAccessToken(''), { ok: false, problem: 'tokenEmpty' });
  assert.deepEqual(parseAccessToken('\u200b“”'), { ok: false, problem: 'tokenEmpty' });
});

test('the longest token that is read has 4096 characters', () => {
  assert.equal(parseAccessToken('x'.repeat(4096)).ok, true);
});
