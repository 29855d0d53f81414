import test from 'node:test';
import assert from 'node:assert/strict';
import { checkPackageUrl, maskPackageUrl, type PackageUrlProblem } from '../../../src/core/releases/packageUrl.ts';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';

const accepted = [
  'https://bkrepo.example.com/generic/demo/pkgs/demo-app.tar.gz',
  'HTTP://EXAMPLE.COM/A.zip',
  'http://example.com',
  'http://example.com?x',
  'http://example.com#x',
  'http://example.com./a',
  'http://localhost:8000/a.zip',
  'http://10.0.0.1:1/a.zip',
  'http://[2001:db8::1]:8080/a.zip',
  'http://[::ffff:1.2.3.4]/a.zip',
  'https://user:p%40ss@example.com/a.zip',
  'https://user@example.com/a.zip',
  'https://user:@example.com/a.zip',
  'https://演示.example.com/演示.zip',
  'https://例子.中国/a.zip',
  'https://a.xn--fiqs8s/a.zip',
  'https://a--b.example.com:65535/../%zz\\"{}|^`.zip',
  'https://example.com/a@b:c?url=http://x y'.replace(' ', '+'),
  `https://example.com/${'a'.repeat(2048 - 20)}`,
];

for (const url of accepted) {
  test(`${url.slice(0, 60)} is accepted exactly as typed, trimmed`, () => {
    assert.deepEqual(checkPackageUrl(` \t\n${url}\r\n`), { ok: true, url });
  });
}

const refused: [text: string, problem: PackageUrlProblem][] = [
  ['', 'empty'],
  [' \n\t ', 'empty'],
  ['example.com/a.zip', 'notAUrl'],
  ['https:/example.com/a.zip', 'notAUrl'],
  ['//example.com/a.zip', 'notAUrl'],
  ['see https://example.com/a.zip', 'notAUrl'],
  ['ftp://example.com/a.zip', 'schemeNotAllowed'],
  ['gopher://example.com/', 'schemeNotAllowed'],
  ['file:///etc/passwd', 'schemeNotAllowed'],
  ['httpss://example.com/', 'schemeNotAllowed'],
  ['https://example.com/a b.zip', 'containsSpace'],
  ['https://example.com/a.zip\nhttps://example.com/b.zip', 'containsSpace'],
  ['https://example.com/a\u0000.zip', 'containsSpace'],
  ['https://example.com/a\u200b.zip', 'containsSpace'],
  ['https://exam\u00adple.com/a.zip', 'containsSpace'],
  [`https://example.com/${'a'.repeat(2048 - 19)}`, 'tooLong'],
  ['https://user:p@ss@example.com/a.zip', 'credentialsInvalid'],
  ['https://user:p:ss@example.com/a.zip', 'credentialsInvalid'],
  ['https://:secret@example.com/a.zip', 'credentialsInvalid'],
  ['https://@example.com/a.zip', 'credentialsInvalid'],
  ['https://us[er@example.com/a.zip', 'credentialsInvalid'],
  ['https://', 'hostMissing'],
  ['https:///a.zip', 'hostMissing'],
  ['https://:80/a.zip', 'hostMissing'],
  ['https://user@/a.zip', 'hostMissing'],
  ['https://?a', 'hostMissing'],
  ['https://bkrepo/a.zip', 'singleLabelHost'],
  ['https://bkrepo:8080/a.zip', 'singleLabelHost'],
  ['https://localhost./a.zip', 'singleLabelHost'],
  ['https://h#x@example.com/', 'singleLabelHost'],
  ['https://10.0.1/a.zip', 'hostInvalid'],
  ['https://010.0.0.1/a.zip', 'hostInvalid'],
  ['https://256.1.1.1/a.zip', 'hostInvalid'],
  ['https://example.c/a.zip', 'hostInvalid'],
  ['https://example.c0m/a.zip', 'hostInvalid'],
  ['https://my_host.example.com/a.zip', 'hostInvalid'],
  ['https://-a.example.com/', 'hostInvalid'],
  ['https://a-.example.com/', 'hostInvalid'],
  ['https://a..example.com/', 'hostInvalid'],
  ['https://.example.com/', 'hostInvalid'],
  ['https://.', 'hostInvalid'],
  ['https://😀.example.com/', 'hostInvalid'],
  ['https://example.com℀/', 'hostInvalid'],
  // The platform's rule accepts the characters of the next three hosts, but URL parsers reject them.
  ['https://＜.example.com/', 'hostInvalid'],
  ['https://a\u3164.example.com/', 'hostInvalid'],
  ['https://a\ud800.example.com/', 'hostInvalid'],
  ['https://xn--a.example.com/', 'hostInvalid'],
  ['https://example.com\\a.zip', 'hostInvalid'],
  [`https://${'a'.repeat(64)}.example.com/`, 'hostInvalid'],
  [`https://${'a.'.repeat(124)}example/`, 'hostInvalid'],
  ['https://2001:db8::1/a.zip', 'hostInvalid'],
  ['https://[2001:db8::1/a.zip', 'hostInvalid'],
  ['https://[fe80::1%25eth0]/a.zip', 'hostInvalid'],
  ['https://[]/a.zip', 'hostInvalid'],
  ['https://[example.com]/a.zip', 'hostInvalid'],
  ['https://example.com:/a.zip', 'portInvalid'],
  ['https://example.com:0/a.zip', 'portInvalid'],
  ['https://example.com:65536/a.zip', 'portInvalid'],
  ['https://example.com:080808/a.zip', 'portInvalid'],
  ['https://example.com:http/a.zip', 'portInvalid'],
  ['https://example.com:+80/a.zip', 'portInvalid'],
];

for (const [text, problem] of refused) {
  test(`${JSON.stringify(text.slice(0, 60))} is refused: ${problem}`, () => {
    assert.deepEqual(checkPackageUrl(text), { ok: false, problem });
  });
}

test('hostile texts neither hang nor throw', () =>
  withinCpuSeconds(20, () => {
    for (const piece of [
      'a',
      '.',
      '-',
      ':',
      '@',
      '[',
      ']',
      'a.',
      '1.',
      '%',
      '?token=',
      '&',
      ';',
      '#',
      '/',
      'é',
      '😀',
    ]) {
      for (const length of [2_000, 300_000]) {
        const text = piece.repeat(Math.ceil(length / piece.length));
        for (const input of [text, `https://${text}`, `https://example.com/${text}`, `https://${text}@h.example.com`]) {
          checkPackageUrl(input);
          maskPackageUrl(input);
        }
      }
    }
  }));

const masked: [url: string, expected: string][] = [
  ['https://example.com/a.zip', 'https://example.com/a.zip'],
  ['https://user:secret@example.com/a.zip', 'https://***@example.com/a.zip'],
  ['https://ghp_token@example.com/a.zip', 'https://***@example.com/a.zip'],
  ['https://user:p@ss@example.com/a.zip', 'https://***@example.com/a.zip'],
  ['https://user:p/w?x#y@example.com/a.zip', 'https://***@example.com/a.zip'],
  ['https:/user:secret@example.com/a.zip', 'https:/***@example.com/a.zip'],
  ['user:secret@example.com/a.zip', '***@example.com/a.zip'],
  ['https://example.com/@scope/pkg/-/x@1.0.0.tgz', 'https://example.com/@scope/pkg/-/x@1.0.0.tgz'],
  ['https://example.com:8080/@scope/x.tgz', 'https://example.com:8080/@scope/x.tgz'],
  ['https://[2001:db8::1]:80/@scope/x.tgz', 'https://[2001:db8::1]:80/@scope/x.tgz'],
  ['https://e.com/a?token=t&expires=9', 'https://e.com/a?token=***&expires=9'],
  ['https://e.com/a?sig=a&SIGN=b&Signature=c&x=1', 'https://e.com/a?sig=***&SIGN=***&Signature=***&x=1'],
  ['https://e.com/a?access_key=a&AWSAccessKeyId=b', 'https://e.com/a?access_key=***&AWSAccessKeyId=***'],
  [
    'https://e.com/a?X-Amz-Signature=a&x-cos-security-token=b',
    'https://e.com/a?X-Amz-Signature=***&x-cos-security-token=***',
  ],
  ['https://e.com/a?q-signature=a&q-sign-algorithm=sha1', 'https://e.com/a?q-signature=***&q-sign-algorithm=sha1'],
  ['https://e.com/a?%74oken=a&private_token=b', 'https://e.com/a?%74oken=***&private_token=***'],
  ['https://e.com/a?x=1;token=a#access_token=b', 'https://e.com/a?x=1;token=***#access_token=***'],
  ['https://e.com/a?token=a=b==&c=d', 'https://e.com/a?token=***&c=d'],
  ['https://e.com/a?%E6%BC=1&token=a', 'https://e.com/a?%E6%BC=1&token=***'],
  ['https://e.com/a?token=a?b;c=d/e&x=1', 'https://e.com/a?token=***&x=1'],
  ['https://e.com/a?token=&sig', 'https://e.com/a?token=&sig'],
  ['https://e.com/a?u=https://x:y@f.com/b?sig=c', 'https://e.com/a?u=https://***@f.com/b?sig=***'],
  ['https://e.com/https://x:y@f.com/b@1', 'https://e.com/https://***@f.com/b@1'],
  [
    'https://e.com/a?u=https%3A%2F%2Fx%3Ay%40f.com%2Fb%3Fn%3D1%26sig%3Dc%E6&v=1',
    'https://e.com/a?u=https%3A%2F%2F***%40f.com%2Fb%3Fn%3D1%26sig%3D***&v=1',
  ],
  ['https://e.com/a?u=%2Fb%40c%3Fn%3D1', 'https://e.com/a?u=%2Fb%40c%3Fn%3D1'],
  ['https://e.com/a?design=1&assigned=2', 'https://e.com/a?design=1&assigned=2'],
  ['https://e.com/token=a/b', 'https://e.com/token=a/b'],
  ['not a url', 'not a url'],
];

for (const [url, expected] of masked) {
  test(`in a log, ${url} becomes ${expected}`, () => {
    assert.equal(maskPackageUrl(url), expected);
  });
}
