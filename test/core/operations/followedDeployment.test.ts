import assert from 'node:assert/strict';
import test from 'node:test';
import {
  buildFailure,
  preparationFailure,
  releaseFailure,
  interruptedDeployment,
  neverEndingDeployment,
  successfulDeployment,
} from '../../platform/deployments/readyPlans.ts';
import { currentStep } from '../../../src/core/platform/deployPhases.ts';
import type { DeployPlan } from '../../platform/deployments/deployScript.ts';
import type { Fault } from '../../platform/faults.ts';
import { until } from '../until.ts';
import { requestCounts, prepareMonitoring, followFixture, oneMinuteWithLines, runMonitoring } from './followFixture.ts';

const verdicts: readonly (readonly [DeployPlan, string, RegExp | undefined, boolean])[] = [
  [successfulDeployment(oneMinuteWithLines), 'successful', undefined, true],
  [preparationFailure(oneMinuteWithLines), 'failed', /^处理应用描述文件失败：/, false],
  [buildFailure(oneMinuteWithLines), 'failed', /^Building failed/, false],
  [releaseFailure(oneMinuteWithLines), 'failed', /CrashLoopBackOff/, false],
  [interruptedDeployment(oneMinuteWithLines), 'interrupted', /interrupted/, false],
];
for (const streamEndpoint of [true, false]) {
  const how = streamEndpoint ? 'with events' : 'without events';
  for (const [index, [plan, status, detail, hasAddress]] of verdicts.entries()) {
    test(`${how}, plan ${index + 1}: the final status is ${status}, with its details`, async (t) => {
      const fixture = await followFixture(t);
      fixture.embedded.switches.streamEndpoint = streamEndpoint;
      const followed = prepareMonitoring(fixture, await fixture.deploy(plan));
      const state = await runMonitoring(followed);
      assert.equal(state.status, status);
      assert.match(state.errorDetail ?? 'none', detail ?? /^none$/);
      assert.equal(state.tips !== undefined, status !== 'successful');
      assert.equal(state.address !== undefined, hasAddress);
      assert.deepEqual([state.transientError, state.fatalError, state.logWaits], [undefined, undefined, false]);
      assert.equal(followed.states.at(-1), state);
      assert.equal(
        state.phases.some((phase) => phase.status === 'pending'),
        false,
      );
    });
  }
}

test('with events the result is read twice: at the start and at the end', async (t) => {
  const fixture = await followFixture(t);
  const followed = prepareMonitoring(fixture, await fixture.deploy(successfulDeployment(oneMinuteWithLines)));
  await runMonitoring(followed);
  const { result, events, released } = requestCounts(fixture);
  assert.deepEqual([result, released], [2, 1]);
  assert.ok(events > 5);
  assert.ok(followed.changes.length > 10, 'line by line, not in one go at the end');
});

test('the current step of a release is reported, although its phase reports nothing', async (t) => {
  const fixture = await followFixture(t);
  const followed = prepareMonitoring(fixture, await fixture.deploy(successfulDeployment(oneMinuteWithLines)));
  await runMonitoring(followed);
  const releasing = followed.states.flatMap(({ status, phases }) => {
    const at = status === 'pending' ? currentStep({ phases }) : undefined;
    return at?.phase.type === 'release' ? [at.step?.name] : [];
  });
  assert.equal(new Set(releasing).size, 3, `three steps: ${releasing.join(', ')}`);
});

test('the final status and the steps are reported together', async (t) => {
  const fixture = await followFixture(t);
  const followed = prepareMonitoring(fixture, await fixture.deploy(successfulDeployment(oneMinuteWithLines)));
  await runMonitoring(followed);
  const first = followed.states.find(({ status }) => status === 'successful');
  assert.deepEqual(
    first?.phases.map(({ status }) => status),
    ['successful', 'successful', 'successful'],
  );
});

test('the end of a release is detected within five seconds, even if the log is quiet', async (t) => {
  const fixture = await followFixture(t);
  const durationMs = 170_000;
  await runMonitoring(
    prepareMonitoring(fixture, await fixture.deploy(successfulDeployment({ durationMs, lines: ['one line'] }))),
  );
  assert.ok(fixture.clock.now() - durationMs < 5000, `${fixture.clock.now() - durationMs} ms`);
});

test('monitoring only sends GETs for the four kinds of reads', async (t) => {
  const fixture = await followFixture(t);
  await runMonitoring(prepareMonitoring(fixture, await fixture.deploy(successfulDeployment(oneMinuteWithLines))));
  const { result, events, phases, released, all } = requestCounts(fixture);
  assert.equal(result + events + phases + released, all);
  assert.deepEqual([...new Set(fixture.embedded.requests.map(({ method }) => method))], ['GET']);
});

test('a deployment is followed by its id, whatever was deployed after it', async (t) => {
  const fixture = await followFixture(t);
  const older = await fixture.deploy(buildFailure({ durationMs: 5000 }));
  fixture.aheadMs = 6000;
  await fixture.deploy(neverEndingDeployment());
  const state = await runMonitoring(prepareMonitoring(fixture, older));
  assert.equal(state.status, 'failed');
});

test('an address is reported only for the released deployment, not after a newer success', async (t) => {
  const fixture = await followFixture(t);
  const older = await fixture.deploy(successfulDeployment({ durationMs: 5000 }));
  fixture.aheadMs = 6000;
  await fixture.deploy(successfulDeployment({ durationMs: 0 }));
  const state = await runMonitoring(prepareMonitoring(fixture, older));
  assert.deepEqual([state.status, state.address], ['successful', undefined]);
});

test('events are requested again until their channel opens', async (t) => {
  const fixture = await followFixture(t);
  const id = await fixture.deploy(successfulDeployment({ ...oneMinuteWithLines, channelDelayMs: 20_000 }));
  await runMonitoring(prepareMonitoring(fixture, id));
  const statuses = fixture.embedded.requests.filter(({ path }) => path.includes('streams')).map(({ status }) => status);
  assert.deepEqual([statuses[0], statuses.at(-1)], [404, 200]);
  assert.ok(statuses.indexOf(200) < 10);
});

test('a lost channel is not requested again, and the log continues from the result', async (t) => {
  const fixture = await followFixture(t);
  const followed = prepareMonitoring(fixture, await fixture.deploy(successfulDeployment(oneMinuteWithLines)));
  fixture.meanwhile = (now) => {
    if (now > 25_000) fixture.embedded.switches.eventChannel = 'neverAppears';
  };
  const state = await runMonitoring(followed);
  assert.equal(state.status, 'successful');
  const missing = fixture.embedded.requests.filter(({ path, status }) => path.includes('streams') && status === 404);
  assert.equal(missing.length, 1);
  assert.ok(requestCounts(fixture).result > 3);
});

test('without the grant for events, the log is read from the result', async (t) => {
  const fixture = await followFixture(t);
  const fault: Fault = { kind: 'gatewayError', codeName: 'APP_NO_PERMISSION' };
  fixture.embedded.faults.always({ path: /streams/, fault });
  const state = await runMonitoring(
    prepareMonitoring(fixture, await fixture.deploy(successfulDeployment(oneMinuteWithLines))),
  );
  assert.deepEqual([state.status, state.transientError], ['successful', undefined]);
  assert.equal(requestCounts(fixture).events, 1);
});

test('events that do not match the log of the result are ignored', async (t) => {
  const fixture = await followFixture(t);
  const body = JSON.stringify([{ id: 1, event: 'msg', data: JSON.stringify({ line: 'of somebody else' }) }]);
  const fault: Fault = { kind: 'strangeAnswer', status: 200, contentType: 'application/json', body };
  const id = await fixture.deploy(
    successfulDeployment({ durationMs: 60_000, channelDelayMs: 0, lines: oneMinuteWithLines.lines }),
  );
  fixture.aheadMs = 15_000;
  fixture.embedded.faults.always({ path: /streams/, fault });
  const followed = prepareMonitoring(fixture, id);
  const state = await runMonitoring(followed);
  assert.equal(state.status, 'successful');
  assert.equal(requestCounts(fixture).events, 1);
  assert.ok(!followed.changes.some((change) => change.lines.includes('of somebody else')));
});

/**
 * Returns a clock whose time never advances. `pauses` counts the waits. Each wait lasts until the signal of the wait is
 * aborted.
 */
function stillClock(): {
  now: () => number;
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  pauses: number;
} {
  const clock = {
    pauses: 0,
    now: () => 0,
    wait: (_: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        clock.pauses += 1;
        if (signal?.aborted) resolve();
        else
          signal?.addEventListener(
            'abort',
            () => {
              resolve();
            },
            { once: true },
          );
      }),
  };
  return clock;
}

test('hurry ends the pause; during a read, it makes the next read follow at once', async (t) => {
  const clock = stillClock();
  const fixture = await followFixture(t, { clock });
  const followed = prepareMonitoring(fixture, await fixture.deploy(neverEndingDeployment()));
  const ending = new AbortController();
  const running = runMonitoring(followed, ending.signal);
  followed.following.hurry();
  await until(() => clock.pauses === 1);
  assert.ok(requestCounts(fixture).events === 1, 'the second round has been read without a pause');
  followed.following.hurry();
  await until(() => clock.pauses === 2);
  assert.equal(requestCounts(fixture).events, 2);
  ending.abort();
  await running;
});

test('readLogNow reads the log at once, also with events', async (t) => {
  const clock = stillClock();
  const fixture = await followFixture(t, { clock });
  const followed = prepareMonitoring(fixture, await fixture.deploy(neverEndingDeployment()));
  const ending = new AbortController();
  const running = runMonitoring(followed, ending.signal);
  await until(() => clock.pauses === 1);
  const before = requestCounts(fixture).result;
  followed.following.readLogNow();
  await until(() => clock.pauses === 2);
  assert.equal(requestCounts(fixture).result, before + 1);
  ending.abort();
  await running;
});

test('aborting the signal ends the monitoring at once, without an error and without further requests', async (t) => {
  const fixture = await followFixture(t);
  const followed = prepareMonitoring(fixture, await fixture.deploy(neverEndingDeployment(oneMinuteWithLines)));
  const ending = new AbortController();
  fixture.embedded.faults.always({ fault: { kind: 'delay', ms: 60_000 } });
  const running = runMonitoring(followed, ending.signal);
  await until(() => fixture.embedded.requests.length === 1);
  ending.abort();
  const state = await running;
  assert.deepEqual(
    [state.transientError, state.fatalError, fixture.embedded.requests.length],
    [undefined, undefined, 1],
  );
});
