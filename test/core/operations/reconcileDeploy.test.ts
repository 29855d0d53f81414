import assert from 'node:assert/strict';
import test from 'node:test';
import type { Interruption } from '../../../src/core/operations/interruption.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { deployOutcomeText } from './deployAndReconcile.ts';
import { deployFixtureFor, lostAnswer, serverError, type DeployFixtureOptions } from './deployFixture.ts';

const operatedBy = (operator: string): { operator: string } => ({ operator });
const interrupted: Interruption = { kind: 'interrupted' };
const cancelled: Interruption = { kind: 'cancelled' };
const fullWaitPollCount = 15;

interface Row extends DeployFixtureOptions {
  name: string;
  interruption?: Interruption;
  userName?: string | undefined;
  outcome: string;
  /** The expected number of polls. */
  polls: number;
}

/** In each row the response was lost, unless the row has another interruption. */
const rows: readonly Row[] = [
  { name: 'it had begun', begins: [[0]], outcome: 'started found', polls: 1 },
  { name: 'it begins after a while', begins: [[20_000]], outcome: 'started found', polls: 6 },
  { name: 'it begins in the last moment', begins: [[160_000]], outcome: 'started found', polls: fullWaitPollCount },
  { name: 'it never begins', outcome: 'failed deploymentNotStarted', polls: fullWaitPollCount },
  {
    name: 'the first deployment ever to the environment',
    ...{ deploy: { module: 'api', version: '0.1.0' }, begins: [[1000]] },
    ...{ outcome: 'started found', polls: 2 },
  },
  {
    name: 'there was none before, and it never begins',
    ...{
      deploy: { module: 'api', version: '0.1.0' },
      outcome: 'failed deploymentNotStarted',
      polls: fullWaitPollCount,
    },
  },
  {
    name: 'somebody else’s of the same version is not taken for this one',
    ...{ begins: [[0, operatedBy('dev')]], outcome: 'failed deploymentNotStarted', polls: fullWaitPollCount },
  },
  {
    name: 'another version of the same person is not taken for this one',
    ...{ begins: [[0, { version: '1.0.0' }]], outcome: 'failed deploymentNotStarted', polls: fullWaitPollCount },
  },
  {
    name: 'the same version to the other environment is not taken for this one',
    ...{ begins: [[0, { environment: 'prod' }]], outcome: 'failed deploymentNotStarted', polls: fullWaitPollCount },
  },
  {
    name: 'somebody else’s came first, and then this one',
    ...{ begins: [[0, operatedBy('dev')], [3000]], outcome: 'started found', polls: 3 },
  },
  {
    name: 'the same person deployed it twice: which one it is cannot be told',
    ...{ begins: [[0], [0]], outcome: 'unknown gatewayTimedOut maybeAnothers', polls: 1 },
  },
  {
    name: 'the platform did not say whose the token is: one is there, and it may be anybody’s',
    ...{ userName: undefined, begins: [[0]], outcome: 'unknown gatewayTimedOut maybeAnothers', polls: 1 },
  },
  {
    name: 'the platform did not say whose the token is, and none is there',
    ...{ userName: undefined, outcome: 'failed deploymentNotStarted', polls: fullWaitPollCount },
  },
  {
    name: 'the history cannot be read until the end, and it had begun: that is not “not started”',
    ...{ begins: [[0]], unreadableUntil: Infinity },
    ...{ outcome: 'unknown gatewayTimedOut historyUnreadable', polls: fullWaitPollCount },
  },
  {
    name: 'the history cannot be read for two minutes, and it had begun',
    ...{ begins: [[0]], unreadableUntil: 120_000, outcome: 'started found', polls: 12 },
  },
  {
    name: 'the history cannot be read for two minutes, and it never begins',
    ...{ unreadableUntil: 120_000, outcome: 'failed deploymentNotStarted', polls: fullWaitPollCount },
  },
  {
    name: 'the token is refused meanwhile',
    meanwhile: ({ platform }) => platform.state.tokens.delete(demoTokens.admin),
    ...{ outcome: 'unknown gatewayTimedOut signedOut', polls: 2 },
  },
  {
    name: 'the grant is taken away meanwhile',
    meanwhile: ({ platform }) => (platform.state.grants.length = 0),
    ...{ outcome: 'unknown gatewayTimedOut mayNotRead', polls: 2 },
  },
  {
    name: 'the role is taken away meanwhile: no further look can see more',
    meanwhile: ({ platform }) => platform.state.applications.get('demo-app')?.roles.set('admin', 'operator'),
    ...{ outcome: 'unknown gatewayTimedOut historyUnreadable', polls: 2 },
  },
  {
    name: 'the application is deleted meanwhile: no further look can see more',
    meanwhile: ({ platform }) => platform.state.applications.delete('demo-app'),
    ...{ outcome: 'unknown gatewayTimedOut historyUnreadable', polls: 2 },
  },
  {
    name: 'the platform’s page for an error, and it had begun',
    ...{ interruption: serverError, begins: [[0]], outcome: 'started found', polls: 1 },
  },
  {
    name: 'the platform’s page for an error, and it had not: one look, for the platform is done',
    ...{ interruption: serverError, outcome: 'failed deploymentFailedToStart', polls: 1 },
  },
  {
    name: 'the platform’s page for an error, and the history cannot be read for a while',
    ...{ interruption: serverError, unreadableUntil: 5000, outcome: 'failed deploymentFailedToStart', polls: 4 },
  },
  {
    name: 'the platform’s page for an error, and the history cannot be read: given up sooner',
    ...{ interruption: serverError, unreadableUntil: Infinity, begins: [[0]] },
    ...{ outcome: 'unknown platformFailed historyUnreadable', polls: 6 },
  },
  {
    name: 'cancelled, and it began',
    ...{ interruption: cancelled, begins: [[3000]] },
    outcome: 'started found',
    polls: 3,
  },
  {
    name: 'cancelled, and it never began',
    interruption: cancelled,
    outcome: 'cancelled sent',
    polls: fullWaitPollCount,
  },
  {
    name: 'the program ended, and it never began',
    ...{ interruption: interrupted, outcome: 'failed deploymentNotStarted', polls: fullWaitPollCount },
  },
];

for (const { name, interruption, outcome, polls, ...options } of rows) {
  test(`${name}: ${outcome}`, async (t) => {
    const fixture = await deployFixtureFor(t, options);
    const { pending } = fixture;
    const userName = 'userName' in options ? options.userName : pending.userName;
    const told = await fixture.settle(interruption, { pending: { ...pending, userName } });
    assert.equal(deployOutcomeText(told), outcome);
    assert.equal(fixture.polls().length, polls);
    assert.ok(fixture.platform.requests.every(({ method }) => method === 'GET'));
  });
}

test('a found deployment has its ID on the platform, even if others began later', async (t) => {
  const fixture = await deployFixtureFor(t);
  const ours = fixture.begin();
  for (let others = 0; others < 30; others += 1) fixture.begin(operatedBy('dev'));
  const outcome = await fixture.settle();
  assert.ok(outcome.status === 'started');
  assert.equal(outcome.id, ours.id);
});

test('an unknown outcome names the deployment that is possibly the right one', async (t) => {
  const fixture = await deployFixtureFor(t, { begins: [[0]] });
  const outcome = await fixture.settle(lostAnswer, { pending: { ...fixture.pending, userName: undefined } });
  assert.ok(outcome.status === 'unknown');
  assert.equal(outcome.found?.operator, 'admin');
  assert.equal(outcome.found.version, '1.0.2');
});

test('older deployments of the same user and version are not claimed, even if the baseline is far down the list', async (t) => {
  const fixture = await deployFixtureFor(t, { deploy: { version: '1.0.0' } });
  for (let others = 0; others < 25; others += 1) fixture.begin({ ...operatedBy('dev'), version: '1.0.2' });
  assert.equal(deployOutcomeText(await fixture.settle()), 'failed deploymentNotStarted');
});

test('a history without the baseline is not trusted: neither claimed nor “not started”', async (t) => {
  for (const begins of [[], [[0]]] as const) {
    const fixture = await deployFixtureFor(t, { deploy: { version: '9.9.9' }, begins });
    const { deployments } = fixture.platform.state.applications.get('demo-app')?.modules[0] ?? assert.fail();
    const gone = deployments.findIndex(({ id }) => id === fixture.pending.baseline.newest);
    deployments.splice(gone, 1);
    const told = deployOutcomeText(await fixture.settle());
    assert.equal(told, `unknown gatewayTimedOut ${begins.length > 0 ? 'maybeAnothers' : 'historyUnreadable'}`);
  }
});

test('“not started” has the status and the version, and each poll costs one request', async (t) => {
  const fixture = await deployFixtureFor(t);
  const outcome = await fixture.settle();
  assert.ok(outcome.status === 'failed');
  assert.deepEqual([outcome.error.facts.subject, outcome.error.facts.status], ['1.0.2', 504]);
  assert.equal(fixture.platform.requests.length, fullWaitPollCount);
  assert.ok((fixture.polls().at(-1) ?? 0) >= 160_000, 'before the time was over');
});

test('time that passed in this process before reconciling counts', async (t) => {
  const fixture = await deployFixtureFor(t);
  await fixture.clock.wait(150_000);
  assert.equal(deployOutcomeText(await fixture.settle()), 'failed deploymentNotStarted');
  assert.ok(fixture.clock.now() < 180_000);
});

const dayMs = 86_400_000;
/**
 * `claimedMs` is the time since sending by this computer's clock. `passedMs` is the real time since sending, which is
 * also the time by the gateway's clock. `looksForMs` is the expected minimum duration of the polling.
 */
const claims: readonly [name: string, claimedMs: number, passedMs: number, looksForMs: number][] = [
  ['both say that the time is over', dayMs, dayMs, 0],
  ['this computer’s clock was put forward by a day', dayMs, 5000, 150_000],
  ['this computer’s clock was put back by a day', -dayMs, dayMs, 160_000],
  ['it was just now', 5000, 5000, 150_000],
];
for (const [name, claimedMs, passedMs, looksForMs] of claims) {
  test(`after a restart, ${name}: polled for ${looksForMs / 1000} s before “not started”`, async (t) => {
    const fixture = await deployFixtureFor(t);
    await fixture.clock.wait(passedMs);
    const from = fixture.clock.now();
    const outcome = await fixture.settle(interrupted, { sent: { claimedMs } });
    assert.ok(outcome.status === 'failed');
    assert.equal(outcome.error.code, 'deploymentNotStarted');
    const looked = fixture.clock.now() - from;
    assert.ok(looked >= looksForMs && looked <= looksForMs + 15_000, `${looked} ms`);
  });
}

test('after a restart: a deployment that began meanwhile is found by the first poll', async (t) => {
  const fixture = await deployFixtureFor(t, { begins: [[0]] });
  assert.equal(deployOutcomeText(await fixture.settle(interrupted, { sent: { claimedMs: dayMs } })), 'started found');
  assert.equal(fixture.polls().length, 1);
});

test('without the grant for the history, the outcome stays unknown without a request', async (t) => {
  const fixture = await deployFixtureFor(t, { begins: [[0]] });
  for (const interruption of [lostAnswer, serverError, cancelled, interrupted]) {
    const outcome = await fixture.settle(interruption, { pending: { ...fixture.pending, baseline: undefined } });
    assert.match(deployOutcomeText(outcome), /^unknown \w+ mayNotRead$/);
  }
  assert.equal(fixture.platform.requests.length, 0);
});

test('stopped during a pause: nothing more is read, and the outcome stays unknown', async (t) => {
  const stop = new AbortController();
  const fixture = await deployFixtureFor(t, {
    meanwhile(_, now) {
      if (now === 3000) stop.abort();
    },
  });
  assert.equal(
    deployOutcomeText(await fixture.settle(lostAnswer, { signal: stop.signal })),
    'unknown gatewayTimedOut stoppedLooking',
  );
  assert.equal(fixture.platform.requests.length, 2);
});
