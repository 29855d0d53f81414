import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskPackageUrl } from '../../src/core/releases/packageUrl.ts';
import { textOrUrl, lettersAndDigits, secretOf } from './arbitraries.ts';
import { property } from './property.ts';

const urlSecret = secretOf(`${lettersAndDigits}-._~!$*+=`);
/** A secret that is the value of a query parameter. The value can contain a delimiter, plain or percent-encoded. */
const querySecret = fc
  .tuple(urlSecret, fc.constantFrom('', '?', '/', ';', '=', '%3D', '%26', ':', '@'))
  .map(([text, mark]) => text + mark + text);

const secretNames = fc.constantFrom(
  ...[
    'token',
    'access_token',
    'private_token',
    'sig',
    'Sign',
    'signature',
    'Signature',
    'X-Amz-Signature',
    'X-Amz-Credential',
  ],
  ...['X-Amz-Security-Token', 'x-oss-signature', 'X-Goog-Signature', 'x-cos-security-token', 'q-signature', 'q-ak'],
  ...[
    'access_key',
    'accessKey',
    'AWSAccessKeyId',
    'OSSAccessKeyId',
    'api_key',
    'apikey',
    'key',
    'password',
    'pwd',
    'client_secret',
  ],
  ...['auth', 'jwt', '%74oken', 'to%6ben', 'acces%73_key'],
);

const signedUrlParts = fc.record({
  scheme: fc.constantFrom('https://', 'http://', 'HTTPS://'),
  user: fc.option(urlSecret),
  password: fc.option(urlSecret),
  host: fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV6().map((address) => `[${address}]`),
    fc.constant('例子.中国'),
  ),
  port: fc.option(fc.integer({ min: 1, max: 65535 })),
  path: fc
    .array(fc.stringMatching(/^[a-z0-9._@-]{0,8}$/), { maxLength: 4 })
    .map((parts) => parts.map((part) => `/${part}`).join('')),
  plain: fc.array(fc.stringMatching(/^[a-z]{1,2}=[a-z0-9]{0,5}$/), { maxLength: 3 }),
  secrets: fc.array(fc.tuple(secretNames, querySecret), { maxLength: 3 }),
  last: fc.boolean(),
});

type SignedUrlParts = typeof signedUrlParts extends fc.Arbitrary<infer T> ? T : never;

function urlOf({ scheme, user, password, host, port, path, plain, secrets, last }: SignedUrlParts): string {
  const credentials = user === null ? '' : `${user}${password === null ? '' : `:${password}`}@`;
  const signatures = secrets.map(([name, value]) => `${name}=${value}`);
  const query = (last ? [...plain, ...signatures] : [...signatures, ...plain]).join('&');
  return `${scheme}${credentials}${host}${port === null ? '' : `:${port}`}${path}${query === '' ? '' : `?${query}`}`;
}

function assertHidden(masked: string, { user, password, secrets }: SignedUrlParts): void {
  for (const text of [user, user === null ? null : password, ...secrets.map(([, value]) => value)]) {
    if (text === null) continue;
    // No part of a secret may be visible, for example the text after a delimiter. So this searches for parts of 6
    // characters.
    for (let index = 0; index + 6 <= text.length; index += 3)
      assert.ok(!masked.includes(text.slice(index, index + 6)), masked);
  }
}

property(
  'a masked URL has no credential and no secret parameter, and its host, path and harmless parameters',
  signedUrlParts,
  (parts) => {
    const masked = maskPackageUrl(urlOf(parts));
    assertHidden(masked, parts);
    const before = `${parts.host}${parts.port === null ? '' : `:${parts.port}`}${parts.path}`;
    const start = parts.scheme + (parts.user === null ? '' : '***@') + before;
    assert.ok(masked.startsWith(start) && /^($|\?)/.test(masked.slice(start.length)), masked);
    for (const parameter of parts.plain) assert.ok(masked.includes(parameter), masked);
  },
);

property(
  'a URL inside a URL, encoded or not, has no credential and no secret parameter either',
  fc.tuple(signedUrlParts, fc.nat(2)),
  ([parts, times]) => {
    let inner = urlOf(parts);
    for (let time = 0; time < times; time += 1) inner = encodeURIComponent(inner);
    for (const outer of [
      `https://e.com/a?u=${inner}`,
      `https://e.com/a?x=1&u=${inner}&y=2`,
      ...(times === 0 ? [`https://e.com/${inner}`] : []),
    ]) {
      assertHidden(maskPackageUrl(outer), parts);
    }
  },
);

property('masking twice is masking once, and never fails', textOrUrl, (text) => {
  const masked = maskPackageUrl(text);
  assert.equal(maskPackageUrl(masked), masked);
});
