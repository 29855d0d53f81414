import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import type { Batch } from '../../../src/core/operations/batch/batch.ts';
import type { BatchConnection } from '../../../src/core/operations/batch/batchRow.ts';
import type { UploadByLink } from '../../../src/core/platform/sourcePackages.ts';
import { nightly } from '../../nightly.ts';
import { selfSignedCertificate } from '../../platform/selfSignedCertificate.ts';
import { startPlatform, type EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { connect } from '../connect.ts';
import { fakeClock } from '../fakeClock.ts';
import {
  assertOutcomesMatchPlatform,
  createBatchComputer,
  isStored,
  hangWhenDead,
  nameOf,
  neverResolve,
  postCountsByModule,
  recordOf,
  targets,
  outcomesByModule,
  uploadsOf,
  connectionOf,
  withUpload,
  type BatchComputer,
} from '../operations/batch/batchFixture.ts';
import { refusedPort } from '../refusedPort.ts';
import { faultRows, type FaultRow } from './faultRows.ts';
import { matrix } from './matrix.ts';

/**
 * This file tests every fault in uploads of one package to five modules, three at a time. Some tests also reload the
 * window. In every cell, each module gets the correct outcome, and no upload is sent twice.
 */

const noon = new Date('2026-11-22T12:00:00.300Z');
const untrustedPlatform = await startPlatform({ tls: selfSignedCertificate() });
const readFault = { method: 'GET', fault: { kind: 'gatewayError', codeName: 'SERVICE_UNAVAILABLE' } } as const;
/** The module whose upload meets the fault if only one upload does. */
const faultyModule = nameOf({ appCode: 'demo-app', module: 'default' } as UploadByLink);

let cells = 0;
after(async () => {
  await untrustedPlatform.close();
  console.log(`Fault matrix of batches: ${rows.length} faults, ${cells} cells`);
});

const circumstances = [
  /** The upload to one module meets the fault. */
  'for one',
  /** The uploads to all modules meet the fault. */
  'for all',
  /** Every request meets the fault. */
  'everywhere',
  /** The upload to one module meets the fault, and every later read fails. */
  'for one, and no reads any more',
  /** The window is reloaded when the response to the upload to one module arrives, before the window has read it. */
  'for one, and a reload before the answer',
  /** The window is reloaded while the lost response is being confirmed. */
  'for one, and a reload while it is confirmed',
] as const;
type Circumstance = (typeof circumstances)[number];

const versions = [
  { what: 'a new version', version: '1.0.3' },
  { what: 'an overwrite', version: '1.0.2' },
];

// Timeouts of the client are left out. `faultMatrix.test.ts` tests them, and a batch treats a timeout like any other
// lost response.
const rowsWithoutTimeout = faultRows.filter(({ timesOut }) => !timesOut);
/**
 * In `npm test`, this file tests the broken routes and one fault for each result. `faultMatrix.test.ts` tests every
 * fault with a single upload.
 */
const rows = nightly ? rowsWithoutTimeout : rowsWithDistinctResults(rowsWithoutTimeout);

for (const { row, given, circumstance } of matrix(
  { row: rows, given: versions, circumstance: circumstances },
  isPossible,
)) {
  cells += 1;
  test(`batch of ${given.what}: ${row.name} ${circumstance}`, async () => {
    const platform = await startPlatform({ now: () => noon });
    const desk = await createBatchComputer(platform);
    try {
      Object.assign(platform.switches, { allowedHosts: 'any' }, row.switches);
      const slow = row.fault?.kind === 'hangThen504' || row.fault?.kind === 'gatewayError' ? 'slow/20/' : '';
      const uploads = uploadsOf(platform, given.version, slow);
      const batch = await runBatch(platform, desk, uploads, row, circumstance);
      await platform.settled();
      assertOutcomesMatchPlatform(platform, batch);
      for (const upload of uploads)
        assert.equal(
          outcomesByModule(batch)[nameOf(upload)],
          expectedOutcome(platform, batch, upload, row, circumstance),
          nameOf(upload),
        );
    } finally {
      await platform.close();
      await desk.close();
    }
  });
}

function rowsWithDistinctResults(all: readonly FaultRow[]): FaultRow[] {
  const results = new Map(all.map((row) => [`${row.upload} ${row.blind === undefined ? '' : 'lost'}`, row]));
  return [...new Set([...all.filter(({ way }) => way), ...results.values()])];
}

function isPossible({ row, circumstance }: { row: FaultRow; circumstance: Circumstance }): boolean {
  // These circumstances disturb the confirmation of an upload. Without `blind`, the response is definite, so there is
  // no confirmation.
  if (circumstance.endsWith('any more') || circumstance.endsWith('is confirmed')) return row.blind !== undefined;
  return true;
}

function expectedOutcome(
  platform: EmbeddedPlatform,
  batch: Batch,
  upload: UploadByLink,
  row: FaultRow,
  circumstance: Circumstance,
): string {
  if (circumstance === 'for all') return row.upload;
  if (circumstance === 'everywhere') return row.everywhere;
  if (nameOf(upload) === faultyModule) {
    if (circumstance === 'for one') return row.upload;
    if (circumstance === 'for one, and no reads any more') return row.blind ?? '';
    if (circumstance.endsWith('is confirmed')) return row.upload;
    // The reloaded window never reads the response, so the extension confirms the upload.
    return isStored(platform, upload) ? 'uploaded found' : 'failed packageNotArrived';
  }
  // When the reads start to fail, the other uploads can be at any step. Their outcomes vary, and
  // `assertOutcomesMatchPlatform` checks them.
  if (circumstance.endsWith('any more')) return outcomesByModule(batch)[nameOf(upload)] ?? '';
  // The window ended after it had recorded that the upload must not be sent again, but before it sent the request.
  if (!isStored(platform, upload) && circumstance.includes('reload')) {
    assert.equal(postCountsByModule(platform)[nameOf(upload)], undefined, nameOf(upload));
    return 'failed packageNotArrived';
  }
  const { sent, outcome } = recordOf(batch, nameOf(upload));
  return outcome?.status === 'uploaded' && sent?.interruption ? 'uploaded found' : 'uploaded answered';
}

async function runBatch(
  platform: EmbeddedPlatform,
  desk: BatchComputer,
  uploads: readonly UploadByLink[],
  row: FaultRow,
  circumstance: Circumstance,
): Promise<Batch> {
  const first = desk.window(1);
  let isDead = false;
  let died = (): void => undefined;
  const death = new Promise<void>((resolve) => (died = resolve));
  const die = (): void => {
    isDead = true;
    first.die();
    died();
  };
  planFaults(platform, row, circumstance);
  const clock = fakeClock(async () => {
    await platform.settled();
    if (!circumstance.endsWith('is confirmed')) return;
    die();
    await neverResolve();
  });
  const via = connectionOf(platform, {
    platform: hangPlatformWhenDead(connectViaRoute(platform, row, circumstance, clock), () => isDead),
  });
  const good = connect(platform, { clock }).platform;
  const inWindow = withUpload(via, async (send, request) => {
    const isHit = nameOf(request) === faultyModule;
    // If the row breaks the route and only one upload meets the fault, all other uploads bypass the broken route.
    const sending =
      row.way && circumstance.startsWith('for one') && !isHit
        ? good.sourcePackages.uploadByLink(request, { timeoutMs: 10_000 })
        : send();
    const [ended] = await Promise.allSettled([sending]);
    if (isHit && circumstance.endsWith('before the answer')) {
      die();
      return neverResolve();
    }
    if (isHit && circumstance.endsWith('any more')) platform.faults.always(readFault);
    if (ended.status === 'rejected') throw ended.reason;
    return ended.value;
  });
  const batch = first.start(uploads);
  const isOver = await Promise.race([batch.run(inWindow).then(() => true), death.then(() => false)]);
  if (isOver) return batch;
  await platform.settled();
  platform.faults.clear();
  const [resumed, ...more] = await desk.window(2).resume(connectionOf(platform));
  assert.ok(resumed && more.length === 0, 'the next window continues the batch');
  return resumed;
}

function planFaults(platform: EmbeddedPlatform, { fault }: FaultRow, circumstance: Circumstance): void {
  if (!fault) return;
  if (circumstance === 'everywhere') platform.faults.always({ fault });
  else if (circumstance === 'for all') platform.faults.always({ method: 'POST', fault });
  else platform.faults.next({ method: 'POST', path: new RegExp(`/${targets[1][0]}/modules/${targets[1][1]}/`), fault });
}

/**
 * Connects a client to the platform. If the row breaks the route, uploads use the broken route. In `everywhere`, all
 * requests use it.
 */
function connectViaRoute(
  platform: EmbeddedPlatform,
  { way }: FaultRow,
  circumstance: Circumstance,
  clock: ReturnType<typeof fakeClock>,
) {
  const good = connect(platform, { clock }).platform;
  if (!way) return good;
  const refused = { gatewayUrl: `http://127.0.0.1:${refusedPort}/api/bkpaas3/prod` };
  const bad = connect(way === 'refused' ? refused : untrustedPlatform, { clock }).platform;
  if (circumstance === 'everywhere') return bad;
  const { uploadByLink } = bad.sourcePackages;
  return { ...good, sourcePackages: { ...good.sourcePackages, uploadByLink } };
}

function hangPlatformWhenDead(
  platform: BatchConnection['platform'],
  isDead: () => boolean,
): BatchConnection['platform'] {
  return {
    ...platform,
    sourcePackages: hangWhenDead(platform.sourcePackages, isDead),
    modules: hangWhenDead(platform.modules, isDead),
  };
}
