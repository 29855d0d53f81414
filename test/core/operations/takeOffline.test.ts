import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { takeOffline } from '../../../src/core/operations/deploy/takeOffline.ts';
import { failingOffline, neverEndingOffline, successfulOffline } from '../../platform/deployments/offlineScript.ts';
import { buildFailure } from '../../platform/deployments/readyPlans.ts';
import type { FaultRule } from '../../platform/faults.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { deployOf } from './deployAndReconcile.ts';
import { deploy } from './deployAttempt.ts';
import { testBedFor, type ClientTestBed } from './deployFixture.ts';
import { goOffline, isOffline, neverReached, countPosts, readFault, type OfflineAttempt } from './offlineFixture.ts';
import { offlineOutcomeText } from './tellOffline.ts';

const offlines = ({ platform }: ClientTestBed) => moduleOf(platform.state, 'demo-app', 'default').offlines;

test('an environment is taken offline: checked, one request sent, and monitored to the end', async (t) => {
  const testBed = await testBedFor(t);
  const steps: string[] = [];
  const onProgress = (step: string): unknown => steps.push(`${step} ${testBed.platform.requests.length}`);
  assert.equal(offlineOutcomeText(await goOffline(testBed, { options: { onProgress } })), 'offline');
  assert.deepEqual(steps, ['checking 0', 'sending 1', 'stopping 2']);
  assert.deepEqual([countPosts(testBed), isOffline(testBed)], [1, true]);
  assert.equal(testBed.platform.requests.length, 3);
});

test('a failed operation has the platform’s message', async (t) => {
  const testBed = await testBedFor(t);
  testBed.platform.state.offlineScripts.push(failingOffline(20_000));
  const outcome = await goOffline(testBed);
  assert.ok(outcome.status === 'failed');
  assert.equal(outcome.error.code, 'offlineFailed');
  assert.match(outcome.error.facts.said ?? '', /processes were not stopped/);
});

test('an operation that never ends is unknown after 20 minutes and fewer than 130 requests', async (t) => {
  const testBed = await testBedFor(t);
  testBed.platform.state.offlineScripts.push(neverEndingOffline());
  assert.equal(offlineOutcomeText(await goOffline(testBed)), 'unknown timedOut');
  assert.ok(testBed.clock.now() >= 20 * 60_000 && testBed.clock.now() < 21 * 60_000);
  assert.ok(testBed.platform.requests.length < 130);
});

const failuresBeforeSending: [name: string, code: string, going: OfflineAttempt][] = [
  ['there is no such module', 'moduleNotFound', { target: { module: 'nope' } }],
  ['there is no such application', 'applicationNotFound', { target: { appCode: 'no-such-app' } }],
  ['not signed in', 'tokenExpired', { access: { accessToken: demoTokens.expired } }],
  ['the token may not look', 'appNotPermitted', { access: { accessToken: demoTokens.noGrant } }],
];
for (const [name, code, going] of failuresBeforeSending) {
  test(`${name}: ${code}, and nothing is sent`, async (t) => {
    const testBed = await testBedFor(t);
    assert.equal(offlineOutcomeText(await goOffline(testBed, going)), `failed ${code}`);
    assert.equal(countPosts(testBed), 0);
  });
}

test('if the released state cannot be read, nothing is sent', async (t) => {
  const testBed = await testBedFor(t);
  testBed.platform.faults.always({ path: /released_state/, fault: readFault });
  assert.equal(offlineOutcomeText(await goOffline(testBed)), 'failed gatewayInternalError');
  assert.equal(countPosts(testBed), 0);
});

test('a protected environment and a missing role have their own codes', async (t) => {
  const testBed = await testBedFor(t);
  const target = { environment: 'prod' };
  const { developer, operator } = demoTokens;
  assert.equal(
    offlineOutcomeText(await goOffline(testBed, { target, access: { accessToken: developer } })),
    'failed environmentProtected',
  );
  assert.equal(
    offlineOutcomeText(await goOffline(testBed, { access: { accessToken: operator } })),
    'failed developRoleMissing',
  );
  assert.equal(offlines(testBed).length, 0);
});

for (const language of ['en', 'zh-cn'] as const) {
  test(`another operation is in progress: offlineOngoing (${language})`, async (t) => {
    const testBed = await testBedFor(t);
    testBed.platform.state.offlineScripts.push(successfulOffline(30_000));
    const stop = new AbortController();
    const onProgress = (step: string): void => {
      if (step === 'stopping') stop.abort();
    };
    await goOffline(testBed, { options: { onProgress, signal: stop.signal } });
    assert.equal(offlineOutcomeText(await goOffline(testBed, { access: { language } })), 'failed offlineOngoing');
  });

  test(`the deployment disappears between check and request: nothingToTakeOffline (${language})`, async (t) => {
    const testBed = await testBedFor(t);
    const onProgress = (step: string): void => {
      if (step === 'sending') moduleOf(testBed.platform.state, 'demo-app', 'default').deployments.length = 0;
    };
    const outcome = await goOffline(testBed, { access: { language }, options: { onProgress } });
    assert.equal(offlineOutcomeText(outcome), 'failed nothingToTakeOffline');
  });
}

async function testBedWithFaultsUntil(t: TestContext, until: number): Promise<ClientTestBed> {
  const testBed: ClientTestBed = await testBedFor(t, (now) => {
    if (now >= until) testBed.platform.faults.clear();
  });
  return testBed;
}

/** Transient errors with which an intermediary or the gateway responds to reads during the monitoring. */
const transientFaults: readonly FaultRule['fault'][] = [
  { kind: 'strangeAnswer', status: 403, body: '<html>Blocked</html>' },
  { kind: 'strangeAnswer', status: 400, contentType: 'application/json', body: '{"code": "VALID' },
  { kind: 'strangeAnswer', status: 407, body: '<html>Log in</html>' },
  { kind: 'proxyLoginPage' },
  { kind: 'gatewayError', codeName: 'RATE_LIMIT_RESTRICTION' },
];
for (const fault of transientFaults) {
  test(`monitoring continues after ${JSON.stringify(fault)}`, async (t) => {
    const testBed = await testBedWithFaultsUntil(t, 15_000);
    testBed.platform.state.offlineScripts.push(successfulOffline(20_000));
    testBed.platform.faults.always({ path: /\/offlines\/.*\/result/, fault });
    assert.equal(offlineOutcomeText(await goOffline(testBed)), 'offline');
  });
}

test('monitoring ends as unknown when the token is rejected, even if the gateway sends status 200', async (t) => {
  for (const statusRewrite200 of [false, true]) {
    const testBed = await testBedFor(t, () => testBed.platform.state.tokens.delete(demoTokens.admin));
    Object.assign(testBed.platform.switches, { statusRewrite200 });
    assert.match(offlineOutcomeText(await goOffline(testBed)), /^unknown token/);
    assert.ok(testBed.clock.now() < 10_000);
  }
});

test('cancelled before the request is sent, or while connecting: cancelled', async (t) => {
  const testBed = await testBedFor(t);
  assert.equal(offlineOutcomeText(await goOffline(testBed, { options: { signal: AbortSignal.abort() } })), 'cancelled');
  const stop = new AbortController();
  const { clock } = testBed;
  const good = connect(testBed.platform, { clock }).platform;
  const start: typeof good.offlines.start = (target, options) => {
    stop.abort();
    return good.offlines.start(target, options);
  };
  const via = { ...good, offlines: { ...good.offlines, start } };
  const outcome = await takeOffline(via, deployOf(), { timeoutMs: 10_000, signal: stop.signal });
  assert.equal(offlineOutcomeText(outcome), 'cancelled');
  assert.equal(countPosts(testBed), 0);
});

test('cancelled while waiting for the response: the outcome is what the platform did', async (t) => {
  const testBed = await testBedFor(t);
  testBed.platform.faults.next({ method: 'POST', fault: { kind: 'slowDrip', ms: 1000 } });
  const stop = new AbortController();
  const going = goOffline(testBed, { options: { signal: stop.signal } });
  while (!testBed.platform.requests.some(({ method, status }) => method === 'POST' && status === 201))
    await new Promise(setImmediate);
  stop.abort();
  assert.equal(offlineOutcomeText(await going), 'offline');
});

test('cancelled while monitoring, or while reconciling: unknown, and nothing more is read', async (t) => {
  for (const fault of [undefined, neverReached]) {
    const stop = new AbortController();
    const testBed = await testBedFor(t, (now) => {
      if (now >= 6000) stop.abort();
    });
    testBed.platform.state.offlineScripts.push(neverEndingOffline());
    if (fault) testBed.platform.faults.next({ method: 'POST', fault });
    assert.equal(
      offlineOutcomeText(await goOffline(testBed, { options: { signal: stop.signal } })),
      'unknown cancelled',
    );
    assert.ok(testBed.clock.now() < 20_000);
  }
});

test('without any deployment, the platform rejects the request', async (t) => {
  const testBed = await testBedFor(t);
  assert.equal(
    offlineOutcomeText(await goOffline(testBed, { target: { module: 'api' } })),
    'failed nothingToTakeOffline',
  );
});

test('a first deployment that failed can be taken offline, as the platform allows', async (t) => {
  const testBed = await testBedFor(t);
  testBed.platform.state.deployScripts.push({ plan: buildFailure({ durationMs: 0 }) });
  await deploy(testBed, { deploy: { module: 'api', version: '0.1.0' } });
  assert.equal(offlineOutcomeText(await goOffline(testBed, { target: { module: 'api' } })), 'offline');
});

test('an environment that is already offline is reported as offline', async (t) => {
  const testBed = await testBedFor(t);
  assert.equal(offlineOutcomeText(await goOffline(testBed, { target: { appCode: 'flow-designer' } })), 'offline');
});
