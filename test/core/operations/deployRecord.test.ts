import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import type { DeployBaseline } from '../../../src/core/operations/deploy/deployOutcome.ts';
import { deployRecordKind, type DeployRecord } from '../../../src/core/operations/deploy/deployRecord.ts';
import type { Interruption } from '../../../src/core/operations/interruption.ts';
import { newRecordId, RecordStore } from '../../../src/core/operations/records.ts';
import { deploymentStatuses, parseDeploymentId } from '../../../src/core/platform/deployment.ts';
import { errorCodes } from '../../../src/core/platform/errorCode.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { anyText, lettersAndDigits, secretOf } from '../../properties/arbitraries.ts';
import { property } from '../../properties/property.ts';
import { gatewayUrlOf } from '../connect.ts';
import { deployOf } from './deployAndReconcile.ts';

const sampleStart = Date.parse('2026-11-22T10:00:00Z');
const id = parseDeploymentId('36ef5721-7313-48fa-a59a-1dc47c585828') ?? assert.fail();

function sample(rest: Partial<DeployRecord> = {}): DeployRecord {
  return {
    ...{ id: newRecordId(sampleStart), startedAt: sampleStart, userName: 'admin', deploy: deployOf() },
    platform: { name: 'demo', gatewayUrl: gatewayUrlOf('https://bkapi.example.com/api/bkpaas3/prod') },
    ...{ sent: undefined, deploymentId: undefined, outcome: undefined },
    ...rest,
  };
}

const roundTrip = (record: DeployRecord): DeployRecord | undefined =>
  deployRecordKind.read(JSON.parse(deployRecordKind.write(record)));

/**
 * Returns the record as plain JSON values for a comparison. Each error becomes an object with its code and facts.
 * Undefined members are removed.
 */
const toPlainJson = (record: DeployRecord | undefined): unknown =>
  JSON.parse(
    JSON.stringify({ record }, (_, value: unknown) =>
      value instanceof PlatformError ? { code: value.code, facts: value.facts } : value,
    ),
  );

const fullError = new PlatformError('developRoleMissing', {
  ...{ said: 'You are not allowed', status: 403, requestId: 'r-1', subject: 'demo-app' },
  applyUrl: 'https://bkiam.example.com/apply',
});
const interruptions: readonly (Interruption | undefined)[] = [
  undefined,
  { kind: 'answerLost', error: fullError },
  { kind: 'serverError', error: new PlatformError('platformFailed', { said: 'Server Error (500)' }) },
  { kind: 'cancelled' },
  { kind: 'interrupted' },
];
const baselines: readonly (DeployBaseline | undefined)[] = [
  undefined,
  { newest: undefined, answeredAt: undefined },
  { newest: undefined, answeredAt: sampleStart },
  { newest: id, answeredAt: sampleStart },
];

test('every state of a deployment survives writing and reading', () => {
  for (const interruption of interruptions)
    for (const baseline of baselines)
      for (const outcome of [undefined, 'notStarted', ...deploymentStatuses] as const)
        for (const deploymentId of [undefined, id])
          for (const environment of ['stag', 'prod'] as const) {
            const sent = { at: sampleStart + 500, baseline, interruption };
            const record = sample({ sent, outcome, deploymentId, deploy: deployOf({ environment }) });
            assert.deepEqual(toPlainJson(roundTrip(record)), toPlainJson(record));
          }
});

test('a record of an unsent deployment, and one without a user name, survive too', () => {
  for (const record of [sample(), sample({ userName: undefined })])
    assert.deepEqual(toPlainJson(roundTrip(record)), toPlainJson(record));
});

test('every error code survives, as an error of the same class', () => {
  for (const code of errorCodes) {
    const interruption = { kind: 'answerLost', error: new PlatformError(code) } as const;
    const read = roundTrip(sample({ sent: { at: sampleStart, baseline: undefined, interruption } }))?.sent
      ?.interruption;
    assert.ok(read?.kind === 'answerLost');
    assert.equal(read.error.code, code);
  }
});

/** Returns the parsed JSON of the sample record, with the members in `change` replaced. */
const sampleJsonWith = (change: object): unknown =>
  ({ ...JSON.parse(deployRecordKind.write(sample())), ...change }) as unknown;

const junk: readonly unknown[] = [
  ...[undefined, null, 1, 'text', [], {}, { id: 'x' }, { platform: {}, deploy: {} }],
  ...[{ id: 7 }, { id: undefined }, { id: '../../outside' }, { id: 'a/b' }, { id: '' }, { id: 'a.1' }].map(
    sampleJsonWith,
  ),
  ...[null, {}, { gatewayUrl: 'ftp://x' }, { gatewayUrl: 'javascript:alert(1)' }].map((platform) =>
    sampleJsonWith({ platform }),
  ),
  ...[null, [], {}].map((deploy) => sampleJsonWith({ deploy })),
  ...[{ appCode: '../x' }, { module: 'a/b' }, { environment: 'production' }, { environment: 1 }, { version: 1 }].map(
    (wrong) => sampleJsonWith({ deploy: { ...sample().deploy, ...wrong } }),
  ),
];
for (const [index, value] of junk.entries()) {
  test(`an invalid record is rejected (${index})`, () => {
    assert.equal(deployRecordKind.read(value), undefined);
  });
}

test('a record of an upload is rejected as a record of a deployment', () => {
  const { deploy, ...rest } = sample();
  assert.equal(deployRecordKind.read({ ...rest, upload: { ...deploy, packageUrl: 'https://x/a.tgz' } }), undefined);
});

test('unknown values of a newer version are left out, and the record stays valid', () => {
  assert.equal(deployRecordKind.read(sampleJsonWith({ outcome: 'paused' }))?.outcome, undefined);
  assert.equal(deployRecordKind.read(sampleJsonWith({ deploymentId: 'build-7' }))?.deploymentId, undefined);
  const sent = { at: 1, baseline: { newest: id }, interruption: { kind: 'delegated' } };
  assert.equal(deployRecordKind.read(sampleJsonWith({ sent }))?.sent?.interruption, undefined);
  const strange = { kind: 'answerLost', error: { code: 'aCodeOfTomorrow', facts: {} } };
  assert.equal(
    deployRecordKind.read(sampleJsonWith({ sent: { ...sent, interruption: strange } }))?.sent?.interruption,
    undefined,
  );
});

test('an invalid baseline is dropped, so that no older deployment is mistaken for this one', () => {
  for (const newest of ['', 'damaged', 7, null, {}]) {
    const read = deployRecordKind.read(sampleJsonWith({ sent: { at: 1, baseline: { newest } } }));
    assert.ok(read?.sent);
    assert.equal(read.sent.baseline, undefined, JSON.stringify(newest));
  }
});

test('the cause of an error, a token beside the record, and a password in what others said are not written', () => {
  const cause = Object.assign(new Error('socket'), { headers: { 'X-Bkapi-Authorization': 'token-0123456789' } });
  const said = 'cannot clone https://user:hunter2@git.example.com/a.git or //hunter2@x';
  const error = new PlatformError('connectionLost', {
    cause,
    said,
    subject: 'http://hunter2@x/',
    retryAfterSeconds: 3,
  });
  const stray = { accessToken: 'token-0123456789' };
  const record = sample({ sent: { at: 1, baseline: undefined, interruption: { kind: 'answerLost', error } } });
  const text = deployRecordKind.write({
    ...{ ...record, ...stray },
    ...{ platform: { ...record.platform, ...stray }, deploy: { ...record.deploy, ...stray } },
  });
  assert.doesNotMatch(text, /token|socket|cause|stack|hunter2/i);
  assert.match(text, /git\.example\.com\/a\.git/);
});

test('a foreign file among the records is never taken over, and writes nothing outside the folder', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'deploy-records-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const inner = path.join(folder, 'records');
  const records = new RecordStore(inner, deployRecordKind, { pid: 1, isAlive: () => false });
  const good = sample();
  await records.saveInProgress(good);
  const hostile = [sampleJsonWith({ id: '../outside' }), { ...sample(), deploy: null }, 'x', null];
  for (const [index, json] of hostile.entries())
    await writeFile(path.join(inner, `h${index}.99.json`), JSON.stringify(json));
  await writeFile(path.join(inner, 'half.99.json'), '{"id": "ha');
  const window = new RecordStore(inner, deployRecordKind, { pid: 2, isAlive: () => false });
  const taken = await window.takeOver(sampleStart, () => true);
  assert.deepEqual(
    taken.map((record) => record.id),
    [good.id],
  );
  for (const record of taken) await window.finish({ ...record, outcome: 'successful' });
  assert.deepEqual(await readdir(folder), ['records']);
  const text = await readFile(path.join(inner, `${good.id}.json`), 'utf8');
  assert.equal(deployRecordKind.read(JSON.parse(text))?.outcome, 'successful');
});

const anyJson = fc.oneof(fc.jsonValue(), anyText, fc.constant(undefined));
/** A record in which every member can be arbitrary JSON. */
const arbitraryRecord = fc
  .record(
    {
      ...{ id: anyJson, startedAt: anyJson, userName: anyJson, deploymentId: anyJson, outcome: anyJson },
      platform: fc.oneof(anyJson, fc.record({ name: anyJson, gatewayUrl: anyJson })),
      deploy: fc.oneof(
        anyJson,
        fc.record({ appCode: anyJson, module: anyJson, environment: anyJson, version: anyJson }, { requiredKeys: [] }),
      ),
      sent: fc.oneof(
        anyJson,
        fc.record({ at: anyJson, baseline: anyJson, interruption: anyJson }, { requiredKeys: [] }),
      ),
    },
    { requiredKeys: [] },
  )
  .map(sampleJsonWith);
property(
  'a file with any content is rejected, or is a record that survives writing and reading',
  arbitraryRecord,
  (json) => {
    const read = deployRecordKind.read(json);
    if (read === undefined) return;
    assert.match(read.id, /^[a-z0-9-]+$/);
    assert.match(read.platform.gatewayUrl, /^https?:\/\//);
    assert.deepEqual(toPlainJson(roundTrip(read)), toPlainJson(read));
  },
);

const textsAroundPassword = fc.tuple(anyText, secretOf(lettersAndDigits), anyText);
property(
  'no password of a URL in a quoted message is ever written',
  textsAroundPassword,
  ([before, password, after]) => {
    const said = `${before} https://someone:${password}@git.example.com/a ${after}`;
    const error = new PlatformError('deploymentNotTaken', { said, subject: said, applyUrl: said });
    const record = sample({ sent: { at: 1, baseline: undefined, interruption: { kind: 'serverError', error } } });
    assert.ok(!deployRecordKind.write(record).includes(password));
    assert.ok(roundTrip(record));
  },
);
