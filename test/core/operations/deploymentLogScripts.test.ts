import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { DeploymentId } from '../../../src/core/platform/deployment.ts';
import { repetitionsOf } from '../../nightly.ts';
import { buildFailure, interruptedDeployment, successfulDeployment } from '../../platform/deployments/readyPlans.ts';
import type { Fault } from '../../platform/faults.ts';
import { requestGateway, valueAt } from '../../platform/gatewayClient.ts';
import { modulePath } from '../../platform/deployClient.ts';
import { line, linesOf } from './logLines.ts';
import { prepareMonitoring, followFixture, type FollowFixture } from './followFixture.ts';

/** The seed is fixed, so every run tests the same scripts. */
const seed = 20261122;
const scriptCount = repetitionsOf(200);

const events = fc.oneof(
  fc.constant({ kind: 'asUsual' } as const),
  fc.constant({ kind: 'noEndpoint' } as const),
  fc.constant({ kind: 'neverAppear' } as const),
  fc.record({ kind: fc.constant('late' as const), share: fc.double({ min: 0.2, max: 0.9, noNaN: true }) }),
  fc.record({ kind: fc.constant('lost' as const), share: fc.double({ min: 0.1, max: 0.9, noNaN: true }) }),
);

const brokenAnswer = fc.constantFrom<Fault>(
  { kind: 'halfJson' },
  { kind: 'dropMidBody' },
  { kind: 'dropAfterHeaders' },
  { kind: 'dropBeforeHeaders' },
  { kind: 'proxyLoginPage' },
  { kind: 'strangeAnswer', status: 502, body: '<html>Bad gateway' },
  { kind: 'strangeAnswer', status: 200, contentType: 'application/json', body: '{"ok": true}' },
  { kind: 'gatewayError', codeName: 'BAD_GATEWAY' },
  { kind: 'gzip' },
);
const faults = fc.array(
  fc.record({
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    path: fc.constantFrom(/\/result\//, /history_events/, /./),
    fault: brokenAnswer,
    times: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 4 },
);

const randomScript = fc.record({
  lines: fc.array(line, { maxLength: 120 }),
  seconds: fc.integer({ min: 2, max: 120 }),
  plan: fc.constantFrom(successfulDeployment, buildFailure, interruptedDeployment),
  events,
  faults,
  /**
   * How many milliseconds the platform's clock gains on the client's clock at each wait. After the last item, the list
   * starts from the beginning.
   */
  jitter: fc.array(fc.nat(2500), { minLength: 1, maxLength: 7 }),
  hurriesAt: fc.array(fc.nat(30), { maxLength: 4 }),
});
type RandomScript = typeof randomScript extends fc.Arbitrary<infer T> ? T : never;

async function finalLog({ embedded }: FollowFixture, id: DeploymentId): Promise<string> {
  const answer = await requestGateway(embedded, modulePath(`deployments/${id}/result/?include_ansi_codes=true`));
  assert.notEqual(valueAt(answer.json, 'status'), 'pending');
  return String(valueAt(answer.json, 'logs'));
}

async function runScript(fixture: FollowFixture, script: RandomScript): Promise<void> {
  const { embedded, clock } = fixture;
  embedded.reset();
  const durationMs = script.seconds * 1000;
  const late = script.events.kind === 'late' ? { channelDelayMs: durationMs * script.events.share } : {};
  if (script.events.kind === 'noEndpoint') embedded.switches.streamEndpoint = false;
  if (script.events.kind === 'neverAppear') embedded.switches.eventChannel = 'neverAppears';
  const id = await fixture.deploy(script.plan({ lines: script.lines, durationMs, ...late }));
  const followed = prepareMonitoring(fixture, id);
  const began = clock.now();
  const due = script.faults.map((each) => ({ ...each, atMs: began + durationMs * each.share }));
  let waits = 0;
  fixture.meanwhile = (now) => {
    waits += 1;
    fixture.aheadMs += script.jitter[waits % script.jitter.length] ?? 0;
    if (script.hurriesAt.includes(waits)) followed.following.hurry();
    followed.watched = waits % 5 !== 0;
    if (script.events.kind === 'lost' && now > began + durationMs * script.events.share)
      embedded.switches.eventChannel = 'neverAppears';
    for (const each of due.splice(0).filter((one) => one.atMs > now || !plan(one))) due.push(each);
  };
  const plan = ({ path, fault, times }: (typeof due)[number]): true => {
    for (let count = 0; count < times; count += 1) embedded.faults.next({ path, fault });
    return true;
  };
  const state = await followed.following.run(new AbortController().signal);
  assert.equal(state.fatalError, undefined);
  embedded.faults.clear();
  const final = await finalLog(fixture, id);
  assert.ok(followed.log.text() === final, firstDifference(linesOf(final), linesOf(followed.log.text())));
  assert.deepEqual(followed.log.lines(), linesOf(final));
  assert.deepEqual(followed.page, linesOf(final));
}

function firstDifference(wanted: readonly string[], found: readonly string[]): string {
  const index = wanted.findIndex((each, place) => found[place] !== each);
  return `line ${index} of ${wanted.length}: ${JSON.stringify(found[index])} in place of ${JSON.stringify(wanted[index])}`;
}

test(`the log of ${scriptCount} random deployments and its page are equal to the platform’s log, line by line`, async (t) => {
  t.diagnostic(`seed ${seed}, ${scriptCount} scripts`);
  const fixture = await followFixture(t);
  await fc.assert(
    fc.asyncProperty(randomScript, (script) => runScript(fixture, script)),
    { seed, numRuns: scriptCount },
  );
});

test('while a log grows without errors, no reported line changes or disappears, with events and without', async (t) => {
  for (const streamEndpoint of [true, false]) {
    const fixture = await followFixture(t);
    fixture.embedded.switches.streamEndpoint = streamEndpoint;
    const lines = Array.from({ length: 300 }, (_, index) => `${index % 7 === 0 ? '\u001b[1G' : ''}line ${index} 好`);
    const id = await fixture.deploy(buildFailure({ lines, durationMs: 60_000 }));
    const { following, changes, page } = prepareMonitoring(fixture, id);
    await following.run(new AbortController().signal);
    // The first change is the single empty line of an empty log, so the sum does not include this change.
    const [first, ...rest] = changes;
    assert.deepEqual(first, { from: 0, lines: [''] });
    assert.equal(
      rest.reduce((sum, change) => sum + change.lines.length, 0),
      page.length,
    );
  }
});
