import assert from 'node:assert/strict';
import { after } from 'node:test';
import { DeploymentLog } from '../../../src/core/operations/deploy/deploymentLog.ts';
import { FollowedDeployment, type FollowState } from '../../../src/core/operations/deploy/followedDeployment.ts';
import { parseDeploymentId } from '../../../src/core/platform/deployment.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { deployVersion, modulePath } from '../../platform/deployClient.ts';
import { progressOf } from '../../platform/deployments/deploymentProgress.ts';
import { buildFailure, successfulDeployment } from '../../platform/deployments/readyPlans.ts';
import { requestGateway, valueAt } from '../../platform/gatewayClient.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { deployOf } from '../operations/deployAndReconcile.ts';
import { deployFaultRows, type DeployFaultRow } from './deployFaultRows.ts';
import { distinctForReads } from './faultRows.ts';
import { startMatrixTestBed } from './deployMatrixTestBed.ts';
import { matrix } from './matrix.ts';

/**
 * This file tests every fault in each kind of read while the client monitors a deployment. The fault is active for a
 * limited time. The client must never report a state before the platform has that state, and must never report a wrong
 * log line. After the fault has ended, the client must report the final status and log of the platform.
 */

const testBed = await startMatrixTestBed();
const { cell } = testBed;
after(async () => {
  await testBed.close();
  console.log(`Fault matrix of following: ${deployFaultRows.length} faults, ${testBed.cells()} cells`);
});

const target = deployOf();
const durationMs = 12_000;

/** The kinds of reads, each with a pattern for its path. */
const readPathPatterns = {
  result: /\/result\/?$/,
  phases: /\/deploy_phases\//,
  events: /\/history_events\/?$/,
  address: /\/released_state\/?$/,
} as const;
type ReadKind = keyof typeof readPathPatterns;

/**
 * The periods in which the fault is active, and how the deployment ends in each period. `from` and `to` are
 * milliseconds after the start of the deployment, which takes 12 s. Without `to`, only one request meets the fault.
 */
const periods = {
  once: { plan: buildFailure({ durationMs }), from: 0, to: undefined },
  'from the start': { plan: successfulDeployment({ durationMs }), from: 0, to: 8000 },
  'over the end': { plan: buildFailure({ durationMs }), from: 4000, to: 20_000 },
  'over a good end': { plan: successfulDeployment({ durationMs }), from: 4000, to: 20_000 },
  'a day later': { plan: buildFailure({ durationMs }), from: 0, to: 8000 },
} as const;
/** How long the event channel of a deployment exists, in milliseconds. */
const channelLifetimeMs = 86_400_000;
type Period = keyof typeof periods;

const factors = {
  row: distinctForReads(deployFaultRows).filter((row) => !row.movesTime && !row.timesOut),
  part: Object.keys(readPathPatterns) as ReadKind[],
  when: Object.keys(periods) as Period[],
};
for (const { row, part, when } of matrix(factors, isPossible)) {
  const stop = stoppingErrorCode(row, part);
  cell(`following: ${row.name} for the ${part} ${when}${stop ? `: stops, ${stop}` : ''}`, async () => {
    await testMonitoring(row, part, when, stop);
  });
}

function isPossible({ part, when }: { part: ReadKind; when: Period }): boolean {
  // The client reads the address only after a deployment has succeeded. `over a good end` is the only period in which
  // the fault is still active at that time.
  if (part === 'address') return when === 'over a good end';
  // In `a day later`, the deployment has ended before the client starts, so the client reads no events.
  return part !== 'events' || when !== 'a day later';
}

/**
 * Returns the code of the error that stops the monitoring because no later read can succeed. Undefined if the fault
 * does not stop the monitoring.
 */
function stoppingErrorCode({ always }: DeployFaultRow, part: ReadKind): string | undefined {
  const stopping =
    part === 'result'
      ? ['tokenExpired', 'notLoggedIn', 'ipNotAllowed', 'developRoleMissing', 'appNotPermitted']
      : // Without a grant for the event history the client reads the whole log, so `appNotPermitted` is missing here.
        ['tokenExpired', 'notLoggedIn', 'ipNotAllowed', 'developRoleMissing'];
  return (part === 'result' || part === 'events') && stopping.includes(always) ? always : undefined;
}

async function testMonitoring(
  row: DeployFaultRow,
  part: ReadKind,
  when: Period,
  stop: string | undefined,
): Promise<void> {
  const { plan, from, to } = periods[when];
  // A route cannot be broken for a single request only. So without `to`, a broken route stays broken for 3 s.
  const until = to ?? (row.way ? 3000 : Infinity);
  const giveUp = new AbortController();
  let faulty = from === 0;
  const begin = (): void => {
    faulty = true;
    testBed.plan(row, to === undefined ? 'once' : 'always', { path: readPathPatterns[part] });
  };
  const end = (): void => {
    faulty = false;
    testBed.platform.faults.clear();
    testBed.platform.switches.statusRewrite200 = false;
  };
  let last = 0;
  const clock = testBed.clock((now) => {
    if (from > 0 && last < from && now >= from) begin();
    if (last < until && now >= until) end();
    // Without this limit, the test of a faulty client would never end.
    if (now > 600_000) giveUp.abort();
    last = now;
  });
  testBed.platform.state.deployScripts.push({ plan });
  const id = parseDeploymentId(await deployVersion(testBed.platform)) ?? assert.fail();
  if (from === 0) begin();
  const deployment = moduleOf(testBed.platform.state, 'demo-app', 'default').deployments.at(-1) ?? assert.fail();
  if (when === 'a day later')
    deployment.created = new Date(deployment.created.getTime() - channelLifetimeMs - durationMs);
  const whole = wholeLog(progressOf(deployment, new Date('2027-01-01')));
  const truth = (): string => progressOf(deployment, testBed.now()).status;

  const log = new DeploymentLog();
  const onChange = ({ status }: FollowState): void => {
    if (status !== undefined && status !== 'pending') assert.equal(status, truth(), 'told before it was so');
    // The last line is not compared, because it can be incomplete, or empty before the error detail arrives.
    const lines = log.lines().slice(0, -1);
    assert.deepEqual(lines, whole.slice(0, lines.length));
  };
  const good = connect(testBed.platform, { clock }).platform;
  const wrong = testBed.behind(row, clock);
  const via = withReadsThrough(good, () => (row.way && faulty ? wrong : good), part);
  const followed = new FollowedDeployment({ platform: via, target, id, log, isWatched: () => true, onChange });
  let state = await followed.run(giveUp.signal);
  if (stop !== undefined) {
    assert.equal(state.fatalError?.code, stop);
    end();
    state = await followed.run(giveUp.signal);
  }
  assert.equal(state.fatalError, undefined);
  assert.equal(state.transientError, undefined);
  assert.equal(state.status, truth());
  assert.notEqual(state.status, 'pending');
  await assertMatchesPlatform(id, state, log);
  assert.equal(testBed.posts(), 1);
}

const longMs = channelLifetimeMs + 60_000;
for (const plan of [buildFailure({ durationMs: longMs }), successfulDeployment({ durationMs: longMs })]) {
  cell('following: the computer sleeps for a day, and the channel is gone in the middle', async () => {
    const newest = () => moduleOf(testBed.platform.state, 'demo-app', 'default').deployments.at(-1) ?? assert.fail();
    let slept = false;
    let worked = 0;
    const giveUp = new AbortController();
    const clock = testBed.clock((now) => {
      if (now > 600_000) giveUp.abort();
      if (slept || now < 15_000) return;
      slept = true;
      worked = testBed.platform.requests.filter(
        ({ path, status }) => readPathPatterns.events.test(path) && status === 200,
      ).length;
      newest().created = new Date(newest().created.getTime() - channelLifetimeMs);
    });
    testBed.platform.state.deployScripts.push({ plan });
    const id = parseDeploymentId(await deployVersion(testBed.platform)) ?? assert.fail();
    const log = new DeploymentLog();
    const { platform: via } = connect(testBed.platform, { clock });
    const follow = { platform: via, target, id, log, isWatched: () => true, onChange: () => undefined };
    const state = await new FollowedDeployment(follow).run(giveUp.signal);
    assert.ok(worked > 0, 'there was a channel before');
    assert.notEqual(state.status, 'pending');
    await assertMatchesPlatform(id, state, log);
  });
}

/** Asserts that the state and the log are equal to what another client reads from the platform. */
async function assertMatchesPlatform(id: string, state: FollowState, log: DeploymentLog): Promise<void> {
  testBed.platform.faults.clear();
  const { json } = await requestGateway(
    testBed.platform,
    modulePath(`deployments/${id}/result/?include_ansi_codes=true`),
  );
  assert.equal(state.status, valueAt(json, 'status'));
  assert.equal(log.text(), valueAt(json, 'logs'));
  // The platform sends null while the deployment runs, and an empty text once the deployment has succeeded.
  assert.equal(state.errorDetail ?? '', valueAt(json, 'error_detail') ?? '');
}

function wholeLog({ lines, errorDetail }: { lines: string[]; errorDetail: string | null }): string[] {
  const text = lines.map((line) => line.replace(/\n$/, '')).join('\n');
  return `${text}\n${errorDetail ?? ''}`.split('\n');
}

/** Returns a platform that makes the reads of kind `part` through `way()` and all other calls through `good`. */
function withReadsThrough(good: Platform, way: () => Platform, part: ReadKind): Platform {
  const { deployments } = good;
  return {
    ...good,
    deployments: {
      ...deployments,
      result: (...args) => (part === 'result' ? way() : good).deployments.result(...args),
      phases: (...args) => (part === 'phases' ? way() : good).deployments.phases(...args),
      events: (...args) => (part === 'events' ? way() : good).deployments.events(...args),
    },
    released: (...args) => (part === 'address' ? way() : good).released(...args),
  };
}
