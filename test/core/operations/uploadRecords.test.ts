import assert from 'node:assert/strict';
import test from 'node:test';
import type { UploadRecord } from '../../../src/core/operations/upload/uploadRecord.ts';
import { newRecordId } from '../../../src/core/operations/records.ts';
import { simulatedComputerFor, idsOf } from './recordsDesk.ts';
import { sampleStart, everySentNote, sampleRecord } from './uploadRecordSamples.ts';

const minuteMs = 60_000;
const cancelledOutcome: UploadRecord['outcome'] = { status: 'cancelled', sent: true };
const alwaysTrue = (): boolean => true;

test('a record saved in one window is listed in every other, newest first, and has no outcome until the upload ends', async (t) => {
  const { window } = await simulatedComputerFor(t);
  const [one, two] = [window(1), window(2)];
  const [older, newer] = [sampleRecord(), sampleRecord({ startedAt: sampleStart + minuteMs })];
  await one.saveInProgress(newer);
  await two.saveInProgress(older);
  assert.deepEqual(idsOf(await two.list()), [newer.id, older.id]);
  assert.equal(await one.finish({ ...newer, outcome: cancelledOutcome }), true);
  const [finished, underWay] = await two.list();
  assert.deepEqual([finished?.outcome, underWay?.outcome], [cancelledOutcome, undefined]);
});

test('saving a record again replaces it', async (t) => {
  const { window, files } = await simulatedComputerFor(t);
  const one = window(1);
  const record = sampleRecord();
  await one.saveInProgress(record);
  const [sent] = everySentNote;
  await one.saveInProgress({ ...record, sent });
  assert.deepEqual(await files(), [`${record.id}.1.json`]);
  assert.equal((await one.list())[0]?.sent?.at, sent?.at);
});

test('the upload of an open window is left alone, and that of a closed window is taken over', async (t) => {
  const { window, close } = await simulatedComputerFor(t);
  const record = sampleRecord();
  await window(1).saveInProgress(record);
  const two = window(2);
  assert.equal(await two.othersAtWork(), true);
  assert.deepEqual(await two.takeOver(sampleStart + minuteMs, alwaysTrue), []);
  close(1);
  assert.deepEqual(idsOf(await two.takeOver(sampleStart + minuteMs, alwaysTrue)), [record.id]);
  assert.deepEqual(await two.takeOver(sampleStart + minuteMs, alwaysTrue), [], 'only once');
  assert.equal(await two.othersAtWork(), false);
  assert.equal(await window(3).othersAtWork(), true);
});

test('only selected uploads are taken over: an upload of another platform waits for its own sign-in', async (t) => {
  const { window, close } = await simulatedComputerFor(t);
  const record = sampleRecord();
  await window(1).saveInProgress(record);
  close(1);
  const two = window(2);
  assert.deepEqual(await two.takeOver(sampleStart, ({ id }) => id !== record.id), []);
  assert.equal((await two.takeOver(sampleStart, ({ platform }) => platform.name === 'demo')).length, 1);
});

test('two windows that take over at the same time share the work, in 50 rounds', async (t) => {
  const { window, close } = await simulatedComputerFor(t);
  close(1);
  for (let round = 0; round < 50; round += 1) {
    const left = window(1);
    const records = [0, 1, 2].map((index) => sampleRecord({ startedAt: sampleStart + round * 10 + index }));
    for (const record of records) await left.saveInProgress(record);
    const [two, three] = [window(2), window(3)];
    const taken = await Promise.all([two.takeOver(sampleStart, alwaysTrue), three.takeOver(sampleStart, alwaysTrue)]);
    assert.deepEqual(idsOf(taken.flat()).sort(), idsOf(records).sort(), `round ${round}`);
    for (const [index, owner] of [two, three].entries()) {
      for (const record of taken[index] ?? [])
        assert.equal(await owner.finish({ ...record, outcome: cancelledOutcome }), true);
    }
  }
});

test('after a takeover, only the new owner can finish the upload', async (t) => {
  const { window, close } = await simulatedComputerFor(t);
  const one = window(1);
  const record = sampleRecord();
  await one.saveInProgress(record);
  close(1);
  const two = window(2);
  await two.takeOver(sampleStart, alwaysTrue);
  assert.equal(await one.finish({ ...record, outcome: { status: 'cancelled', sent: false } }), false);
  assert.equal(await two.finish({ ...record, outcome: cancelledOutcome }), true);
  assert.equal(await one.finish({ ...record, outcome: { status: 'cancelled', sent: false } }), false);
  assert.deepEqual(
    (await one.list()).map(({ outcome }) => outcome),
    [cancelledOutcome],
  );
});

test('a new process with the ID of an old process takes over the old uploads, not its own', async (t) => {
  const { window } = await simulatedComputerFor(t);
  const [old, own] = [sampleRecord(), sampleRecord({ startedAt: sampleStart + minuteMs })];
  await window(7).saveInProgress(old);
  const again = window(7);
  await again.saveInProgress(own);
  assert.deepEqual(idsOf(await again.takeOver(sampleStart + minuteMs, alwaysTrue)), [old.id]);
  assert.equal(await again.othersAtWork(), false);
});

test('a record is orphaned after 15 minutes, even if its PID is in use or the clock was changed', async (t) => {
  for (const [passed, isTaken] of [
    [15 * minuteMs, false],
    [15 * minuteMs + 1, true],
    [-15 * minuteMs - 1, true],
    [-minuteMs, false],
  ] as const) {
    const { window } = await simulatedComputerFor(t);
    await window(1).saveInProgress(sampleRecord());
    assert.equal((await window(2).takeOver(sampleStart + passed, alwaysTrue)).length, isTaken ? 1 : 0, `${passed}`);
  }
});

test('the record of an upload that was never sent is deleted', async (t) => {
  const { window, files } = await simulatedComputerFor(t);
  const one = window(1);
  const record = sampleRecord();
  await one.saveInProgress(record);
  await one.drop(record.id);
  await one.drop(newRecordId(0));
  assert.deepEqual(await files(), []);
});

test('the newest 300 finished uploads and all uploads in progress are kept', async (t) => {
  const { window, files } = await simulatedComputerFor(t);
  const one = window(1);
  const underWay = sampleRecord({ startedAt: sampleStart - minuteMs });
  await one.saveInProgress(underWay);
  const records = Array.from({ length: 303 }, (_, index) =>
    sampleRecord({ startedAt: sampleStart + index, outcome: cancelledOutcome }),
  );
  for (const record of records) {
    await one.saveInProgress(record);
    assert.equal(await one.finish(record), true);
  }
  assert.equal((await files()).length, 301);
  assert.deepEqual(idsOf(await one.list()), [...idsOf(records).slice(3).reverse(), underWay.id]);
});

test('record IDs sort by start time, also after the year 2100, and are unique', () => {
  const moments = [0, 1, sampleStart, sampleStart + 1, Date.parse('2150-01-01T00:00:00Z')];
  const ids = moments.map(newRecordId);
  assert.deepEqual([...ids].sort(), ids);
  const atOnce = Array.from({ length: 1000 }, () => newRecordId(sampleStart));
  assert.deepEqual([...new Set(atOnce)].sort(), atOnce);
});

test('finished uploads can be deleted, some or all; an upload in progress cannot', async (t) => {
  const { window } = await simulatedComputerFor(t);
  const one = window(1);
  const records = [0, 1, 2, 3].map((index) =>
    sampleRecord({ startedAt: sampleStart + index, outcome: cancelledOutcome }),
  );
  const [a, b, c, d] = records;
  for (const record of records) await one.saveInProgress(record);
  for (const record of [a, b, c]) if (record) await one.finish(record);
  const ids = [a, d].flatMap((record) => (record ? [record.id] : []));
  await one.forget([...ids, newRecordId(0)]);
  assert.deepEqual(idsOf(await one.list()), [d?.id, c?.id, b?.id]);
  await one.forget('all');
  assert.deepEqual(idsOf(await one.list()), [d?.id]);
});

test('a later result is added to a finished upload, but not to one that was deleted or is in progress', async (t) => {
  const { window, files } = await simulatedComputerFor(t);
  const one = window(1);
  const record = sampleRecord({ outcome: cancelledOutcome });
  const sides = { source: { sha256: undefined, sizeBytes: 1 }, stored: { sha256: undefined, sizeBytes: 2 } };
  const amended: UploadRecord = { ...record, integrity: { kind: 'differs', ...sides } };
  await one.saveInProgress(record);
  await window(2).updateFinished(amended);
  assert.deepEqual(await files(), [`${record.id}.1.json`]);
  await one.finish(record);
  await window(2).updateFinished(amended);
  assert.equal((await one.list())[0]?.integrity?.kind, 'differs');
  await one.forget('all');
  await window(2).updateFinished(amended);
  assert.deepEqual(await one.list(), []);
});
