import assert from 'node:assert/strict';
import test from 'node:test';
import type { HttpAnswer } from '../../../src/core/http/sendRequest.ts';
import { parseUploadRequest, type UploadTexts } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import { uploadPackage } from '../../../src/core/operations/upload/uploadPackage.ts';
import { readAnswer } from '../../../src/core/platform/readAnswer.ts';
import { errorText } from '../../../src/texts/errorTexts.ts';
import {
  requestGateway,
  startPlatformForTest,
  upload,
  uploadJson,
  uploadPath,
  type Answer,
} from '../../platform/gatewayClient.ts';
import { defaultSwitches } from '../../platform/switches.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { translators } from '../../texts/translations.ts';
import { connect } from '../connect.ts';
import { failureOf } from '../failureOf.ts';

const validFields = { version: '1.0.3', allow_overwrite: 'false' };
const link = ({ packagesUrl }: EmbeddedPlatform): string => `${packagesUrl}/demo-app-1.0.3.tar.gz`;
/**
 * With a version of 20 characters, this link gives a package name of 131 characters. The platform can store at most
 * 128 characters. The package server redirects the link to a good package.
 */
const longName = ({ packagesUrl }: EmbeddedPlatform): string => `${packagesUrl}/redirect/${'n'.repeat(110)}.tar.gz`;

interface Row {
  row: string;
  /** What the user types. Absent if the inputs of the extension cannot create such a request. */
  typed?: (platform: EmbeddedPlatform) => Partial<UploadTexts>;
  /** The error of the extension's client: the code and, if the error has a subject, the subject. */
  here?: string;
  /** Sends the same request with a client that checks nothing. */
  raw: (platform: EmbeddedPlatform, headers: Record<string, string>) => Promise<Answer>;
  status: number;
  /** The code of the error that the extension makes from the platform's response. */
  there: string;
}

const formSender =
  (fields: (platform: EmbeddedPlatform) => Record<string, string>): Row['raw'] =>
  (platform, headers) =>
    upload(platform, { package_url: link(platform), ...validFields, ...fields(platform) }, { headers });
const urlRow = (packageUrl: string, here: string, there: string, status = 400): Omit<Row, 'row'> => ({
  typed: () => ({ packageUrl }),
  here: `packageUrlInvalid ${here}`,
  raw: formSender(() => ({ package_url: packageUrl })),
  status,
  there,
});
const versionRow = (typed: string, here: string, status: number, there: string): Omit<Row, 'row'> => ({
  typed: () => ({ version: typed }),
  here,
  raw: formSender(() => ({ version: typed })),
  status,
  there,
});

/** The rows of platform-api.md 1.10 (with 1.2, 1.4 and 1.6) for requests that the extension's client never sends. */
const rows: readonly Row[] = [
  { row: 'package_url blank', ...urlRow('', 'empty', 'packageUrlBlank') },
  { row: 'package_url of spaces', ...urlRow('   ', 'empty', 'packageUrlBlank') },
  { row: 'gopher', ...urlRow('gopher://h.example.com/a.tar.gz', 'schemeNotAllowed', 'packageUrlRefused') },
  { row: 'file', ...urlRow('file:///etc/passwd', 'schemeNotAllowed', 'packageUrlRefused') },
  { row: 'ftp', ...urlRow('ftp://h.example.com/a.tar.gz', 'schemeNotAllowed', 'packageSchemeRefused') },
  { row: 'ftps', ...urlRow('ftps://h.example.com/a.tar.gz', 'schemeNotAllowed', 'packageSchemeRefused') },
  { row: 'host of one label', ...urlRow('http://bkrepo/a.tar.gz', 'singleLabelHost', 'packageUrlRefused') },
  { row: 'port too large', ...urlRow('http://h.example.com:99999/a.tar.gz', 'portInvalid', 'packageUrlRefused') },
  { row: 'no link at all', ...urlRow('demo-app-1.0.3.tar.gz', 'notAUrl', 'packageUrlRefused') },
  { row: 'version of spaces', ...versionRow('   ', 'versionBlank', 400, 'versionRefused') },
  { row: 'version empty in a form', ...versionRow('', 'versionBlank', 500, 'platformFailed') },
  { row: 'version of 129', ...versionRow('v'.repeat(129), `versionTooLong ${'v'.repeat(129)}`, 500, 'platformFailed') },
  {
    row: 'package name of more than 128',
    typed: (platform) => ({ packageUrl: longName(platform), version: 'v'.repeat(20) }),
    here: 'packageNameTooLong',
    raw: formSender((platform) => ({ package_url: longName(platform), version: 'v'.repeat(20) })),
    status: 500,
    there: 'platformFailed',
  },
  {
    row: 'version missing',
    raw: (platform, headers) => upload(platform, { package_url: link(platform) }, { headers }),
    status: 500,
    there: 'platformFailed',
  },
  {
    row: 'package_url missing',
    raw: (platform, headers) => upload(platform, validFields, { headers }),
    status: 400,
    there: 'packageUrlMissing',
  },
  {
    row: 'allow_overwrite no boolean',
    raw: formSender(() => ({ allow_overwrite: 'maybe' })),
    status: 400,
    there: 'overwriteFlagRefused',
  },
  {
    row: 'version null in JSON',
    raw: (platform) => uploadJson(platform, { package_url: link(platform), version: null }),
    status: 400,
    there: 'versionRefused',
  },
  {
    row: 'urlencoded body',
    raw: (platform, headers) => postBody(platform, headers, 'application/x-www-form-urlencoded', 'version=1'),
    status: 415,
    there: 'bodyTypeRefused',
  },
  {
    row: 'bad JSON body',
    raw: (platform, headers) => postBody(platform, headers, 'application/json', '{"version": '),
    status: 400,
    there: 'jsonBodyUnreadable',
  },
  {
    row: 'bad multipart body',
    raw: (platform, headers) => postBody(platform, headers, 'multipart/form-data', 'no boundary'),
    status: 400,
    there: 'multipartBodyUnreadable',
  },
];

for (const { row, typed, here, raw, status, there } of rows) {
  if (typed && here !== undefined) {
    test(`${row}: rejected by the client, and nothing is sent`, async (t) => {
      const platform = await startPlatformForTest(t);
      const base = { appCode: 'demo-app', module: 'default', packageUrl: link(platform), version: '1.0.3' };
      const attempt = async (): Promise<unknown> => {
        const request = parseUploadRequest({ ...base, allowOverwrite: false, ...typed(platform) });
        return uploadPackage(connect(platform).platform, request, { timeoutMs: 10_000 });
      };
      const { code, facts } = await failureOf(attempt);
      assert.equal(
        [code, facts.subject ?? '']
          .join(' ')
          .trim()
          .replace(/^(packageNameTooLong) .*/, '$1'),
        here,
      );
      assert.deepEqual(platform.requests, []);
      for (const translate of Object.values(translators)) {
        const { what, why, todo, who } = errorText(translate, code, facts);
        assert.ok(what !== '' && why !== '' && todo !== '');
        assert.equal(who, 'you');
      }
    });
  }

  for (const language of ['en', 'zh-cn']) {
    test(`${row}: the platform’s response (${status}, ${language}) is ${there}`, async (t) => {
      const platform = await startPlatformForTest(t);
      const answer = toHttpAnswer(await raw(platform, { 'Accept-Language': language }));
      assert.equal(answer.status, status);
      assert.equal((await failureOf(() => readAnswer(answer))).code, there);
    });
  }
}

test('a version that is too long to deploy is rejected, although the platform would store it', async (t) => {
  const platform = await startPlatformForTest(t);
  const stored = await upload(platform, { package_url: link(platform), ...validFields, version: 'v'.repeat(65) });
  assert.equal(stored.status, 200);
  const base = { appCode: 'demo-app', module: 'default', packageUrl: link(platform), allowOverwrite: false };
  const { code } = await failureOf(() => parseUploadRequest({ ...base, version: 'v'.repeat(65) }));
  assert.equal(code, 'versionTooLong');
});

test('the platform’s message about a scheme names the scheme', async (t) => {
  const platform = await startPlatformForTest(t, { switches: defaultSwitches(['h.example.com']) });
  const answer = toHttpAnswer(await upload(platform, { package_url: 'ftp://h.example.com/a.tar.gz', ...validFields }));
  assert.equal((await failureOf(() => readAnswer(answer))).facts.subject, 'ftp');
});

/** Converts a response from the type of the raw client to the type of the extension's client. */
function toHttpAnswer({ status, headers, text }: Answer): HttpAnswer {
  return { status, headers: { ...headers }, text, milliseconds: 0 };
}

function postBody(
  platform: EmbeddedPlatform,
  headers: Record<string, string>,
  contentType: string,
  body: string,
): Promise<Answer> {
  const path = uploadPath('demo-app', 'default');
  return requestGateway(platform, path, { method: 'POST', headers: { ...headers, 'Content-Type': contentType }, body });
}
