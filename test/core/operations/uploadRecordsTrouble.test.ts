import assert from 'node:assert/strict';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { uploadPackage } from '../../../src/core/operations/upload/uploadPackage.ts';
import { writeUploadRecord, type UploadRecord } from '../../../src/core/operations/upload/uploadRecord.ts';
import { addressesWithSecrets, assertNoSecrets } from '../../plantedSecrets.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { connect } from '../connect.ts';
import { simulatedComputerFor, idsOf } from './recordsDesk.ts';
import { sampleStart, everyOutcome, everySentNote, sampleRecord } from './uploadRecordSamples.ts';

const cancelledOutcome: UploadRecord['outcome'] = { status: 'cancelled', sent: true };
const alwaysTrue = (): boolean => true;

test('a window that closes between writing an outcome and filing it: the outcome is filed, and not reconciled again', async (t) => {
  const { window, close, folder, files } = await simulatedComputerFor(t);
  const record = sampleRecord({ outcome: cancelledOutcome });
  await writeFile(path.join(folder, `${record.id}.1.json`), writeUploadRecord(record));
  close(1);
  assert.deepEqual(await window(2).takeOver(sampleStart, alwaysTrue), []);
  assert.deepEqual(await files(), [`${record.id}.json`]);
  assert.deepEqual((await window(3).list())[0]?.outcome, cancelledOutcome);
});

test('a window that closes before it has written the outcome: another window takes the upload over', async (t) => {
  const { window, close, folder } = await simulatedComputerFor(t);
  const record = sampleRecord();
  await window(1).saveInProgress(record);
  await writeFile(path.join(folder, `${record.id}.1.json.0badcafe.part`), '{"id":"half');
  close(1);
  assert.deepEqual(idsOf(await window(2).takeOver(sampleStart, alwaysTrue)), [record.id]);
});

test('if an outcome cannot be written, the window gets the error, and the upload can be taken over later', async (t) => {
  const { window, folder, close } = await simulatedComputerFor(t);
  const one = window(1);
  const record = sampleRecord();
  await one.saveInProgress(record);
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  const unwritable = { ...record, outcome: { ...cancelledOutcome, circular } };
  await assert.rejects(one.finish(unwritable));
  close(1);
  assert.deepEqual(idsOf(await window(2).takeOver(sampleStart, alwaysTrue)), [record.id]);
  assert.ok(folder);
});

test('if no record could be saved before sending, the window can still file the outcome later', async (t) => {
  const { window, folder } = await simulatedComputerFor(t);
  const elsewhere = `${folder}-moved`;
  await rename(folder, elsewhere);
  t.after(() => rm(elsewhere, { recursive: true, force: true }));
  await writeFile(folder, 'a file where the folder should be');
  const one = window(1);
  const record = sampleRecord({ outcome: cancelledOutcome });
  await assert.rejects(one.saveInProgress(record));
  await assert.rejects(one.finish(record));
  assert.deepEqual(
    [await one.list(), await one.othersAtWork(), await one.takeOver(sampleStart, alwaysTrue)],
    [[], false, []],
  );
  await rm(folder);
  assert.equal(await one.finish(record), true);
  assert.deepEqual(idsOf(await one.list()), [record.id]);
});

test('junk in the folder is neither listed nor taken over, and causes no error', async (t) => {
  const { window, close, folder, files } = await simulatedComputerFor(t);
  close(1);
  const good = sampleRecord();
  await window(1).saveInProgress(good);
  const junk = {
    'half.1.json': writeUploadRecord(sampleRecord()).slice(0, 80),
    'empty.1.json': '',
    'empty.json': '',
    'list.1.json': '[]',
    'deep.1.json': '['.repeat(100_000),
    'notes.txt': 'hello',
    '.DS_Store': '\0',
    'UPPER.1.json': writeUploadRecord(good),
    'a.b.json': writeUploadRecord(good),
    'x.1.json.00000000.part': writeUploadRecord(good),
  };
  for (const [name, text] of Object.entries(junk)) await writeFile(path.join(folder, name), text);
  const two = window(2);
  assert.deepEqual(idsOf(await two.list()), [good.id]);
  assert.deepEqual(idsOf(await two.takeOver(sampleStart, alwaysTrue)), [good.id]);
  await two.finish({ ...good, outcome: cancelledOutcome });
  await two.forget('all');
  assert.deepEqual(await two.list(), []);
  assert.ok((await files()).includes('notes.txt'));
});

test('every outcome and every state of a sent upload survives writing and reading', async (t) => {
  const { window } = await simulatedComputerFor(t);
  const one = window(1);
  for (const outcome of everyOutcome) {
    const record = sampleRecord({ outcome });
    await one.saveInProgress(record);
    assert.equal(await one.finish(record), true);
    assert.equal((await one.list()).find(({ id }) => id === record.id)?.outcome?.status, outcome.status);
  }
  for (const sent of everySentNote) {
    const record = sampleRecord({ sent });
    await one.saveInProgress(record);
    const read = (await one.list()).find(({ id }) => id === record.id);
    assert.deepEqual(read?.sent?.baseline, sent.baseline);
    assert.equal(read?.sent?.interruption?.kind, sent.interruption?.kind);
  }
});

test('the token is nowhere on the disk, and a link is stored there without its secrets', async (t) => {
  const { host } = new URL((await startPlatformForTest(t)).packagesUrl);
  for (const address of addressesWithSecrets(host)) await assertNoSecretRecorded(t, address);
});

async function assertNoSecretRecorded(t: TestContext, packageUrl: string): Promise<void> {
  const { window, folder, files } = await simulatedComputerFor(t);
  const platform = await startPlatformForTest(t);
  // The fault simulates an intermediary that echoes the request's token.
  platform.faults.next({
    method: 'POST',
    fault: { kind: 'strangeAnswer', status: 403, body: `<p>${demoTokens.admin}</p>` },
  });
  const one = window(1);
  const record = sampleRecord();
  const upload = { ...record.upload, packageUrl };
  const sending = await uploadPackage(connect(platform).platform, upload, {
    timeoutMs: 10_000,
    beforeSending: ({ baseline }) =>
      one.saveInProgress({ ...record, upload, sent: { at: sampleStart, baseline, interruption: undefined } }),
  });
  assert.ok(sending.status === 'sent');
  const { interruption, pending } = sending;
  await one.saveInProgress({ ...record, upload, sent: { at: sampleStart, baseline: pending.baseline, interruption } });
  const [file = ''] = await files();
  const text = await readFile(path.join(folder, file), 'utf8');
  assert.match(text, /"notThePlatform"/);
  assertNoSecrets(file, text);
}

test(
  'on systems with file modes, the folder’s files are the person’s alone',
  { skip: process.platform === 'win32' },
  async (t) => {
    const { window, folder, files } = await simulatedComputerFor(t);
    await window(1).saveInProgress(sampleRecord());
    for (const name of await files()) assert.equal((await stat(path.join(folder, name))).mode & 0o777, 0o600);
  },
);
