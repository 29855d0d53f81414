import assert from 'node:assert/strict';
import test from 'node:test';
import {
  packageNameTooLong,
  parseUploadRequest,
  type UploadTexts,
} from '../../../src/core/operations/upload/parseUploadRequest.ts';
import { failureOf } from '../failureOf.ts';

const validTexts: UploadTexts = {
  appCode: 'demo-app',
  module: 'default',
  packageUrl: 'https://pkg.example.com/demo-app.tar.gz?sig=a%2Fb#x',
  version: '1.0.3',
  allowOverwrite: false,
};

test('valid texts are trimmed and otherwise unchanged', () => {
  const spaced = {
    appCode: ' demo-app',
    module: 'default\n',
    packageUrl: `\t${validTexts.packageUrl} `,
    version: ' 1.0.3 ',
  };
  assert.deepEqual(parseUploadRequest({ ...validTexts, ...spaced }), validTexts);
  assert.equal(parseUploadRequest({ ...validTexts, allowOverwrite: true }).allowOverwrite, true);
});

const invalidTexts: [what: string, texts: Partial<UploadTexts>, code: string, subject: string][] = [
  ['application code', { appCode: ' a/b ' }, 'appCodeInvalid', ' a/b '],
  ['module name', { module: '..' }, 'moduleNameInvalid', '..'],
  ['package URL', { packageUrl: 'ftp://h.example.com/x' }, 'packageUrlInvalid', 'schemeNotAllowed'],
  ['version, blank', { version: ' ' }, 'versionBlank', ''],
  ['version, too long', { version: ` ${'v'.repeat(65)} ` }, 'versionTooLong', 'v'.repeat(65)],
];
for (const [what, texts, code, subject] of invalidTexts) {
  test(`an invalid ${what} is ${code}, with the invalid text`, async () => {
    const error = await failureOf(() => parseUploadRequest({ ...validTexts, ...texts }));
    assert.deepEqual([error.code, error.facts.subject], [code, subject]);
  });
}

test('of several problems, the first in the order of the form is reported', async () => {
  const all = { ...validTexts, module: '', packageUrl: '', version: '' };
  assert.equal((await failureOf(() => parseUploadRequest({ ...all, appCode: '' }))).code, 'appCodeInvalid');
  assert.equal((await failureOf(() => parseUploadRequest(all))).code, 'moduleNameInvalid');
  assert.equal((await failureOf(() => parseUploadRequest({ ...all, module: 'm' }))).code, 'packageUrlInvalid');
});

test('a package name of 128 characters fits, one of 129 does not', async () => {
  const url = (characters: number): string => `https://pkg.example.com/${'n'.repeat(characters)}.tar.gz`;
  assert.equal(packageNameTooLong(url(122), '1.0.3'), false);
  assert.equal(packageNameTooLong(url(123), '1.0.3'), true);
  assert.equal(packageNameTooLong(`https://pkg.example.com/${'包'.repeat(122)}.tar.gz`, '1.0.3'), false);
  assert.ok(parseUploadRequest({ ...validTexts, packageUrl: url(122) }));
  const error = await failureOf(() => parseUploadRequest({ ...validTexts, packageUrl: url(123) }));
  assert.equal(error.code, 'packageNameTooLong');
});
