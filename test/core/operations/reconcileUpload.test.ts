import assert from 'node:assert/strict';
import test from 'node:test';
import { reconcileUpload } from '../../../src/core/operations/upload/reconcileUpload.ts';
import { workingTimeMs } from '../../../src/core/operations/reconcile.ts';
import { connect } from '../connect.ts';
import { serverFor } from '../serverFor.ts';
import { reconcileRows } from './reconcileRows.ts';
import { lostAnswer, ourSha256, reconcileFixtureFor, serverError } from './reconcileFixture.ts';
import { uploadOutcomeText } from './uploadAndReconcile.ts';

/** The times of all polls, in seconds after sending, if the polls never find the package. */
const pollTimesSeconds = [0, 1, 3, 7, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 160];

test('a package that arrives is found by the next poll: three polls, three requests', async (t) => {
  const fixture = await reconcileFixtureFor(t, { comes: [[3000]] });
  const outcome = await fixture.settle();
  assert.equal(uploadOutcomeText(outcome), 'uploaded found');
  assert.deepEqual(fixture.polls, [0, 1000, 3000]);
  assert.equal(fixture.platform.requests.length, 3);
  assert.ok(outcome.status === 'uploaded');
  const { created, operator, updated, ...stored } = outcome.package;
  assert.deepEqual(stored, { version: '1.0.3', packageName: 'demo-app-1:1.0.3', sizeBytes: 4711, sha256: ourSha256 });
  assert.deepEqual([created, operator, updated?.time], [undefined, undefined, Date.parse('2026-11-22T10:00:03Z')]);
});

test('a package that never arrives has failed after 160 s and not earlier: 15 polls, 15 requests', async (t) => {
  const fixture = await reconcileFixtureFor(t);
  const outcome = await fixture.settle();
  assert.ok(outcome.status === 'failed');
  assert.equal(outcome.error.code, 'packageNotArrived');
  assert.equal(outcome.error.facts.subject, 'packages.example.com');
  assert.equal(outcome.error.facts.status, 504);
  assert.equal(workingTimeMs, 160_000);
  assert.deepEqual(
    fixture.polls,
    pollTimesSeconds.map((seconds) => seconds * 1000),
  );
  assert.equal(fixture.platform.requests.length, 15);
  assert.deepEqual(new Set(fixture.platform.requests.map(({ method }) => method)), new Set(['GET']));
});

test('a package that arrives in the last second is found', async (t) => {
  const fixture = await reconcileFixtureFor(t, { comes: [[workingTimeMs]] });
  assert.equal(uploadOutcomeText(await fixture.settle()), 'uploaded found');
});

test('time that passed in this process before reconciling counts: only the rest is waited for', async (t) => {
  const fixture = await reconcileFixtureFor(t);
  await fixture.clock.wait(100_000);
  assert.equal(uploadOutcomeText(await fixture.settle()), 'failed packageNotArrived');
  assert.equal(fixture.clock.now(), workingTimeMs);
});

const dayMs = 86_400_000;
/**
 * `claimedMs` is the time since sending by this computer's clock. `gatewayMs` is the time since sending by the
 * gateway's clock. `looksForMs` is the expected minimum duration of the polling.
 */
const claims: readonly [name: string, claimedMs: number, gatewayMs: number, looksForMs: number][] = [
  ['both clocks say that the time is over', 200_000, 200_000, 0],
  ['the computer’s clock was set a day ahead', dayMs, 5000, workingTimeMs - 5000],
  ['the computer’s clock was set a day back', -dayMs, 200_000, workingTimeMs],
  ['the gateway’s clock was set a day ahead', 5000, dayMs, workingTimeMs - 5000],
  ['the gateway’s clock was set a day back', 200_000, -dayMs, workingTimeMs],
  ['a part of the time is over by both', 100_000, 100_000, workingTimeMs - 100_000],
  ['nothing has passed', 0, 0, workingTimeMs],
];
for (const [name, claimedMs, gatewayMs, looksForMs] of claims) {
  test(`after a restart: ${name}: polled for ${looksForMs / 1000} s more`, async (t) => {
    const fixture = await reconcileFixtureFor(t);
    fixture.platform.faults.always({ fault: { kind: 'clockSkew', ms: gatewayMs } });
    const outcome = await fixture.settle({ kind: 'interrupted' }, { sent: { claimedMs } });
    assert.equal(uploadOutcomeText(outcome), 'failed packageNotArrived');
    const tolerated = Math.max(0, ...fixture.clock.waits);
    const looked = fixture.clock.now();
    assert.ok(looked >= looksForMs && looked <= looksForMs + tolerated, `${looked} ms`);
  });
}

test('after a restart: a package that arrived meanwhile is found by the first poll', async (t) => {
  const fixture = await reconcileFixtureFor(t, { comes: [[0]] });
  assert.equal(
    uploadOutcomeText(await fixture.settle({ kind: 'interrupted' }, { sent: { claimedMs: 0 } })),
    'uploaded found',
  );
  assert.deepEqual(fixture.polls, [0]);
});

test('without a time from the gateway, no time counts as passed', async (t) => {
  const { pending } = await reconcileFixtureFor(t);
  const server = await serverFor(t, (_, response) => {
    response.sendDate = false;
    response.end('{"results": []}');
  });
  const { platform } = connect(server);
  const outcome = await reconcileUpload(platform, pending, lostAnswer, { sent: { claimedMs: dayMs } });
  assert.equal(uploadOutcomeText(outcome), 'failed packageNotArrived');
  assert.equal(server.seen.length, 15);
});

for (const { name, interruption, sha256, outcome, polls, ...options } of reconcileRows) {
  test(`${name}: ${outcome}`, async (t) => {
    const fixture = await reconcileFixtureFor(t, options);
    assert.equal(uploadOutcomeText(await fixture.settle(interruption, { sha256: () => sha256 })), outcome);
    assert.equal(fixture.polls.length, polls);
  });
}

test('without the grant for versions, the outcome stays unknown without a request', async (t) => {
  const { platform, pending } = await reconcileFixtureFor(t);
  for (const interruption of [lostAnswer, serverError]) {
    const blind = { ...pending, baseline: undefined };
    const outcome = await reconcileUpload(connect(platform).platform, blind, interruption, { sent: { clock: 0 } });
    assert.match(uploadOutcomeText(outcome), /^unknown \w+ mayNotRead$/);
  }
  assert.equal(platform.requests.length, 0);
});

test('a whole wait without a readable list costs 42 requests, and the outcome has the reason', async (t) => {
  const fixture = await reconcileFixtureFor(t, { unreadableUntil: Infinity });
  const outcome = await fixture.settle();
  assert.ok(outcome.status === 'unknown');
  assert.equal(outcome.error, lostAnswer.kind === 'answerLost' ? lostAnswer.error : undefined);
  assert.equal(fixture.platform.requests.length, 42);
  assert.ok(fixture.clock.now() >= workingTimeMs);
});

test('stopped during a pause: nothing more is read, and the outcome stays unknown', async (t) => {
  const stop = new AbortController();
  const fixture = await reconcileFixtureFor(t, {
    meanwhile(_, now) {
      if (now === 3000) stop.abort();
    },
  });
  const outcome = await fixture.settle(lostAnswer, { signal: stop.signal });
  assert.equal(uploadOutcomeText(outcome), 'unknown gatewayTimedOut stoppedLooking');
  assert.equal(fixture.platform.requests.length, 2);
});

test('stopped before the start: nothing is read', async (t) => {
  const fixture = await reconcileFixtureFor(t);
  const outcome = await fixture.settle({ kind: 'cancelled' }, { signal: AbortSignal.abort() });
  assert.equal(uploadOutcomeText(outcome), 'unknown cancelled stoppedLooking');
  assert.equal(fixture.platform.requests.length, 0);
});

test('the digest of the link can become known during reconciling', async (t) => {
  let sha256: string | undefined;
  const fixture = await reconcileFixtureFor(t, {
    upload: { version: '1.0.2', allowOverwrite: true },
    existing: { sha256: ourSha256, packageName: 'demo-app-1:1.0.2' },
    meanwhile(_, now) {
      if (now === 7000) sha256 = ourSha256;
    },
  });
  assert.equal(uploadOutcomeText(await fixture.settle(lostAnswer, { sha256: () => sha256 })), 'uploaded found');
  assert.deepEqual(fixture.polls, [0, 1000, 3000, 7000]);
});

test('a fault of this program is thrown, not returned as an outcome', async (t) => {
  const fixture = await reconcileFixtureFor(t);
  const sha256 = (): never => {
    throw new RangeError('a mistake');
  };
  await assert.rejects(fixture.settle(lostAnswer, { sha256 }), RangeError);
});
