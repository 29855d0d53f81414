import assert from 'node:assert/strict';
import test from 'node:test';
import { parseUploadRequest, type UploadTexts } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import type { UploadOutcome } from '../../../src/core/operations/upload/uploadOutcome.ts';
import { uploadPackage } from '../../../src/core/operations/upload/uploadPackage.ts';
import type { PlatformAccess } from '../../../src/core/platform/call.ts';
import type { UploadByLink } from '../../../src/core/platform/sourcePackages.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { fakeClock } from '../fakeClock.ts';
import { uploadAndReconcile, type UploadAndReconcileOptions } from './uploadAndReconcile.ts';

const requestFor = (platform: EmbeddedPlatform, texts: Partial<UploadTexts> = {}): UploadByLink =>
  parseUploadRequest({
    appCode: 'demo-app',
    module: 'default',
    packageUrl: `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`,
    version: '1.0.3',
    allowOverwrite: false,
    ...texts,
  });

interface Attempt {
  texts?: Partial<UploadTexts>;
  access?: Partial<PlatformAccess>;
  options?: UploadAndReconcileOptions;
}

function upload(platform: EmbeddedPlatform, { texts, access, options }: Attempt = {}): Promise<UploadOutcome> {
  const clock = fakeClock(() => platform.settled());
  return uploadAndReconcile(connect(platform, { clock, ...access }).platform, requestFor(platform, texts), options);
}

/** Returns the number of POSTs and the number of all requests that reached the gateway. */
const traffic = ({ requests }: EmbeddedPlatform): { posts: number; all: number } => ({
  posts: requests.filter(({ method }) => method === 'POST').length,
  all: requests.length,
});

const versions = (platform: EmbeddedPlatform): string[] =>
  moduleOf(platform.state, 'demo-app', 'default').packages.map(({ version }) => version);

const codeOf = (outcome: UploadOutcome): string | undefined => ('error' in outcome ? outcome.error.code : undefined);

test('a valid package is uploaded: two simultaneous reads, one POST, two reported steps', async (t) => {
  const platform = await startPlatformForTest(t);
  const steps: string[] = [];
  const outcome = await upload(platform, {
    options: { onProgress: (step) => steps.push(`${step} ${platform.requests.length}`) },
  });
  assert.ok(outcome.status === 'uploaded');
  assert.equal(outcome.package.version, '1.0.3');
  assert.equal(outcome.requestId, platform.requests.at(-1)?.requestId);
  assert.deepEqual(steps, ['checking 0', 'uploading 2']);
  assert.deepEqual(traffic(platform), { posts: 1, all: 3 });
  assert.equal(versions(platform).at(-1), '1.0.3');
});

test('overwriting keeps the row of the version and replaces its contents', async (t) => {
  const platform = await startPlatformForTest(t);
  const outcome = await upload(platform, { texts: { version: '1.0.2', allowOverwrite: true } });
  assert.ok(outcome.status === 'uploaded');
  assert.equal(outcome.package.packageName, 'demo-app-1:1.0.2');
  assert.notEqual(outcome.package.updated?.time, outcome.package.created?.time);
  assert.equal(versions(platform).length, 3);
});

for (const [origin, texts] of Object.entries({
  lessCode: { module: 'default' },
  aiAgent: { module: 'api' },
  sMart: { appCode: 'orders' },
  'plugin that is in no list': { appCode: 'bkplugin-greeter' },
})) {
  test(`a module of origin ${origin} takes packages`, async (t) => {
    const platform = await startPlatformForTest(t);
    assert.equal((await upload(platform, { texts })).status, 'uploaded');
  });
}

const failuresBeforeSending: [code: string, texts: Partial<UploadTexts>][] = [
  ['versionExists', { version: '1.0.2' }],
  ['versionCleanedUp', { version: '1.0.1' }],
  ['versionCleanedUp', { version: '1.0.1', allowOverwrite: true }],
  ['moduleNotFound', { module: 'nope' }],
  ['moduleTakesNoPackages', { module: 'web' }],
  ['moduleTakesNoPackages', { module: 'img' }],
  ['moduleTakesNoPackages', { appCode: 'history-app' }],
  ['moduleTakesNoPackages', { appCode: 'scene-tmpl' }],
  ['applicationNotFound', { appCode: 'no-such-app' }],
  ['developRoleMissing', { appCode: 'shared-board' }],
  ['developRoleMissing', { appCode: 'not-mine' }],
];
for (const [code, texts] of failuresBeforeSending) {
  test(`${code} (${JSON.stringify(texts)}) is found before anything is sent`, async (t) => {
    const platform = await startPlatformForTest(t);
    const outcome = await upload(platform, { texts });
    assert.deepEqual([outcome.status, codeOf(outcome)], ['failed', code]);
    assert.equal(traffic(platform).posts, 0);
  });
}

test('a token that may upload but not read uploads without the baseline read, and the log says so', async (t) => {
  const platform = await startPlatformForTest(t);
  const operationId = 'upload_source_package_via_link';
  platform.state.grants.push({ appCode: 'my-own-app', operationId, expires: new Date('2099-01-01') });
  const { platform: connected, log } = connect(platform, { accessToken: demoTokens.noGrant });
  const outcome = await uploadPackage(connected, requestFor(platform), { timeoutMs: 10_000 });
  assert.equal(outcome.status, 'uploaded');
  assert.equal(log.lines.filter((line) => /^warn .*cannot read (?:modules|versions),/.test(line)).length, 2);
});

test('with a token that may upload and list modules only, a wrong module is still found before sending', async (t) => {
  const platform = await startPlatformForTest(t);
  for (const operationId of ['upload_source_package_via_link', 'list_app_modules']) {
    platform.state.grants.push({ appCode: 'my-own-app', operationId, expires: new Date('2099-01-01') });
  }
  const access = { accessToken: demoTokens.noGrant };
  assert.equal(codeOf(await upload(platform, { access, texts: { module: 'web' } })), 'moduleTakesNoPackages');
  assert.equal((await upload(platform, { access })).status, 'uploaded');
  assert.equal(traffic(platform).posts, 1);
});

test('a version that appears between the reads and the upload is versionExists, with both responses of the platform', async (t) => {
  for (const duplicateAs of ['500html', '400json'] as const) {
    const platform = await startPlatformForTest(t, { switches: { duplicateAs } });
    const meanwhile = (step: string): void => {
      if (step !== 'uploading') return;
      const { packages } = moduleOf(platform.state, 'demo-app', 'default');
      packages.push({ ...(packages[0] ?? assert.fail()), version: '1.0.3' });
    };
    const outcome = await upload(platform, { options: { onProgress: meanwhile } });
    assert.deepEqual([outcome.status, codeOf(outcome)], ['failed', 'versionExists']);
    assert.equal(traffic(platform).posts, 1);
  }
});

test('a version that is cleaned up between the reads and an overwrite is versionCleanedUp', async (t) => {
  const platform = await startPlatformForTest(t);
  const cleanUp = (step: string): void => {
    const last = moduleOf(platform.state, 'demo-app', 'default').packages.at(-1);
    if (step === 'uploading' && last) last.isDeleted = true;
  };
  const outcome = await upload(platform, {
    texts: { version: '1.0.2', allowOverwrite: true },
    options: { onProgress: cleanUp },
  });
  assert.deepEqual([outcome.status, codeOf(outcome)], ['failed', 'versionCleanedUp']);
});

const downloads = ['status/404/a.tar.gz', 'status/500/a.tar.gz', 'hang-up/a.tar.gz', 'no-such-file.tar.gz'];
for (const path of downloads) {
  test(`a failed download (${path}) is packageNotTaken, with the host and the platform’s request ID`, async (t) => {
    const platform = await startPlatformForTest(t);
    const outcome = await upload(platform, { texts: { packageUrl: `${platform.packagesUrl}/${path}` } });
    assert.ok(outcome.status === 'failed');
    const { code, facts } = outcome.error;
    assert.equal(code, 'packageNotTaken');
    assert.equal(facts.subject, new URL(platform.packagesUrl).host);
    assert.equal(facts.requestId, platform.requests.find(({ method }) => method === 'POST')?.requestId);
    assert.deepEqual(traffic(platform), { posts: 1, all: 4 });
  });
}

test('a failed download during an overwrite is not versionExists', async (t) => {
  const platform = await startPlatformForTest(t);
  const packageUrl = `${platform.packagesUrl}/status/404/a.tar.gz`;
  assert.equal(
    codeOf(await upload(platform, { texts: { packageUrl, version: '1.0.2', allowOverwrite: true } })),
    'packageNotTaken',
  );
});

test('a failed download is unknown if the read afterwards fails too, because the platform’s page gives no reason', async (t) => {
  const platform = await startPlatformForTest(t);
  const packageUrl = `${platform.packagesUrl}/status/404/a.tar.gz`;
  const breakReads = (step: string): void => {
    if (step === 'uploading') platform.faults.always({ method: 'GET', fault: { kind: 'dropBeforeHeaders' } });
  };
  const outcome = await upload(platform, { texts: { packageUrl }, options: { onProgress: breakReads } });
  assert.ok(outcome.status === 'unknown');
  assert.deepEqual([outcome.error.code, outcome.reason], ['platformFailed', 'versionsUnreadable']);
});

test('the data for reconciling is passed to beforeSending, which is awaited before anything is sent', async (t) => {
  const platform = await startPlatformForTest(t, { now: () => new Date('2026-11-22T10:00:00.400Z') });
  const { platform: connected } = connect(platform);
  let noted = '';
  const request = requestFor(platform, { version: '1.0.2', allowOverwrite: true });
  const outcome = await uploadPackage(connected, request, {
    timeoutMs: 10_000,
    async beforeSending(pending) {
      await new Promise(setImmediate);
      noted = `${traffic(platform).posts} posts`;
      assert.equal(pending.upload, request);
      assert.equal(pending.baseline?.existing?.packageName, 'demo-app:1.0.2');
      // The gateway reports its time in whole seconds.
      assert.equal(pending.baseline.answeredAt, Date.parse('2026-11-22T10:00:00Z'));
    },
  });
  assert.equal(outcome.status, 'uploaded');
  assert.equal(noted, '0 posts');
});

test('an upload whose record cannot be saved is not sent', async (t) => {
  const platform = await startPlatformForTest(t);
  const beforeSending = (): Promise<void> => Promise.reject(new Error('the disk is full'));
  await assert.rejects(upload(platform, { options: { beforeSending } }), /the disk is full/);
  assert.equal(traffic(platform).posts, 0);
});

test('a fault of this program is thrown, not returned as an outcome', async (t) => {
  const platform = await startPlatformForTest(t);
  const broken = (): void => {
    throw new RangeError('a mistake');
  };
  await assert.rejects(upload(platform, { options: { onProgress: broken } }), RangeError);
});

test('a version that differs only by case is the stored version: rejected, or overwritten under the stored spelling', async (t) => {
  const platform = await startPlatformForTest(t);
  assert.equal((await upload(platform, { texts: { version: 'E1' } })).status, 'uploaded');
  const refused = await upload(platform, { texts: { version: 'e1' } });
  assert.ok(refused.status === 'failed');
  assert.deepEqual([refused.error.code, refused.error.facts.subject], ['versionExists', 'E1']);
  const overwritten = await upload(platform, { texts: { version: 'e1', allowOverwrite: true } });
  assert.ok(overwritten.status === 'uploaded');
  assert.equal(overwritten.package.version, 'E1');
});

test('after a lost response, a version that differs only by case is found under the stored spelling', async (t) => {
  const platform = await startPlatformForTest(t);
  assert.equal((await upload(platform, { texts: { version: 'E1' } })).status, 'uploaded');
  platform.faults.next({ method: 'POST', fault: { kind: 'hangThen504' } });
  const texts = { version: 'e1', allowOverwrite: true, packageUrl: `${platform.packagesUrl}/demo-app-1.1.0.tar.gz` };
  const outcome = await upload(platform, { texts });
  assert.ok(outcome.status === 'uploaded', outcome.status);
  assert.equal(outcome.known, 'found');
});
