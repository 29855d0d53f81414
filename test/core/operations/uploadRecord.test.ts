import assert from 'node:assert/strict';
import test from 'node:test';
import {
  parseUploadRecord,
  writeUploadRecord,
  type UploadRecord,
} from '../../../src/core/operations/upload/uploadRecord.ts';
import { errorCodes } from '../../../src/core/platform/errorCode.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { everyIntegrity, everyOutcome, everySentNote, sampleRecord } from './uploadRecordSamples.ts';

const roundTrip = (record: UploadRecord): UploadRecord | undefined =>
  parseUploadRecord(JSON.parse(writeUploadRecord(record)));

/**
 * Returns the record as plain JSON values for a comparison. Each error becomes an object with its code and facts.
 * Undefined members are removed.
 */
const toPlainJson = (record: UploadRecord | undefined): unknown =>
  JSON.parse(
    JSON.stringify({ record }, (_, value: unknown) =>
      value instanceof PlatformError ? { code: value.code, facts: value.facts } : value,
    ),
  );

test('every outcome survives writing and reading', () => {
  for (const outcome of everyOutcome) {
    const record = sampleRecord({ outcome });
    assert.deepEqual(toPlainJson(roundTrip(record)), toPlainJson(record));
  }
});

test('every state of a sent upload survives writing and reading', () => {
  for (const sent of everySentNote) {
    const record = sampleRecord({ sent });
    assert.deepEqual(toPlainJson(roundTrip(record)), toPlainJson(record));
  }
});

test('the reason of an unknown outcome is read from records of 0.1 and 0.2, which have it as `doubt`', () => {
  const text = writeUploadRecord(sampleRecord({ outcome: everyOutcome.find(({ status }) => status === 'unknown') }));
  const old = parseUploadRecord(JSON.parse(text.replace('"reason"', '"doubt"')));
  assert.deepEqual(toPlainJson(old), toPlainJson(parseUploadRecord(JSON.parse(text))));
  assert.match(text, /"reason"/);
});

test('every error code survives, as an error of the same class', () => {
  for (const code of errorCodes) {
    const read = roundTrip(sampleRecord({ outcome: { status: 'failed', error: new PlatformError(code) } }));
    assert.ok(read?.outcome?.status === 'failed');
    assert.ok(read.outcome.error instanceof PlatformError);
    assert.equal(read.outcome.error.code, code);
  }
});

test('the comparison with the link survives, and an unknown result of a newer version is left out', () => {
  for (const integrity of everyIntegrity) {
    const record = sampleRecord({ integrity });
    assert.deepEqual(toPlainJson(roundTrip(record)), toPlainJson(record));
  }
  for (const integrity of [{ kind: 'notarized' }, { kind: 'damaged', damage: 'new' }, { kind: 'notCompared' }])
    assert.equal(parseUploadRecord({ ...sampleRecord(), integrity })?.integrity, undefined);
});

test('the cause of an error, which may hold a whole request, is not written', () => {
  const cause = Object.assign(new Error('socket'), { headers: { 'X-Bkapi-Authorization': 'token-0123456789' } });
  const error = new PlatformError('connectionLost', { cause, said: 'gone', retryAfterSeconds: 3 });
  const text = writeUploadRecord(
    sampleRecord({
      outcome: { status: 'unknown', error, reason: 'signedOut' },
      sent: { at: 1, baseline: undefined, interruption: { kind: 'answerLost', error } },
    }),
  );
  assert.doesNotMatch(text, /token|socket|cause|stack/i);
});

const secretLinks: readonly [url: string, kept: string][] = [
  ['https://user:hunter2@packages.example.com/a-1.0.3.tgz', 'https://***@packages.example.com/a-1.0.3.tgz'],
  ['https://packages.example.com/a-1.0.3.tgz?sig=hunter2&x=1', 'https://packages.example.com/a-1.0.3.tgz?sig=***&x=1'],
  ['https://packages.example.com/a-1.0.3.tgz?x=1', 'https://packages.example.com/a-1.0.3.tgz?x=1'],
];
for (const [packageUrl, kept] of secretLinks) {
  test(`${packageUrl} is kept as ${kept}, and is still a link`, () => {
    const record = sampleRecord();
    const read = roundTrip({ ...record, upload: { ...record.upload, packageUrl } });
    assert.equal(read?.upload.packageUrl, kept);
  });
}

test('a link that somebody repeated in an error is masked there too', () => {
  const record = sampleRecord();
  const packageUrl = 'https://user:hunter2@packages.example.com/a-1.0.3.tgz?sig=hunter2';
  const error = new PlatformError('refusedByPlatform', { said: `cannot fetch "${packageUrl}"`, subject: packageUrl });
  const upload = { ...record.upload, packageUrl };
  assert.doesNotMatch(writeUploadRecord({ ...record, upload, outcome: { status: 'failed', error } }), /hunter2/);
});

test('a link to apply for a role is read from a record only if it is a web address', () => {
  const error = new PlatformError('developRoleMissing', { applyUrl: 'command:bkpaas.signOut' });
  const read = roundTrip(sampleRecord({ outcome: { status: 'failed', error } }));
  assert.ok(read?.outcome?.status === 'failed');
  assert.equal(read.outcome.error.facts.applyUrl, undefined);
});

const junk: readonly unknown[] = [
  ...[undefined, null, 1, 'text', [], {}, { id: 'x' }, { platform: {}, upload: {} }],
  ...[7, undefined, '../../outside', 'a/b', '', 'a.1'].map((id) => ({ ...sampleRecord(), id })),
  { ...sampleRecord(), id: 7 },
  { ...sampleRecord(), platform: { name: 'x', gatewayUrl: 'ftp://x' } },
  { ...sampleRecord(), platform: { name: 'x', gatewayUrl: 'javascript:alert(1)' } },
  { ...sampleRecord(), upload: null },
  ...[{ appCode: '../x' }, { module: 'a/b' }, { version: 1 }, { packageUrl: 'no link' }].map((wrong) => {
    const record = sampleRecord();
    return { ...record, upload: { ...record.upload, ...wrong } };
  }),
];
for (const [index, value] of junk.entries()) {
  test(`what is no record is none (${index})`, () => {
    assert.equal(parseUploadRecord(value), undefined);
  });
}

test('an unknown outcome of a newer version is left out, and the record stays valid', () => {
  for (const outcome of [{ status: 'deployed' }, { status: 'failed' }, { status: 'uploaded' }, { status: 'unknown' }]) {
    const read = parseUploadRecord({ ...sampleRecord(), outcome });
    assert.ok(read);
    assert.equal(read.outcome, undefined);
  }
  const strange = { status: 'failed', error: { code: 'aCodeOfTomorrow', facts: {} } };
  assert.equal(parseUploadRecord({ ...sampleRecord(), outcome: strange })?.outcome, undefined);
});
