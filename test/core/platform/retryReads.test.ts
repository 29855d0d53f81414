import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import test from 'node:test';
import { createCall, type Call } from '../../../src/core/platform/call.ts';
import { errorCodes, type ErrorCode } from '../../../src/core/platform/errorCode.ts';
import { PlatformError, type ErrorFacts } from '../../../src/core/platform/platformError.ts';
import { retryReads } from '../../../src/core/platform/retryReads.ts';
import type { Fault } from '../../platform/faults.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { selfSignedCertificate } from '../../platform/selfSignedCertificate.ts';
import { accessTo, connect } from '../connect.ts';
import { failureOf } from '../failureOf.ts';
import { fakeClock, type FakeClock } from '../fakeClock.ts';
import { recordLog } from '../recordLog.ts';
import { serverFor } from '../serverFor.ts';

const listSegments = ['applications', 'lists', 'minimal'];

/** Calls `retryReads` with an attempt that fails with each of these errors in order and then succeeds. */
async function read(
  failures: readonly Error[],
  signal?: AbortSignal,
): Promise<{ attempts: number; waits: number[]; error: unknown; lines: string[] }> {
  const clock = fakeClock();
  const log = recordLog();
  let attempts = 0;
  const attempt = (): Promise<string> => {
    const failure = failures[attempts];
    attempts += 1;
    return failure ? Promise.reject(failure) : Promise.resolve('read');
  };
  const error = await retryReads(attempt, { clock, log, signal }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { attempts, waits: clock.waits, error, lines: log.lines };
}

const failure = (code: ErrorCode, facts: ErrorFacts = {}): PlatformError => new PlatformError(code, facts);

const transientCodes: readonly ErrorCode[] = [
  'rateLimited',
  'concurrencyLimited',
  'gatewayBadAnswer',
  'gatewayCannotReachPlatform',
  'gatewayUnavailable',
  'gatewayTimedOut',
  'connectionRefused',
  'unreachable',
  'connectionLost',
];
for (const code of transientCodes) {
  test(`${code} is transient: read again once, after a pause`, async () => {
    const { attempts, waits, error, lines } = await read([failure(code)]);
    assert.deepEqual({ attempts, waits, error }, { attempts: 2, waits: [400], error: undefined });
    assert.deepEqual(lines, [`debug Reading again in 400 ms after ${code}`]);
  });
}

test('every other error is thrown at once', async () => {
  for (const code of errorCodes.filter((each) => !transientCodes.includes(each))) {
    const given = failure(code);
    assert.deepEqual(await read([given]), { attempts: 1, waits: [], error: given, lines: [] }, code);
  }
});

test('at most three attempts, with a longer second pause, and the error of the last one is thrown', async () => {
  const last = failure('connectionLost');
  const { attempts, waits, error } = await read([failure('gatewayTimedOut'), failure('gatewayTimedOut'), last, last]);
  assert.deepEqual([attempts, waits], [3, [400, 1600]]);
  assert.equal(error, last);
});

test('a permanent error ends the attempts, even after a transient one', async () => {
  const expired = failure('tokenExpired');
  const { attempts, error } = await read([failure('connectionLost'), expired]);
  assert.equal(attempts, 2);
  assert.equal(error, expired);
});

test('a fault of this program is not retried', async () => {
  const mistake = new RangeError('a mistake');
  const { attempts, error } = await read([mistake]);
  assert.deepEqual([attempts, error], [1, mistake]);
});

const rateLimitCases: readonly [seconds: number, waits: number[]][] = [
  [0, [400]],
  [1, [1000]],
  [15, [15_000]],
  [16, []],
  [3600, []],
];
for (const [seconds, expected] of rateLimitCases) {
  test(`a rate limit for ${seconds} s is ${expected.length > 0 ? 'waited for' : 'thrown at once'}`, async () => {
    const { waits, attempts } = await read([failure('rateLimited', { retryAfterSeconds: seconds })]);
    assert.deepEqual([waits, attempts], [expected, expected.length + 1]);
  });
}

test('cancelled during the pause: nothing more is read, and the error is cancelled', async () => {
  const cancel = new AbortController();
  const reading = read([failure('connectionLost')], cancel.signal);
  cancel.abort();
  const { attempts, error } = await reading;
  assert.equal(attempts, 1);
  assert.equal(error instanceof PlatformError && error.code, 'cancelled');
});

/** Returns a call to a platform whose first responses have these faults, in order. */
async function callThrough(
  t: test.TestContext,
  faults: readonly Fault[],
): Promise<{ call: Call; clock: FakeClock; sent: () => number }> {
  const platform = await startPlatformForTest(t);
  for (const fault of faults) platform.faults.next({ fault });
  const clock = fakeClock();
  return { call: createCall(accessTo(platform, { clock })), clock, sent: () => platform.requests.length };
}

const gatewayFault = (codeName: string): Fault => ({ kind: 'gatewayError', codeName });
const transientFaults: readonly Fault[] = [
  gatewayFault('RATE_LIMIT_RESTRICTION'),
  gatewayFault('BAD_GATEWAY'),
  gatewayFault('ERROR_REQUESTING_RESOURCE'),
  gatewayFault('SERVICE_UNAVAILABLE'),
  gatewayFault('REQUEST_BACKEND_TIMEOUT'),
  { kind: 'strangeAnswer', status: 502, body: '<h1>502 Bad Gateway</h1>' },
  { kind: 'strangeAnswer', status: 503, body: '' },
  { kind: 'dropBeforeHeaders' },
  { kind: 'dropMidBody' },
];
for (const fault of transientFaults) {
  test(`over the network: a GET that meets ${JSON.stringify(fault)} is sent once more and succeeds`, async (t) => {
    const { call, clock, sent } = await callThrough(t, [fault]);
    assert.equal(typeof (await call(listSegments)).json, 'object');
    assert.deepEqual([sent(), clock.waits], [2, [400]]);
  });
}

test('over the network: the waiting time that the gateway sends is used', async (t) => {
  const limited = (seconds: number): Fault => ({
    ...{ kind: 'gatewayError', codeName: 'RATE_LIMIT_RESTRICTION' },
    headers: { 'X-Bkapi-RateLimit-Reset': String(seconds) },
  });
  const { call, clock, sent } = await callThrough(t, [limited(7), limited(2), limited(60)]);
  const { facts } = await failureOf(call(listSegments));
  assert.equal(facts.retryAfterSeconds, 60);
  assert.deepEqual([sent(), clock.waits], [3, [7000, 2000]]);
});

test('over the network: a rate limit lets the call through after the time that it sent', async (t) => {
  const clock = fakeClock();
  const start = Date.parse('2026-11-22T10:00:00Z');
  const platform = await startPlatformForTest(t, {
    switches: { rateLimit: { limit: 1, windowSeconds: 12 } },
    now: () => new Date(start + clock.now()),
  });
  const call = createCall(accessTo(platform, { clock }));
  await call(listSegments);
  await call(listSegments);
  assert.deepEqual([platform.requests.length, clock.waits], [3, [12_000]]);
});

test('over the network: a POST is not sent again', async (t) => {
  const { call, clock, sent } = await callThrough(t, [gatewayFault('SERVICE_UNAVAILABLE')]);
  assert.equal((await failureOf(call(listSegments, { method: 'POST' }))).code, 'gatewayUnavailable');
  assert.deepEqual([sent(), clock.waits], [1, []]);
});

test('over the network: a rejection, an untrusted certificate and an unknown name are not retried', async (t) => {
  const { call, clock, sent } = await callThrough(t, [{ kind: 'backendError', answer: 'forbidden' }]);
  assert.equal((await failureOf(call(listSegments))).code, 'developRoleMissing');
  assert.deepEqual([sent(), clock.waits], [1, []]);

  const overTls = await startPlatformForTest(t, { tls: selfSignedCertificate() });
  const names: readonly [gatewayUrl: string, code: ErrorCode][] = [
    [overTls.gatewayUrl, 'certificateUntrusted'],
    ['http://gateway.invalid/api/bkpaas3/prod', 'nameNotFound'],
  ];
  for (const [gatewayUrl, code] of names) {
    const waiting = fakeClock();
    assert.equal((await failureOf(connect({ gatewayUrl }, { clock: waiting }).platform.whoAmI())).code, code);
    assert.deepEqual(waiting.waits, [], code);
  }
});

test('over the network: a restarting gateway responds to the third attempt', async (t) => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const { port } = free.address() as { port: number }; // a listening TCP server has a port
  await new Promise((resolve) => free.close(resolve));
  const clock = fakeClock(async (now) => {
    if (now >= 2000) await startPlatformForTest(t, { port });
  });
  const gatewayUrl = `http://127.0.0.1:${port}/api/bkpaas3/prod`;
  const { identity } = await connect({ gatewayUrl }, { clock }).platform.whoAmI();
  assert.deepEqual([identity.userName, clock.waits], ['admin', [400, 1600]]);
});

test('over the network: cancelled during the pause, nothing more is sent', async (t) => {
  const cancel = new AbortController();
  const server = await serverFor(t, (_, response) => response.writeHead(503).end());
  const clock = fakeClock(() => {
    cancel.abort();
  });
  const call = createCall(accessTo(server, { clock }));
  assert.equal((await failureOf(call(listSegments, { signal: cancel.signal }))).code, 'cancelled');
  assert.equal(server.seen.length, 1);
});
