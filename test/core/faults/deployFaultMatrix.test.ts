import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { DeployOutcome } from '../../../src/core/operations/deploy/deployOutcome.ts';
import { takeOffline, type OfflineOutcome } from '../../../src/core/operations/deploy/takeOffline.ts';
import { parseDeploymentId } from '../../../src/core/platform/deployment.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { lastOfflineOperation } from '../../platform/deployments/environmentState.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { deployAndReconcile, deployOf, deployOutcomeText } from '../operations/deployAndReconcile.ts';
import type { DeployCall } from '../platform/everyCall.ts';
import { deployFaultRows, everywhereOf, type DeployFaultRow } from './deployFaultRows.ts';
import { distinctForReads } from './faultRows.ts';
import { startMatrixTestBed, timeoutMs } from './deployMatrixTestBed.ts';
import { matrix } from './matrix.ts';
import { offlineOutcomeText } from '../operations/tellOffline.ts';

/**
 * This file tests every fault in every request that changes or reads a deployment. Each test of a change also compares
 * the outcome with what the platform did.
 */

const testBed = await startMatrixTestBed();
const { cell } = testBed;
after(async () => {
  await testBed.close();
  console.log(`Fault matrix of deployments: ${deployFaultRows.length} faults, ${testBed.cells()} cells`);
});

const target = deployOf();
const readFault = { method: 'GET', fault: { kind: 'gatewayError', codeName: 'SERVICE_UNAVAILABLE' } } as const;
const actions = ['deploying', 'taking offline in 1 s', 'taking offline in 90 s'] as const;

/**
 * Which other requests fail when the POST meets a fault: none, later reads for 20 s, all later reads, or every request
 * with the same fault.
 */
const circumstances = ['alone', 'and no reads for a while', 'and no reads any more', 'everywhere'] as const;
type Circumstance = (typeof circumstances)[number];

interface ActionCell {
  row: DeployFaultRow;
  action: (typeof actions)[number];
  circumstance: Circumstance;
}

type Read = readonly [what: string, read: (via: Platform) => Promise<unknown>];
/**
 * The reads to test. The type requires every read of `DeployCall` except `result` and `events`, which
 * followFaultMatrix.test.ts tests.
 */
const reads: Readonly<
  Record<
    Exclude<DeployCall, 'deployments.start' | 'offlines.start' | 'deployments.result' | 'deployments.events'>,
    readonly Read[]
  >
> = {
  'deployments.list': [
    // `answeredAt` differs between reads, so it is not compared.
    ['the history', async (via) => ({ ...(await via.deployments.list(target, { limit: 20 })), answeredAt: undefined })],
  ],
  'deployments.phases': [['the phases', (via) => via.deployments.phases(target, newestId())]],
  released: [
    ['the state of what runs', (via) => via.released(target)],
    ['the state of what was taken offline', (via) => via.released(deployOf({ appCode: 'flow-designer' }))],
    ['the state of what was never deployed', (via) => via.released(deployOf({ module: 'api' }))],
  ],
  'offlines.result': [
    ['an offline operation', (via) => via.offlines.result(deployOf({ appCode: 'flow-designer' }), offlineId())],
  ],
  'offlines.underWay': [['the offline operation under way', (via) => via.offlines.underWay(target)]],
};

const actionFactors = { row: deployFaultRows, action: actions, circumstance: circumstances };
for (const { row, action, circumstance } of matrix(actionFactors, (each) => expectedOutcome(each) !== undefined)) {
  const expected = expectedOutcome({ row, action, circumstance });
  cell(`${action}: ${row.name} ${circumstance}: ${expected}`, async () => {
    if (action === 'deploying') {
      const known = new Set(deploymentIds());
      const outcome = await startDeployment(row, circumstance);
      await testBed.platform.settled();
      assertDeployOutcome(
        outcome,
        deploymentIds().filter((id) => !known.has(id)),
      );
      assert.equal(deployOutcomeText(outcome), expected);
    } else {
      testBed.platform.switches.offlineSeconds = action === 'taking offline in 1 s' ? 1 : 90;
      const outcome = await goOffline(row, circumstance);
      await testBed.platform.settled();
      assertOfflineOutcome(outcome);
      assert.equal(offlineOutcomeText(outcome), expected);
    }
  });
}

const factorsOfReads = {
  row: distinctForReads(deployFaultRows).filter((row) => !row.timesOut),
  reading: Object.values(reads).flat(),
  often: ['once', 'always'] as const,
};
for (const { row, reading, often } of matrix(factorsOfReads)) {
  const [what, read] = reading;
  cell(`${what}: ${row.name} ${often}: ${row[often]}`, async () => {
    const clock = testBed.clock();
    const clean = await read(connect(testBed.platform, { clock }).platform);
    testBed.plan(row, often);
    const { told, result } = await outcomeOfRead(read(testBed.behind(row, clock)));
    assert.equal(told, row[often]);
    if (told === 'read') assert.deepEqual(result, clean);
    assert.equal(testBed.posts(), 0);
  });
}

/** Returns the expected outcome of the cell; undefined if the matrix has no such cell. */
function expectedOutcome({ row, action, circumstance }: ActionCell): string | undefined {
  const what = action === 'deploying' ? 'deploy' : 'offline';
  if (what === 'offline' && row.movesTime) return undefined;
  const blind = what === 'deploy' ? row.deployBlind : row.offlineBlind;
  switch (circumstance) {
    case 'alone':
      return row[what];
    case 'and no reads for a while':
      // If `blind` is undefined, the response already tells the outcome of the request. The client then reconciles
      // nothing, so the matrix has no such cell.
      return blind && row[what];
    case 'and no reads any more':
      return blind;
    case 'everywhere':
      return everywhereOf(row, what);
  }
}

/**
 * Returns `via`, the platform to use. Also returns `blind`, which makes later reads fail as the circumstance requires:
 * not at all, for 20 s or until the test ends.
 */
function setUpCell(row: DeployFaultRow, circumstance: Circumstance) {
  const clock = testBed.clock((now) => {
    if (circumstance === 'and no reads for a while' && now >= 20_000) testBed.platform.faults.clear();
  });
  const everywhere = circumstance === 'everywhere';
  testBed.plan(row, everywhere ? 'always' : 'once', everywhere ? {} : { method: 'POST' });
  const wrong = testBed.behind(row, clock);
  const good = connect(testBed.platform, { clock }).platform;
  const blind = (): void => {
    if (circumstance.startsWith('and no reads')) testBed.platform.faults.always(readFault);
  };
  const post = {
    ...good,
    deployments: { ...good.deployments, start: wrong.deployments.start },
    offlines: { ...good.offlines, start: wrong.offlines.start },
  };
  return { via: everywhere ? wrong : post, blind };
}

async function startDeployment(row: DeployFaultRow, circumstance: Circumstance): Promise<DeployOutcome> {
  const { via, blind } = setUpCell(row, circumstance);
  const start = (): Promise<DeployOutcome> => deployAndReconcile(via, target, { timeoutMs, onSent: blind });
  return row.timesOut ? testBed.timingOut(start) : start();
}

async function goOffline(row: DeployFaultRow, circumstance: Circumstance): Promise<OfflineOutcome> {
  const { via, blind } = setUpCell(row, circumstance);
  const start = (): Promise<OfflineOutcome> =>
    takeOffline(via, target, {
      timeoutMs,
      onProgress(step) {
        if (step === 'sending') blind();
      },
    });
  return row.timesOut ? testBed.timingOut(start) : start();
}

/** Asserts that at most one POST was sent and that the outcome matches the deployments that the platform started. */
function assertDeployOutcome(outcome: DeployOutcome, begun: string[]): void {
  assert.ok(testBed.posts() <= 1, `${testBed.posts()} deployments were sent`);
  assert.ok(begun.length <= 1);
  if (outcome.status === 'started') assert.deepEqual(begun, [outcome.id], '“started”, and it was not');
  if (outcome.status === 'failed') assert.deepEqual(begun, [], '“failed”, and it was begun');
  if (testBed.posts() === 0) assert.equal(outcome.status, 'failed', 'nothing was sent, so that is known');
  assert.notEqual(outcome.status, 'cancelled');
}

function assertOfflineOutcome(outcome: OfflineOutcome): void {
  const module = moduleOf(testBed.platform.state, 'demo-app', 'default');
  assert.ok(testBed.posts() <= 1, `${testBed.posts()} requests were sent`);
  const isOffline = lastOfflineOperation(module, 'stag', testBed.now()) !== undefined;
  if (outcome.status === 'offline') assert.ok(isOffline, '“offline”, and it is not');
  if (outcome.status === 'failed') assert.equal(module.offlines.length, 0, '“failed”, and it was begun');
  if (testBed.posts() === 0) assert.equal(outcome.status, 'failed', 'nothing was sent, so that is known');
  assert.notEqual(outcome.status, 'cancelled');
}

async function outcomeOfRead(reading: Promise<unknown>): Promise<{ told: string; result: unknown }> {
  try {
    return { told: 'read', result: await reading };
  } catch (error) {
    return { told: error instanceof PlatformError ? error.code : String(error), result: undefined };
  }
}

function deploymentIds(): string[] {
  return moduleOf(testBed.platform.state, 'demo-app', 'default').deployments.map(({ id }) => id);
}

/** Returns the id of the newest deployment to stag. */
function newestId() {
  const { deployments } = moduleOf(testBed.platform.state, 'demo-app', 'default');
  return parseDeploymentId(deployments.findLast(({ environment }) => environment === 'stag')?.id) ?? assert.fail();
}

function offlineId() {
  return (
    parseDeploymentId(moduleOf(testBed.platform.state, 'flow-designer', 'default').offlines[0]?.id) ?? assert.fail()
  );
}
