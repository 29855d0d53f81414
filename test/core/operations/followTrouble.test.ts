import assert from 'node:assert/strict';
import test from 'node:test';
import { buildFailure, neverEndingDeployment, successfulDeployment } from '../../platform/deployments/readyPlans.ts';
import type { Fault } from '../../platform/faults.ts';
import { prepareMonitoring, followFixture, oneMinuteWithLines, runMonitoring } from './followFixture.ts';

const transientErrors: readonly Fault[] = [
  { kind: 'gatewayError', codeName: 'BAD_GATEWAY' },
  { kind: 'strangeAnswer', status: 502, body: '<html>' },
  { kind: 'dropBeforeHeaders' },
  { kind: 'dropMidBody' },
  { kind: 'halfJson' },
  { kind: 'proxyLoginPage' },
  { kind: 'hangThen504' },
];
for (const fault of transientErrors) {
  test(`a transient error is reported and monitoring continues: ${fault.kind}`, async (t) => {
    const fixture = await followFixture(t);
    const followed = prepareMonitoring(fixture, await fixture.deploy(successfulDeployment(oneMinuteWithLines)));
    fixture.meanwhile = (now) => {
      fixture.embedded.faults.clear();
      if (now < 30_000) fixture.embedded.faults.always({ fault });
    };
    fixture.meanwhile(0);
    const state = await runMonitoring(followed);
    assert.deepEqual([state.status, state.transientError, state.fatalError], ['successful', undefined, undefined]);
    assert.ok(followed.states.some(({ transientError }) => transientError !== undefined));
    assert.ok(
      followed.states.some(({ status, transientError }) => status === undefined && transientError !== undefined),
    );
  });
}

test('unreadable events are not reported as an error while the result can be read', async (t) => {
  const fixture = await followFixture(t);
  fixture.embedded.faults.always({ path: /streams/, fault: { kind: 'halfJson' } });
  const followed = prepareMonitoring(fixture, await fixture.deploy(successfulDeployment(oneMinuteWithLines)));
  const state = await runMonitoring(followed);
  assert.equal(state.status, 'successful');
  assert.ok(followed.states.every(({ transientError }) => transientError === undefined));
});

test('unreadable phases do not change the final status', async (t) => {
  const fixture = await followFixture(t);
  fixture.embedded.faults.always({ path: /deploy_phases/, fault: { kind: 'halfJson' } });
  const state = await runMonitoring(prepareMonitoring(fixture, await fixture.deploy(buildFailure(oneMinuteWithLines))));
  assert.deepEqual([state.status, state.phases, state.transientError], ['failed', [], undefined]);
});

test('a status that the first read did not return is read by the next one', async (t) => {
  const fixture = await followFixture(t);
  const followed = prepareMonitoring(fixture, await fixture.deploy(neverEndingDeployment()));
  const ending = new AbortController();
  fixture.embedded.faults.next({ path: /result/, fault: { kind: 'halfJson' } });
  fixture.meanwhile = () => {
    if (followed.states.at(-1)?.status !== undefined) ending.abort();
  };
  await runMonitoring(followed, ending.signal);
  assert.deepEqual([followed.states.at(-1)?.status, fixture.clock.waits[0]], ['pending', 1500]);
  assert.ok(fixture.clock.waits.length < 4);
});

for (const [fault, code] of [
  [{ kind: 'backendError', answer: 'forbidden' }, 'developRoleMissing'],
  [{ kind: 'backendError', answer: 'noDeployment' }, 'deploymentNotFound'],
  [{ kind: 'gatewayError', codeName: 'APP_NO_PERMISSION' }, 'appNotPermitted'],
  [{ kind: 'gatewayError', codeName: 'IP_NOT_ALLOWED' }, 'ipNotAllowed'],
  [{ kind: 'gatewayError', codeName: 'BK_USER_NOT_ALLOWED' }, 'userNotAllowed'],
  [{ kind: 'gatewayError', codeName: 'BK_TENANT_NOT_ALLOWED' }, 'tenantNotAllowed'],
  [{ kind: 'gatewayError', codeName: 'CROSS_TENANT_FORBIDDEN' }, 'tenantForbidden'],
  [{ kind: 'gatewayError', codeName: 'API_NOT_FOUND' }, 'apiNotFound'],
] as const) {
  test(`a permanent error stops the monitoring: ${code}`, async (t) => {
    const fixture = await followFixture(t);
    fixture.meanwhile = (now) => {
      if (now > 10_000) fixture.embedded.faults.always({ fault });
    };
    const state = await runMonitoring(
      prepareMonitoring(fixture, await fixture.deploy(neverEndingDeployment(oneMinuteWithLines))),
    );
    assert.deepEqual([state.status, state.fatalError?.code], ['pending', code]);
    assert.ok(fixture.clock.now() < 40_000);
  });
}

test('a rejected token stops the monitoring, which can continue later with what it had read', async (t) => {
  const fixture = await followFixture(t);
  const followed = prepareMonitoring(fixture, await fixture.deploy(successfulDeployment(oneMinuteWithLines)));
  const tokens = new Map(fixture.embedded.state.tokens);
  fixture.meanwhile = (now) => {
    if (now > 10_000) fixture.embedded.state.tokens.clear();
  };
  assert.equal((await runMonitoring(followed)).fatalError?.code, 'tokenInvalid');
  const before = followed.page.length;
  fixture.meanwhile = () => undefined;
  fixture.embedded.state.tokens = tokens;
  const { changes } = followed;
  changes.length = 0;
  const state = await runMonitoring(followed);
  assert.deepEqual([state.status, state.fatalError], ['successful', undefined]);
  assert.ok(changes.every(({ from }) => from >= before - 1));
});

test('while the page is hidden, reads are less frequent', async (t) => {
  const rounds = async (watched: boolean): Promise<readonly number[]> => {
    const fixture = await followFixture(t);
    const followed = prepareMonitoring(fixture, await fixture.deploy(successfulDeployment({ durationMs: 300_000 })));
    followed.watched = watched;
    await runMonitoring(followed);
    return fixture.clock.waits;
  };
  const [seen, hidden] = [await rounds(true), await rounds(false)];
  assert.ok(hidden.length < seen.length * 0.8, `${hidden.length} and ${seen.length}`);
  assert.ok(Math.min(...hidden) >= 5000 && Math.max(...hidden) <= 30_000);
  assert.ok(Math.max(...seen) <= 20_000);
});
