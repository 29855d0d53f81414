import assert from 'node:assert/strict';
import http from 'node:http';
import test, { type TestContext } from 'node:test';
import { HttpError } from '../../../src/core/http/httpError.ts';
import { readUploadRequest } from '../../../src/core/operations/readUploadRequest.ts';
import { uploadPackage, type UploadOptions, type UploadOutcome } from '../../../src/core/operations/uploadPackage.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import type { UploadByLink } from '../../../src/core/platform/sourcePackages.ts';
import type { Fault } from '../../platform/faults.ts';
import { platformFor } from '../../platform/gatewayClient.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { until } from '../until.ts';

/** Longer than any test may take. */
const FOREVER = 3_600_000;

function requestFor({ packagesUrl }: EmbeddedPlatform): UploadByLink {
  const packageUrl = `${packagesUrl}/demo-app-1.0.3.tar.gz`;
  return readUploadRequest({
    appCode: 'demo-app',
    module: 'default',
    packageUrl,
    version: '1.0.3',
    allowOverwrite: false,
  });
}

function upload(platform: EmbeddedPlatform, options: Partial<UploadOptions> = {}): Promise<UploadOutcome> {
  return uploadPackage(connect(platform).platform, requestFor(platform), { timeoutMs: 10_000, ...options });
}

/** A platform whose answer to the upload, and to nothing else, meets the fault. */
async function platformWith(t: TestContext, fault: Fault): Promise<EmbeddedPlatform> {
  const platform = await platformFor(t);
  platform.faults.next({ method: 'POST', fault });
  return platform;
}

const posts = ({ requests }: EmbeddedPlatform): number => requests.filter(({ method }) => method === 'POST').length;

const hasIt = async (platform: EmbeddedPlatform): Promise<boolean> => {
  await platform.settled();
  return moduleOf(platform.state, 'demo-app', 'default').packages.some(({ version }) => version === '1.0.3');
};

const lost: [code: string, fault: Fault, stored: boolean][] = [
  ['gatewayTimedOut', { kind: 'hangThen504' }, true],
  ['connectionLost', { kind: 'dropBeforeHeaders', backend: 'completes' }, true],
  ['connectionLost', { kind: 'dropBeforeHeaders', backend: 'neverReached' }, false],
  ['connectionLost', { kind: 'dropAfterHeaders' }, true],
  ['connectionLost', { kind: 'dropMidBody' }, true],
  ['answerUnreadable', { kind: 'halfJson' }, true],
  ['answerTooLarge', { kind: 'hugeBody', bytes: 33 * 1024 * 1024 }, true],
  ['notThePlatform', { kind: 'proxyLoginPage', backend: 'completes' }, true],
  ['gatewayBadAnswer', { kind: 'gatewayError', codeName: 'BAD_GATEWAY', backend: 'completes' }, true],
  [
    'gatewayCannotReachPlatform',
    { kind: 'gatewayError', codeName: 'ERROR_REQUESTING_RESOURCE', backend: 'completes' },
    true,
  ],
  ['gatewayUnavailable', { kind: 'gatewayError', codeName: 'SERVICE_UNAVAILABLE', backend: 'completes' }, true],
];
for (const [code, fault, stored] of lost) {
  test(`${code} (${JSON.stringify(fault)}): unknown, sent once, and the package is ${stored ? '' : 'not '}there`, async (t) => {
    const platform = await platformWith(t, fault);
    const outcome = await upload(platform);
    assert.equal(outcome.status, 'unknown');
    assert.equal('error' in outcome && outcome.error.code, code);
    assert.equal(await hasIt(platform), stored);
    assert.equal(posts(platform), 1);
  });
}

test('an answer that can be read in spite of its dress is an answer', async (t) => {
  for (const fault of [
    { kind: 'gzip' },
    { kind: 'wrongContentType' },
    { kind: 'slowDrip', ms: 0, chunkBytes: 50 },
  ] as const) {
    const platform = await platformWith(t, fault);
    assert.equal((await upload(platform)).status, 'uploaded');
  }
});

test('a gateway that sends its refusals with status 200 does not make an upload of them', async (t) => {
  for (const [codeName, status] of [
    ['REQUEST_BACKEND_TIMEOUT', 'unknown'],
    ['IP_NOT_ALLOWED', 'failed'],
  ] as const) {
    const platform = await platformWith(t, { kind: 'gatewayError', codeName });
    platform.switches.statusRewrite200 = true;
    const outcome = await upload(platform);
    assert.deepEqual([outcome.status, 'error' in outcome && outcome.error.facts.status], [status, 200]);
  }
});

test('no answer within the time: unknown, and the platform may still finish', async (t) => {
  const platform = await platformFor(t);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  platform.faults.next({ method: 'POST', fault: { kind: 'delay', ms: FOREVER } });
  const ending = upload(platform, { timeoutMs: 60_000 });
  await until(() => posts(platform) === 1);
  t.mock.timers.tick(60_000);
  const outcome = await ending;
  assert.equal(outcome.status, 'unknown');
  assert.equal('error' in outcome && outcome.error.code, 'timedOut');
});

/** The core's platform, with something that happens after the look and before the sending. */
function interrupted(platform: EmbeddedPlatform, before: () => Promise<void>): Platform {
  const connected = connect(platform).platform;
  const uploadByLink: Platform['sourcePackages']['uploadByLink'] = async (...given) => {
    await before();
    return connected.sourcePackages.uploadByLink(...given);
  };
  return { ...connected, sourcePackages: { ...connected.sourcePackages, uploadByLink } };
}

test('nothing listens when the upload is sent: it failed, for nothing can have arrived', async (t) => {
  const platform = await platformFor(t);
  const closes = interrupted(platform, async () => {
    await platform.close();
    await until(() => Object.keys(http.globalAgent.freeSockets).length === 0);
  });
  const outcome = await uploadPackage(closes, requestFor(platform), { timeoutMs: 10_000 });
  assert.deepEqual([outcome.status, 'error' in outcome && outcome.error.code], ['failed', 'connectionRefused']);
  assert.equal(posts(platform), 0);
});

for (const kind of ['timedOut', 'connectionLost'] as const) {
  test(`${kind} before the whole request had left: it failed, for nothing can have arrived`, async (t) => {
    const platform = await platformFor(t);
    const cause = new HttpError(kind, false, 'on the way');
    const fails = interrupted(platform, () => Promise.reject(new PlatformError(kind, { cause })));
    const outcome = await uploadPackage(fails, requestFor(platform), { timeoutMs: 10_000 });
    assert.deepEqual([outcome.status, 'error' in outcome && outcome.error.code], ['failed', kind]);
  });
}

test('nothing listens from the start: the look before fails, nothing is sent', async (t) => {
  const platform = await platformFor(t);
  await platform.close();
  const outcome = await upload(platform);
  assert.deepEqual([outcome.status, 'error' in outcome && outcome.error.code], ['failed', 'connectionRefused']);
});

test('a lost answer to the look before is a failure, not an unknown: nothing was uploaded', async (t) => {
  const platform = await platformFor(t);
  platform.faults.always({ method: 'GET', fault: { kind: 'hangThen504' } });
  const outcome = await upload(platform);
  assert.deepEqual([outcome.status, 'error' in outcome && outcome.error.code], ['failed', 'gatewayTimedOut']);
  assert.equal(posts(platform), 0);
});

test('cancelled before it begins: no request at all', async (t) => {
  const platform = await platformFor(t);
  assert.deepEqual(await upload(platform, { signal: AbortSignal.abort() }), { status: 'cancelled', sent: false });
  assert.equal(platform.requests.length, 0);
});

test('cancelled during the look before: nothing is sent', async (t) => {
  const platform = await platformFor(t);
  platform.faults.always({ method: 'GET', fault: { kind: 'delay', ms: FOREVER } });
  const cancel = new AbortController();
  const ending = upload(platform, { signal: cancel.signal });
  await until(() => platform.requests.length === 2);
  cancel.abort();
  assert.deepEqual(await ending, { status: 'cancelled', sent: false });
  assert.equal(posts(platform), 0);
});

test('cancelled at the very moment of sending: nothing left, and the person is told so', async (t) => {
  const platform = await platformFor(t);
  const cancel = new AbortController();
  const outcome = await upload(platform, {
    signal: cancel.signal,
    onProgress(step) {
      if (step === 'uploading') cancel.abort();
    },
  });
  assert.equal(posts(platform), 0);
  assert.deepEqual(outcome, { status: 'cancelled', sent: false });
});

test('cancelled while the platform downloads: it was sent, and the platform finishes', async (t) => {
  const platform = await platformFor(t);
  platform.faults.next({ method: 'POST', fault: { kind: 'slowDrip', ms: FOREVER } });
  const cancel = new AbortController();
  const ending = upload(platform, { signal: cancel.signal });
  await until(() => platform.requests.some(({ method, status }) => method === 'POST' && status === 200));
  cancel.abort();
  assert.deepEqual(await ending, { status: 'cancelled', sent: true });
  assert.equal(moduleOf(platform.state, 'demo-app', 'default').packages.at(-1)?.version, '1.0.3');
});
