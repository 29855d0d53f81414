import assert from 'node:assert/strict';
import http from 'node:http';
import test, { type TestContext } from 'node:test';
import { HttpError } from '../../../src/core/http/httpError.ts';
import { parseUploadRequest } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import type { UploadOutcome } from '../../../src/core/operations/upload/uploadOutcome.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import type { UploadByLink } from '../../../src/core/platform/sourcePackages.ts';
import type { Fault } from '../../platform/faults.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { fakeClock } from '../fakeClock.ts';
import { until } from '../until.ts';
import { uploadOutcomeText, uploadAndReconcile, type UploadAndReconcileOptions } from './uploadAndReconcile.ts';

/** An hour in milliseconds, which is longer than any test runs. */
const FOREVER_MS = 3_600_000;

function requestFor({ packagesUrl }: EmbeddedPlatform): UploadByLink {
  const packageUrl = `${packagesUrl}/demo-app-1.0.3.tar.gz`;
  return parseUploadRequest({
    appCode: 'demo-app',
    module: 'default',
    packageUrl,
    version: '1.0.3',
    allowOverwrite: false,
  });
}

/**
 * Uploads with a fake clock. A real client polls for 2.5 minutes, and the platform finishes in this time. Here each
 * wait of the fake clock lasts until the platform is idle.
 */
function upload(platform: EmbeddedPlatform, options: UploadAndReconcileOptions = {}): Promise<UploadOutcome> {
  const clock = fakeClock(() => platform.settled());
  return uploadAndReconcile(connect(platform, { clock }).platform, requestFor(platform), options);
}

/** Starts a platform that applies the fault to its response to the upload and to no other response. */
async function platformWith(t: TestContext, fault: Fault): Promise<EmbeddedPlatform> {
  const platform = await startPlatformForTest(t);
  platform.faults.next({ method: 'POST', fault });
  return platform;
}

const countPosts = ({ requests }: EmbeddedPlatform): number =>
  requests.filter(({ method }) => method === 'POST').length;

const isPackageStored = async (platform: EmbeddedPlatform): Promise<boolean> => {
  await platform.settled();
  return moduleOf(platform.state, 'demo-app', 'default').packages.some(({ version }) => version === '1.0.3');
};

// faultMatrix.test.ts tests all other faults that lose a response.
const lostAnswerCases: [code: string, fault: Fault, stored: boolean][] = [
  ['gatewayTimedOut', { kind: 'hangThen504' }, true],
  ['connectionLost', { kind: 'dropBeforeHeaders', backend: 'neverReached' }, false],
];
for (const [code, fault, stored] of lostAnswerCases) {
  test(`${code}: sent once, then reconciled, and the package is ${stored ? '' : 'not '}there`, async (t) => {
    const platform = await platformWith(t, fault);
    let left = '';
    const outcome = await upload(platform, {
      onSent({ interruption, sentAt, pending }) {
        left = `${interruption.kind} ${'error' in interruption ? interruption.error.code : ''} ${sentAt}`;
        assert.equal(pending.baseline?.existing, undefined);
      },
    });
    assert.equal(left, `answerLost ${code} 0`);
    assert.equal(uploadOutcomeText(outcome), stored ? 'uploaded found' : 'failed packageNotArrived');
    assert.equal(await isPackageStored(platform), stored);
    assert.equal(countPosts(platform), 1);
  });
}

test('a found upload has the name, size, digest and date of the list, and the request ID of the lost response', async (t) => {
  const platform = await platformWith(t, { kind: 'hangThen504' });
  const outcome = await upload(platform);
  assert.ok(outcome.status === 'uploaded');
  const stored = moduleOf(platform.state, 'demo-app', 'default').packages.at(-1);
  const { packageName, sha256, sizeBytes, operator, updated } = outcome.package;
  assert.deepEqual(
    [packageName, sha256, sizeBytes, operator],
    ['demo-app-1:1.0.3', stored?.sha256, stored?.size, undefined],
  );
  assert.equal(updated?.time, Math.floor((stored?.updated.getTime() ?? 0) / 1000) * 1000);
  assert.equal(outcome.requestId, platform.requests.find(({ method }) => method === 'POST')?.requestId);
  assert.equal(outcome.milliseconds, undefined);
});

test('a gateway that sends its errors with status 200 does not make an upload of them', async (t) => {
  for (const [codeName, outcome] of [
    ['REQUEST_BACKEND_TIMEOUT', 'failed packageNotArrived'],
    ['IP_NOT_ALLOWED', 'failed ipNotAllowed'],
  ] as const) {
    const platform = await platformWith(t, { kind: 'gatewayError', codeName });
    platform.switches.statusRewrite200 = true;
    const ended = await upload(platform);
    assert.equal(uploadOutcomeText(ended), outcome);
    assert.equal(ended.status === 'failed' && ended.error.facts.status, 200);
  }
});

test('no response within the time limit: reconciled until the package is found', async (t) => {
  const platform = await startPlatformForTest(t);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  platform.faults.next({ method: 'POST', fault: { kind: 'slowDrip', ms: FOREVER_MS } });
  let left = '';
  const ending = uploadAndReconcile(connect(platform).platform, requestFor(platform), {
    timeoutMs: 60_000,
    onSent({ interruption }) {
      left = 'error' in interruption ? interruption.error.code : interruption.kind;
    },
  });
  await until(() => platform.requests.some(({ method, status }) => method === 'POST' && status === 200));
  t.mock.timers.tick(60_000);
  assert.equal(uploadOutcomeText(await ending), 'uploaded found');
  assert.equal(left, 'timedOut');
});

/** Returns a client that calls `before` between the baseline read and the upload. */
function clientWithHook(platform: EmbeddedPlatform, before: () => Promise<void>): Platform {
  const connected = connect(platform).platform;
  const uploadByLink: Platform['sourcePackages']['uploadByLink'] = async (...given) => {
    await before();
    return connected.sourcePackages.uploadByLink(...given);
  };
  return { ...connected, sourcePackages: { ...connected.sourcePackages, uploadByLink } };
}

test('nothing listens when the upload is sent: failed, because nothing can have arrived', async (t) => {
  const platform = await startPlatformForTest(t);
  const closes = clientWithHook(platform, async () => {
    await platform.close();
    await until(() => Object.keys(http.globalAgent.freeSockets).length === 0);
  });
  assert.equal(uploadOutcomeText(await uploadAndReconcile(closes, requestFor(platform))), 'failed connectionRefused');
  assert.equal(countPosts(platform), 0);
});

const connectionErrors = ['timedOut', 'connectionLost', 'unreachable', 'tlsFailed', 'proxyFailed'] as const;
for (const kind of connectionErrors) {
  test(`${kind} before the whole request was sent: failed, because nothing can have arrived`, async (t) => {
    const platform = await startPlatformForTest(t);
    const cause = new HttpError(kind, false, 'on the way');
    const fails = clientWithHook(platform, () => Promise.reject(new PlatformError(kind, { cause })));
    assert.equal(uploadOutcomeText(await uploadAndReconcile(fails, requestFor(platform))), `failed ${kind}`);
  });

  test(`${kind} after the whole request was sent: reconciled, whatever the error`, async (t) => {
    const platform = await startPlatformForTest(t);
    const cause = new HttpError(kind, true, 'on the way back');
    const fails = clientWithHook(platform, () => Promise.reject(new PlatformError(kind, { cause })));
    assert.equal(uploadOutcomeText(await uploadAndReconcile(fails, requestFor(platform))), 'failed packageNotArrived');
  });
}

test('nothing listens from the start: the baseline read fails, nothing is sent', async (t) => {
  const platform = await startPlatformForTest(t);
  await platform.close();
  assert.equal(uploadOutcomeText(await upload(platform)), 'failed connectionRefused');
});

test('a lost response to the baseline read is a failure and not unknown, because nothing was uploaded', async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.always({ method: 'GET', fault: { kind: 'hangThen504' } });
  assert.equal(uploadOutcomeText(await upload(platform)), 'failed gatewayTimedOut');
  assert.equal(countPosts(platform), 0);
});

test('cancelled before the start: no request at all', async (t) => {
  const platform = await startPlatformForTest(t);
  assert.deepEqual(await upload(platform, { signal: AbortSignal.abort() }), { status: 'cancelled', sent: false });
  assert.equal(platform.requests.length, 0);
});

test('cancelled during the baseline read: nothing is sent', async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.always({ method: 'GET', fault: { kind: 'delay', ms: FOREVER_MS } });
  const cancel = new AbortController();
  const ending = upload(platform, { signal: cancel.signal });
  await until(() => platform.requests.length === 2);
  cancel.abort();
  assert.deepEqual(await ending, { status: 'cancelled', sent: false });
  assert.equal(countPosts(platform), 0);
});

test('cancelled while the record is saved, or just before sending: nothing is sent, and the outcome says so', async (t) => {
  const platform = await startPlatformForTest(t);
  for (const when of ['beforeSending', 'onProgress'] as const) {
    const cancel = new AbortController();
    const outcome = await upload(platform, {
      signal: cancel.signal,
      beforeSending() {
        if (when === 'beforeSending') cancel.abort();
        return Promise.resolve();
      },
      onProgress(step) {
        if (when === 'onProgress' && step === 'uploading') cancel.abort();
      },
    });
    assert.deepEqual(outcome, { status: 'cancelled', sent: false });
  }
  assert.equal(countPosts(platform), 0);
});

test('cancelled while the platform downloads: the platform finishes anyway, and the upload is found', async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.next({ method: 'POST', fault: { kind: 'slowDrip', ms: FOREVER_MS } });
  const cancel = new AbortController();
  const ending = uploadAndReconcile(connect(platform).platform, requestFor(platform), { signal: cancel.signal });
  await until(() => platform.requests.some(({ method, status }) => method === 'POST' && status === 200));
  cancel.abort();
  assert.equal(uploadOutcomeText(await ending), 'uploaded foundAfterCancel');
});

test('cancelled and never stored: cancelled, and marked as sent', async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.next({ method: 'POST', fault: { kind: 'delay', ms: FOREVER_MS } });
  const cancel = new AbortController();
  const ending = uploadAndReconcile(connect(platform).platform, requestFor(platform), { signal: cancel.signal });
  await until(() => countPosts(platform) === 1);
  cancel.abort();
  assert.deepEqual(await ending, { status: 'cancelled', sent: true });
  assert.equal(moduleOf(platform.state, 'demo-app', 'default').packages.length, 3);
});
