import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import test from 'node:test';
import busboy from 'busboy';
import { createPlatform } from '../../../src/core/platform/platform.ts';
import { parseAppCode, parseModuleName } from '../../../src/core/platform/names.ts';
import type { UploadByLink } from '../../../src/core/platform/sourcePackages.ts';
import { parseUploadRequest } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import type { RecordedRequest } from '../../platform/serveRequest.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { oldPlatformSwitches } from '../../platform/switches.ts';
import { accessTo, connect } from '../connect.ts';
import { failureOf } from '../failureOf.ts';

const options = { timeoutMs: 10_000 };

function uploadRequestTo(platform: EmbeddedPlatform, rest: Partial<UploadByLink> = {}): UploadByLink {
  const base = { appCode: 'demo-app', module: 'default', packageUrl: `${platform.packagesUrl}/demo-app-1.0.3.tar.gz` };
  return { ...parseUploadRequest({ ...base, version: '1.0.3', allowOverwrite: false }), ...rest };
}

/** Returns the form's fields in order. Parses the form with a library that the extension does not use. */
async function fieldsOf(request: RecordedRequest): Promise<[name: string, value: string][]> {
  const fields: [string, string][] = [];
  const parser = busboy({ headers: Object.fromEntries(request.headers), defParamCharset: 'utf8' });
  parser.on('field', (name, value) => fields.push([name, value]));
  parser.on('file', (name) => assert.fail(`${name} arrived as a file`));
  await new Promise((resolve, reject) => {
    parser.on('close', resolve).on('error', reject);
    Readable.from([request.body]).pipe(parser);
  });
  return fields;
}

/** Asserts that exactly one POST reached the platform, and returns this POST. */
function postOf(platform: EmbeddedPlatform): RecordedRequest {
  const posts = platform.requests.filter(({ method }) => method === 'POST');
  assert.equal(posts.length, 1);
  return posts[0] ?? assert.fail();
}

test('the form has exactly three fields, trimmed and in the documented order, and a Content-Length', async (t) => {
  const platform = await startPlatformForTest(t);
  const texts = {
    appCode: ' demo-app ',
    module: ' default\n',
    packageUrl: `\t${platform.packagesUrl}/demo-app-1.0.3.tar.gz `,
  };
  const request = parseUploadRequest({ ...texts, version: ' 1.0.3 ', allowOverwrite: true });
  await connect(platform).platform.sourcePackages.uploadByLink(request, options);
  const post = postOf(platform);
  assert.equal(post.path, '/api/bkpaas3/prod/bkapps/applications/demo-app/modules/default/source_package/link');
  assert.match(post.headers.get('content-type') ?? '', /^multipart\/form-data; ?boundary=\S+$/);
  assert.equal(post.headers.get('content-length'), String(post.body.length));
  assert.equal(post.headers.has('transfer-encoding'), false);
  assert.deepEqual(await fieldsOf(post), [
    ['package_url', `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`],
    ['version', '1.0.3'],
    ['allow_overwrite', 'true'],
  ]);
});

const values: Record<string, string> = {
  quotes: `"double" 'single' \\"escaped\\"`,
  'line breaks of every kind': 'a\r\nb\nc\rd',
  'the look of a boundary': '--------------------------0123456789\r\n--boundary--\r\n',
  'the look of a header': 'x\r\nContent-Disposition: form-data; name="allow_overwrite"\r\n\r\ntrue',
  Chinese: '一期-正式版（修订）',
  emoji: '🐳👩‍👩‍👧‍👦 v1',
  'percent signs and plus': '%2F%00+%E4%BD%A0',
  'control characters': '\u0001\u001f\u007f',
};
for (const [name, value] of Object.entries(values)) {
  test(`${name} in a value: every byte arrives unchanged`, async (t) => {
    const platform = await startPlatformForTest(t);
    platform.faults.next({ fault: { kind: 'backendError', answer: 'serverError' } });
    const packageUrl = `${platform.packagesUrl}/demo-app-1.0.3.tar.gz?q=${value}`;
    await failureOf(
      connect(platform).platform.sourcePackages.uploadByLink(
        uploadRequestTo(platform, { version: value, packageUrl }),
        options,
      ),
    );
    const post = postOf(platform);
    assert.equal(post.headers.get('content-length'), String(post.body.length));
    assert.deepEqual(await fieldsOf(post), [
      ['package_url', packageUrl],
      ['version', value],
      ['allow_overwrite', 'false'],
    ]);
  });
}

test('every form has a boundary of its own, which no value can foresee', async (t) => {
  const platform = await startPlatformForTest(t);
  const { sourcePackages } = connect(platform).platform;
  for (const version of ['2.0.0', '2.0.1'])
    await sourcePackages.uploadByLink(uploadRequestTo(platform, { version }), options);
  const boundaries = platform.requests.map(
    ({ headers }) => /boundary=(\S+)/.exec(headers.get('content-type') ?? '')?.[1],
  );
  assert.equal(new Set(boundaries).size, 2);
});

const invalidNames = ['%2F', '..', '.', 'a?b', 'a#b', 'a/b', '/', 'a%2Fb', '%2e%2e%2f'];
test('names with path traversal are rejected in two places, and nothing is sent', async (t) => {
  const platform = await startPlatformForTest(t);
  const { sourcePackages } = createPlatform(accessTo(platform));
  const good = uploadRequestTo(platform);
  for (const name of invalidNames) {
    assert.equal(parseAppCode(name), undefined);
    assert.equal(parseModuleName(name), undefined);
    for (const [field, code] of [
      ['appCode', 'appCodeInvalid'],
      ['module', 'moduleNameInvalid'],
    ] as const) {
      const refused = await failureOf(() => parseUploadRequest({ ...good, [field]: name }));
      assert.deepEqual({ code: refused.code, subject: refused.facts.subject }, { code, subject: name });
      // This forged name bypasses `parseUploadRequest`.
      const forged: UploadByLink = { ...good, ...({ [field]: name } as Partial<UploadByLink>) };
      assert.equal((await failureOf(sourcePackages.uploadByLink(forged, options))).code, 'argumentInvalid');
    }
  }
  assert.equal(platform.requests.length, 0);
});

test('all fields of a stored package are read', async (t) => {
  const platform = await startPlatformForTest(t, { now: () => new Date('2026-07-23T06:29:17Z') });
  const { sourcePackages } = connect(platform).platform;
  const {
    package: stored,
    milliseconds,
    requestId,
  } = await sourcePackages.uploadByLink(uploadRequestTo(platform), options);
  const date = { time: Date.parse('2026-07-23T06:29:17Z') };
  const { sizeBytes, sha256, ...rest } = stored;
  assert.ok(Number.isInteger(sizeBytes) && (sizeBytes ?? 0) > 1000);
  assert.match(sha256 ?? '', /^[0-9a-f]{64}$/);
  assert.deepEqual(rest, {
    version: '1.0.3',
    packageName: 'demo-app-1:1.0.3',
    created: date,
    updated: date,
    operator: 'admin',
  });
  assert.ok(milliseconds >= 0);
  assert.equal(requestId, postOf(platform).requestId);
});

test('the six fields of an old platform are enough, and its dates have no offset', async (t) => {
  const platform = await startPlatformForTest(t, {
    switches: oldPlatformSwitches,
    now: () => new Date('2020-08-24T09:15:51Z'),
  });
  const { sourcePackages } = connect(platform).platform;
  const { package: stored } = await sourcePackages.uploadByLink(uploadRequestTo(platform), options);
  const date = { time: Date.parse('2020-08-24T09:15:51Z') };
  assert.equal(stored.operator, undefined);
  assert.deepEqual([stored.created, stored.updated], [date, date]);
  assert.ok((stored.sizeBytes ?? 0) > 1000);
});

test('a response without a digest, and with a size as a number, is read; a response about another package is unreadable', async (t) => {
  const platform = await startPlatformForTest(t);
  const { sourcePackages } = connect(platform).platform;
  const version = '1.0.3';
  const answers: unknown[] = [
    { version, package_name: '', package_size: 12, sha256_signature: null, is_deleted: null },
    [],
    'ok',
    null,
    {},
    { version },
    { version: '1.0.2', package_name: 'demo-app-1:1.0.2' },
    { version: 1, package_name: 'demo-app-1:1.0.3' },
    { version, package_name: null },
    { result: true, code: 0, data: { version, package_name: 'demo-app-1:1.0.3' } },
  ];
  for (const body of answers)
    platform.faults.next({
      fault: { kind: 'backendError', answer: { status: 200, headers: {}, body: JSON.stringify(body) } },
    });
  const { package: stored } = await sourcePackages.uploadByLink(uploadRequestTo(platform), options);
  assert.deepEqual([stored.sizeBytes, stored.sha256, stored.version, stored.packageName], [12, undefined, '1.0.3', '']);
  for (let left = answers.length - 1; left > 0; left -= 1) {
    assert.equal(
      (await failureOf(sourcePackages.uploadByLink(uploadRequestTo(platform), options))).code,
      'answerUnreadable',
    );
  }
});
