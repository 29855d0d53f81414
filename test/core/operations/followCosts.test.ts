import assert from 'node:assert/strict';
import test from 'node:test';
import { buildFailure, successfulDeployment } from '../../platform/deployments/readyPlans.ts';
import type { DeployPlan } from '../../platform/deployments/deployScript.ts';
import { moduleOf } from '../../platform/state.ts';
import { bytesRead, requestCounts, prepareMonitoring, followFixture, runMonitoring } from './followFixture.ts';

/** A deployment of fifteen minutes with few log lines and evenly spaced steps. */
const quiet = successfulDeployment({ durationMs: 15 * 60_000 });
for (const [how, switches] of [
  ['with events', {}],
  ['without the endpoint of events', { streamEndpoint: false }],
  ['with a channel that never opens', { eventChannel: 'neverAppears' }],
] as const) {
  test(`a quiet deployment of 15 minutes costs at most 120 requests ${how}`, async (t) => {
    const fixture = await followFixture(t);
    Object.assign(fixture.embedded.switches, switches);
    const state = await runMonitoring(prepareMonitoring(fixture, await fixture.deploy(quiet)));
    const { all, ...each } = requestCounts(fixture);
    t.diagnostic(`${all} requests: ${JSON.stringify(each)}`);
    assert.equal(state.status, 'successful');
    assert.ok(all <= 120, `${all} requests`);
    assert.ok(fixture.clock.now() < 15 * 60_000 + 20_000);
  });
}

/**
 * A log of 10 MB in lines of 2,000 characters. With shorter lines, the log would have more lines, and the embedded
 * platform would be slow.
 */
const tenMegabyteLog = Array.from({ length: 5243 }, (_, index) => `${index} \u001b[32m`.padEnd(2000, 'x'));
const growths: readonly (readonly [string, DeployPlan])[] = [
  ['steadily in 5 minutes', successfulDeployment({ durationMs: 300_000, lines: tenMegabyteLog })],
  ['steadily in 15 minutes', buildFailure({ durationMs: 900_000, lines: tenMegabyteLog })],
  ['in half a minute, and then ends', buildFailure({ durationMs: 30_000, lines: tenMegabyteLog })],
  ['in half a minute, and then is quiet for 15', burst],
];
function burst(deployTarget: Parameters<DeployPlan>[0]): ReturnType<DeployPlan> {
  const { happenings, ...rest } = successfulDeployment({ durationMs: 60_000, lines: tenMegabyteLog })(deployTarget);
  const late = (atMs: number): number => (atMs > 40_000 ? atMs + 14 * 60_000 : atMs);
  return { ...rest, happenings: happenings.map((each) => ({ ...each, atMs: late(each.atMs) })) };
}
for (const [how, plan] of growths) {
  for (const streamEndpoint of [true, false]) {
    test(`a log that grows to 10 MB ${how} costs less than three times its size ${streamEndpoint ? 'with' : 'without'} events`, async (t) => {
      const fixture = await followFixture(t);
      fixture.embedded.switches.streamEndpoint = streamEndpoint;
      const followed = prepareMonitoring(fixture, await fixture.deploy(plan));
      const bytes = await bytesRead(() => runMonitoring(followed));
      const size = Buffer.byteLength(followed.log.text());
      t.diagnostic(`${(bytes / size).toFixed(2)} times ${size} bytes, ${JSON.stringify(requestCounts(fixture))}`);
      assert.notEqual(followed.states.at(-1)?.status, 'pending');
      assert.ok(size > 10 * 1024 * 1024);
      assert.ok(bytes < 3 * size, `${bytes} bytes for ${size}`);
    });
  }
}

test('an existing log of 10 MB is read once, and again only for the final status or on request', async (t) => {
  const fixture = await followFixture(t);
  const id = await fixture.deploy(successfulDeployment({ durationMs: 300_000, lines: tenMegabyteLog }));
  fixture.aheadMs = 240_000;
  const followed = prepareMonitoring(fixture, id);
  const bytes = await bytesRead(() => runMonitoring(followed));
  assert.ok(bytes < 3 * Buffer.byteLength(followed.log.text()));
  assert.equal(requestCounts(fixture).events, 0);
  assert.ok(followed.states.some(({ logWaits, status }) => logWaits && status === 'pending'));
  assert.equal(followed.states.at(-1)?.status, 'successful');
});

test('after a failed phase, a large log is not read forever while the deployment stays pending', async (t) => {
  const fixture = await followFixture(t);
  fixture.embedded.switches.streamEndpoint = false;
  const { happenings, ...rest } = buildFailure({ durationMs: 30_000, lines: tenMegabyteLog })({
    application: fixture.embedded.state.applications.get('demo-app') ?? assert.fail(),
    module: moduleOf(fixture.embedded.state, 'demo-app', 'default'),
    environment: 'stag',
  });
  const id = await fixture.deploy(() => ({ ...rest, happenings: happenings.filter(({ kind }) => kind !== 'ends') }));
  fixture.aheadMs = 30_000;
  const followed = prepareMonitoring(fixture, id);
  const ending = new AbortController();
  fixture.meanwhile = (now) => {
    if (now > 600_000) ending.abort();
  };
  await runMonitoring(followed, ending.signal);
  assert.equal(followed.states.at(-1)?.status, 'pending');
  assert.ok(requestCounts(fixture).result <= 4, JSON.stringify(requestCounts(fixture)));
});
