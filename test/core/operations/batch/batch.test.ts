import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import type { Batch } from '../../../../src/core/operations/batch/batch.ts';
import { batchRecordKind, type BatchRecord } from '../../../../src/core/operations/batch/batchRecord.ts';
import { startPlatformForTest } from '../../../platform/gatewayClient.ts';
import type { EmbeddedPlatform } from '../../../platform/startPlatform.ts';
import { moduleOf } from '../../../platform/state.ts';
import { until } from '../../until.ts';
import {
  assertOutcomesMatchPlatform,
  createBatchComputer,
  isStored,
  nameOf,
  neverResolve,
  postCountsByModule,
  recordOf,
  outcomesByModule,
  uploadsOf,
  connectionOf,
  withUpload,
  type BatchComputer,
} from './batchFixture.ts';

const demoAppPattern = /demo-app\/modules\/default\//;
const demoApiPattern = /demo-app\/modules\/api\//;
const names = ['flow-designer/default', 'demo-app/default', 'demo-app/api', 'ai-assistant/default', 'orders/default'];

async function setUp(t: TestContext): Promise<{ platform: EmbeddedPlatform; desk: BatchComputer }> {
  const platform = await startPlatformForTest(t);
  platform.switches.allowedHosts = 'any';
  const desk = await createBatchComputer(platform);
  t.after(() => desk.close());
  return { platform, desk };
}

/** Returns every outcome as `outcome`, except those in `others`. */
function expectedOutcomes(outcome: string, others: Record<string, string> = {}): Record<string, string> {
  return { ...Object.fromEntries(names.map((name) => [name, outcome])), ...others };
}

/** Returns the name and text of each batch file of a desk. */
async function filesOf(desk: BatchComputer): Promise<{ name: string; text: string }[]> {
  const folder = path.join(desk.folder, 'batches');
  const found = (await readdir(folder)).sort();
  return Promise.all(found.map(async (name) => ({ name, text: await readFile(path.join(folder, name), 'utf8') })));
}

test('at most three uploads are sent at a time, each once, and each is in the history', async (t) => {
  const { platform, desk } = await setUp(t);
  const window = desk.window(1);
  let [started, inProgress, most] = [0, 0, 0];
  const via = withUpload(connectionOf(platform), async (send) => {
    started += 1;
    inProgress += 1;
    await until(() => started >= 3);
    most = Math.max(most, inProgress);
    const ended = await send();
    inProgress -= 1;
    return ended;
  });
  const batch = window.start(uploadsOf(platform));
  await batch.run(via);
  assert.equal(most, 3);
  assert.deepEqual(outcomesByModule(batch), expectedOutcomes('uploaded answered'));
  assert.deepEqual(postCountsByModule(platform), Object.fromEntries(names.map((name) => [name, 1])));
  const history = await window.stores.tracked.withRecords((store) => store.list());
  assert.deepEqual(history?.map(({ upload }) => nameOf(upload)).sort(), [...names].sort());
  assert.deepEqual(
    (await filesOf(desk)).map(({ name }) => name),
    [`${batch.id}.json`],
  );
});

test('a version that appeared after the question is not overwritten', async (t) => {
  const { platform, desk } = await setUp(t);
  const uploads = uploadsOf(platform, '1.0.2').map((upload) => ({ ...upload, allowOverwrite: false }));
  const before = moduleOf(platform.state, 'demo-app', 'default').packages.find(({ version }) => version === '1.0.2');
  const batch = desk.window(1).start(uploads);
  await batch.run(connectionOf(platform));
  assert.deepEqual(
    outcomesByModule(batch),
    expectedOutcomes('uploaded answered', { 'demo-app/default': 'failed versionExists' }),
  );
  assert.equal(postCountsByModule(platform)['demo-app/default'], undefined);
  assert.ok(before && !isStored(platform, recordOf(batch, 'demo-app/default').upload));
});

/** Runs a batch in which one upload fails and the outcome of another upload stays unknown. */
async function failedAndUnknown(t: TestContext) {
  const { platform, desk } = await setUp(t);
  platform.faults.next({
    method: 'POST',
    path: demoAppPattern,
    fault: { kind: 'gatewayError', codeName: 'IP_NOT_ALLOWED' },
  });
  const fault = { kind: 'backendError', answer: 'serverError', backend: 'completes' } as const;
  platform.faults.next({ method: 'POST', path: demoApiPattern, fault });
  const batch = desk.window(1).start(uploadsOf(platform));
  await batch.run(connectionOf(platform));
  assert.deepEqual(
    outcomesByModule(batch),
    expectedOutcomes('uploaded answered', {
      'demo-app/default': 'failed ipNotAllowed',
      'demo-app/api': 'unknown platformFailed maybeAnothers',
    }),
  );
  return { platform, desk, batch };
}

test('a retry sends only what failed, and never what is unknown', async (t) => {
  const { platform, batch } = await failedAndUnknown(t);
  const failed = recordOf(batch, 'demo-app/default').id;
  platform.requests.length = 0;
  await batch.retryFailed(connectionOf(platform));
  assert.deepEqual(postCountsByModule(platform), { 'demo-app/default': 1 });
  assert.deepEqual(
    outcomesByModule(batch),
    expectedOutcomes('uploaded answered', { 'demo-app/api': 'unknown platformFailed maybeAnothers' }),
  );
  assert.notEqual(recordOf(batch, 'demo-app/default').id, failed, 'the failed upload stays in the history');
  await batch.sendCancelled(connectionOf(platform));
  assert.deepEqual(postCountsByModule(platform), { 'demo-app/default': 1 });
});

test('what is unknown can be confirmed, which sends nothing', async (t) => {
  const { platform, desk, batch } = await failedAndUnknown(t);
  platform.requests.length = 0;
  const { sha256 } =
    moduleOf(platform.state, 'demo-app', 'api').packages.find(({ version }) => version === '1.0.3') ?? {};
  await batch.confirmUnknown(connectionOf(platform, { sha256: () => sha256 ?? undefined }));
  assert.equal(outcomesByModule(batch)['demo-app/api'], 'uploaded found');
  assert.equal(outcomesByModule(batch)['demo-app/default'], 'failed ipNotAllowed');
  assert.deepEqual(postCountsByModule(platform), {});
  assert.deepEqual(
    (await filesOf(desk)).map(({ name }) => name),
    [`${batch.id}.json`],
  );
});

test('after a reload during a retry, the retry is confirmed and not sent again', async (t) => {
  const { platform, desk, batch } = await failedAndUnknown(t);
  const window = desk.window(2);
  const again = window.start(batch.rows.map(({ record }) => record.upload));
  assert.ok(again);
  platform.requests.length = 0;
  const first = desk.window(1);
  let stopped = false;
  const via = withUpload(connectionOf(platform), () => {
    stopped = true;
    return neverResolve();
  });
  const retry = batch.retryFailed(via);
  await until(() => stopped);
  first.die();
  const [resumed] = await window.resume(connectionOf(platform));
  assert.ok(resumed && retry instanceof Promise);
  assert.equal(
    outcomesByModule(resumed)['demo-app/default'],
    'failed packageNotArrived',
    'it was marked as sent, and never was',
  );
  assert.deepEqual(postCountsByModule(platform), {});
});

test('after a cancel nothing more is sent, and the batch reports which of the sent packages the platform stored', async (t) => {
  const { platform, desk } = await setUp(t);
  const batch = desk.window(1).start(uploadsOf(platform, '1.0.3', 'slow/200/'));
  const ending = batch.run(connectionOf(platform));
  await until(() => Object.keys(postCountsByModule(platform)).length === 3);
  await batch.cancel();
  await ending;
  await platform.settled();
  assertOutcomesMatchPlatform(platform, batch);
  const told = outcomesByModule(batch);
  assert.deepEqual([told['ai-assistant/default'], told['orders/default']], ['cancelled', 'cancelled']);
  for (const name of names.slice(0, 3)) assert.equal(told[name], 'uploaded foundAfterCancel', name);
  assert.equal(Object.keys(postCountsByModule(platform)).length, 3);

  platform.requests.length = 0;
  await batch.sendCancelled(connectionOf(platform));
  assert.deepEqual(postCountsByModule(platform), { 'ai-assistant/default': 1, 'orders/default': 1 });
  assertOutcomesMatchPlatform(platform, batch);
});

test('after a sign-out nothing more is sent, and confirming continues at the next sign-in', async (t) => {
  const { platform, desk } = await setUp(t);
  platform.faults.next({ method: 'POST', path: demoAppPattern, fault: { kind: 'hangThen504' } });
  const window = desk.window(1);
  const signedOut = new AbortController();
  const via = connectionOf(platform, { whileSignedIn: (work) => work(signedOut.signal) });
  const inWindow = withUpload(via, async (send, request) => {
    const [ended] = await Promise.allSettled([send()]);
    if (nameOf(request) === 'demo-app/default') signedOut.abort();
    else await until(() => signedOut.signal.aborted);
    if (ended.status === 'rejected') throw ended.reason;
    return ended.value;
  });
  const batch = window.start(uploadsOf(platform));
  await batch.run(inWindow);
  assert.deepEqual(
    outcomesByModule(batch),
    expectedOutcomes('uploaded answered', {
      ...{ 'ai-assistant/default': 'cancelled', 'orders/default': 'cancelled' },
      'demo-app/default': 'left',
    }),
  );
  assert.equal(recordOf(batch, 'demo-app/default').outcome?.status, 'unknown');
  assert.deepEqual(await window.resume(connectionOf(platform), [batch]), [batch]);
  assert.equal(outcomesByModule(batch)['demo-app/default'], 'uploaded found');
  assert.equal(postCountsByModule(platform)['demo-app/default'], 1);
});

/** Runs a batch until three uploads are marked as sent but have not reached the platform. Then ends the window. */
async function interruptBatch(t: TestContext, prefix = '', query = '') {
  const { platform, desk } = await setUp(t);
  const first = desk.window(1);
  let waiting = 0;
  const via = withUpload(connectionOf(platform), () => {
    waiting += 1;
    return neverResolve();
  });
  const uploads = uploadsOf(platform, '1.0.3', prefix).map((upload) => ({
    ...upload,
    packageUrl: upload.packageUrl + query,
  }));
  const batch: Batch = first.start(uploads);
  const running = batch.run(via);
  await until(() => waiting === 3);
  first.die();
  assert.ok(running instanceof Promise);
  return { platform, desk, batch };
}

test('after a reload, what was never sent is sent by one window only', async (t) => {
  const { platform, desk } = await interruptBatch(t);
  const resumed = await Promise.all([2, 3].map((pid) => desk.window(pid).resume(connectionOf(platform))));
  const [batch, ...more] = resumed.flat();
  assert.ok(batch && more.length === 0);
  assertOutcomesMatchPlatform(platform, batch);
  assert.deepEqual(postCountsByModule(platform), { 'ai-assistant/default': 1, 'orders/default': 1 });
});

test('a window takes no upload of a batch that another window has just taken over', async (t) => {
  const { platform, desk } = await interruptBatch(t);
  const [first, second] = [desk.window(2), desk.window(3)];
  const { tracked } = first.stores;
  const takeUnfinished = tracked.takeUnfinished.bind(tracked);
  tracked.takeUnfinished = async (...given) => {
    assert.deepEqual(await second.resume(connectionOf(platform)), []);
    return takeUnfinished(...given);
  };
  const [batch] = await first.resume(connectionOf(platform));
  assert.ok(batch);
  assertOutcomesMatchPlatform(platform, batch);
});

test('what is marked as sent is not sent again, also if its record in the history is gone', async (t) => {
  const { platform, desk } = await interruptBatch(t);
  await rm(path.join(desk.folder, 'uploads'), { recursive: true });
  const [batch] = await desk.window(2).resume(connectionOf(platform));
  assert.ok(batch);
  assertOutcomesMatchPlatform(platform, batch);
  assert.deepEqual(postCountsByModule(platform), { 'ai-assistant/default': 1, 'orders/default': 1 });
});

test('more than ten minutes later, what was never sent is canceled and not sent', async (t) => {
  const { platform, desk } = await interruptBatch(t);
  await changeRecord(desk, (record) => ({ ...record, savedAt: Date.now() - 10 * 60_000 - 1 }));
  const [batch] = await desk.window(2).resume(connectionOf(platform));
  assert.ok(batch);
  assert.deepEqual(postCountsByModule(platform), {});
  assert.deepEqual(
    [outcomesByModule(batch)['ai-assistant/default'], outcomesByModule(batch)['orders/default']],
    ['cancelled', 'cancelled'],
  );
  assertOutcomesMatchPlatform(platform, batch);
});

test('an upload whose URL had a secret is not sent after a reload, because the secret is not on the disk', async (t) => {
  const { platform, desk } = await interruptBatch(t, '', '?token=planted-query');
  for (const { text } of await filesOf(desk)) assert.doesNotMatch(text, /planted/);
  const [batch] = await desk.window(2).resume(connectionOf(platform));
  assert.ok(batch);
  assert.deepEqual(postCountsByModule(platform), {});
  assert.equal(batch.canSendAgain, false);
  await batch.sendCancelled(connectionOf(platform));
  assert.deepEqual(postCountsByModule(platform), {});
});

test('what another program writes into the file is sent nowhere else, and not without being an upload', async (t) => {
  const { platform, desk } = await interruptBatch(t);
  const elsewhere = { name: 'x', gatewayUrl: 'https://bkapi.example.com/api/bkpaas3/prod' };
  await changeRecord(desk, (record) => ({
    ...record,
    uploads: record.uploads.map((upload, index) => {
      if (index === 3) return { ...upload, platform: elsewhere };
      if (index === 4) return { ...upload, upload: { ...upload.upload, packageUrl: 'file:///etc/passwd' } };
      return upload;
    }),
  }));
  const [batch] = await desk.window(2).resume(connectionOf(platform));
  assert.ok(batch);
  assert.equal(batch.rows.length, 4);
  assert.equal(outcomesByModule(batch)['orders/default'], 'cancelled');
  assert.deepEqual(postCountsByModule(platform), {});
  assert.equal(batchRecordKind.read({ uploads: [] }), undefined);
  assert.equal(batchRecordKind.read('x'), undefined);
});

test('if the record of sending an upload cannot be saved, and the disk keeps the old one, it is not sent', async (t) => {
  const { platform, desk } = await setUp(t);
  const window = desk.window(1);
  let failing = false;
  const records = new Proxy(window.stores.records, {
    get(target, name): unknown {
      const member = Reflect.get(target, name) as (...given: unknown[]) => unknown;
      if (failing && (name === 'saveInProgress' || name === 'drop')) return () => Promise.reject(new Error('ENOSPC'));
      return member.bind(target);
    },
  });
  window.stores.records = records;
  const batch = window.start(uploadsOf(platform));
  const via = connectionOf(platform);
  const { sourcePackages } = via.platform;
  const look: typeof sourcePackages.look = (...given) => {
    failing = true;
    return sourcePackages.look(...given);
  };
  via.platform = { ...via.platform, sourcePackages: { ...sourcePackages, look } };
  await batch.run(via);
  assert.deepEqual(outcomesByModule(batch), expectedOutcomes('failed extensionFault'));
  assert.deepEqual(postCountsByModule(platform), {});
});

test('if no file can be saved at all, the uploads are sent, and nothing is left from which they could be sent again', async (t) => {
  const { platform, desk } = await setUp(t);
  await rm(desk.folder, { recursive: true });
  await writeFile(desk.folder, '');
  const batch = desk.window(1).start(uploadsOf(platform));
  await batch.run(connectionOf(platform));
  assert.deepEqual(outcomesByModule(batch), expectedOutcomes('uploaded answered'));
  assert.deepEqual(await desk.window(2).resume(connectionOf(platform)), []);
});

/** Replaces the record of the only batch on disk. */
async function changeRecord(desk: BatchComputer, changed: (record: BatchRecord) => unknown): Promise<void> {
  const [file] = await filesOf(desk);
  assert.ok(file);
  const record = batchRecordKind.read(JSON.parse(file.text));
  assert.ok(record);
  await writeFile(path.join(desk.folder, 'batches', file.name), JSON.stringify(changed(record)));
}
