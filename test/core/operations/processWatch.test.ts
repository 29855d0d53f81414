import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import {
  readProcesses,
  watchProcesses,
  type ProcessWatchState,
} from '../../../src/core/operations/running/processWatch.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { fakeClock, type FakeClock } from '../fakeClock.ts';
import { targetOf } from './followFixture.ts';

const startTime = Date.parse('2026-11-22T10:00:00Z');
const target = targetOf('demo-app', 'default');

interface WatchFixture {
  embedded: EmbeddedPlatform;
  clock: FakeClock;
  meanwhile: (now: number) => unknown;
  states: ProcessWatchState[];
  watch: (signal?: AbortSignal) => Promise<ProcessWatchState>;
}

async function watchFixture(t: TestContext, rest: Parameters<typeof connect>[1] = {}): Promise<WatchFixture> {
  const clock = fakeClock((now) => fixture.meanwhile(now));
  const embedded = await startPlatformForTest(t, { now: () => new Date(startTime + clock.now()) });
  const states: ProcessWatchState[] = [];
  const { platform } = connect(embedded, { clock, ...rest });
  const fixture: WatchFixture = {
    embedded,
    clock,
    meanwhile: () => undefined,
    states,
    watch: (signal = new AbortController().signal) =>
      watchProcesses({ platform, target, onChange: (state) => states.push(state) }, signal),
  };
  return fixture;
}

const setWorker = ({ state }: EmbeddedPlatform, behaviour: 'runs' | 'crashes'): void => {
  moduleOf(state, 'demo-app', 'default').processes = {
    stag: [{ name: 'worker', replicas: 1, plan: 'default', behaviour }],
  };
};

test('processes are read for ten minutes, less and less often while nothing changes', async (t) => {
  const { watch, clock, embedded, states } = await watchFixture(t);
  const state = await watch();
  assert.deepEqual(
    state.processes?.map(({ name, status, readyReplicas }) => [name, status, readyReplicas]),
    [
      ['web', 'running', 2],
      ['worker', 'running', 1],
    ],
  );
  assert.deepEqual([state.problems, state.refusal, state.fatalError], [[], undefined, undefined]);
  assert.ok(clock.now() > 570_000 && clock.now() <= 600_000, `${clock.now()} ms`);
  assert.ok(clock.waits.every((ms) => ms >= 3000 && ms <= 30_000));
  assert.ok(embedded.requests.length <= 2 * 26, `${embedded.requests.length} requests`);
  assert.equal(states.length * 2, embedded.requests.length);
});

test('a crashing worker is reported with the first read, and its recovery too', async (t) => {
  const fixture = await watchFixture(t);
  const { watch, embedded, states } = fixture;
  setWorker(embedded, 'crashes');
  fixture.meanwhile = (now) => {
    if (now > 120_000) setWorker(embedded, 'runs');
  };
  const state = await watch();
  const [first] = states[0]?.problems ?? [];
  assert.deepEqual(
    [first?.kind, first?.process, first?.state, first?.terminated],
    ['crashes', 'worker', 'CrashLoopBackOff', { reason: 'Error', exitCode: 1 }],
  );
  assert.deepEqual([state.problems, state.processes?.[0]?.status], [[], 'running']);
});

for (const [what, code, accessToken] of [
  ['without the grant', 'appNotPermitted', demoTokens.admin],
  ['without the role', 'developRoleMissing', demoTokens.operator],
] as const) {
  test(`${what} the watch ends after one read, and the state has the wanted processes`, async (t) => {
    const { watch, embedded, clock } = await watchFixture(t, { accessToken });
    embedded.switches.processesGranted = code !== 'appNotPermitted';
    const state = await watch();
    assert.deepEqual([state.refusal?.code, state.fatalError], [code, undefined]);
    assert.deepEqual(
      state.processes?.map(({ name, plan, wantedReplicas, status }) => [name, plan, wantedReplicas, status]),
      [
        ['web', 'default', 2, 'unknown'],
        ['worker', '4C1G', 1, 'unknown'],
      ],
    );
    assert.deepEqual([embedded.requests.length, clock.waits], [2, []]);
  });
}

test('after a failure the last processes stay and reading continues; a token that is no longer valid ends the watch', async (t) => {
  const fixture = await watchFixture(t);
  const { watch, embedded, states } = fixture;
  fixture.meanwhile = (now) => {
    if (now === 3000) embedded.switches.backend = 'down';
    if (now > 60_000) embedded.switches.backend = 'up';
    if (now > 200_000) embedded.state.tokens.clear();
  };
  const state = await watch();
  const failed = states.find(({ transientError }) => transientError);
  assert.equal(failed?.transientError?.code, 'gatewayBadAnswer');
  assert.equal(failed.processes?.length, 2);
  assert.equal(state.fatalError?.code, 'tokenInvalid');
  assert.equal(state.processes?.length, 2);
});

test('an aborted watch reports nothing more', async (t) => {
  const fixture = await watchFixture(t);
  const controller = new AbortController();
  fixture.meanwhile = () => {
    controller.abort();
  };
  await fixture.watch(controller.signal);
  assert.equal(fixture.states.length, 1);
});

test('a single read returns the same processes, and an environment without a release has none', async (t) => {
  const { embedded } = await watchFixture(t);
  const { platform } = connect(embedded);
  const { processes } = await readProcesses(platform, target);
  assert.deepEqual(
    processes?.map(({ name }) => name),
    ['web', 'worker'],
  );
  const never = await readProcesses(platform, targetOf('demo-app', 'api'));
  assert.deepEqual([never.processes, never.fatalError, never.refusal], [[], undefined, undefined]);
});
