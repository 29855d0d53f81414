import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import {
  probablyDiffers,
  compareIntegrity,
  type Integrity,
} from '../../../src/core/operations/upload/compareIntegrity.ts';
import { startReading, type FileEnd, type PackageReading } from '../../../src/core/releases/readPackage.ts';
import { startPackageServer } from '../../platform/packageServer.ts';
import { samplePackages } from '../../platform/samplePackages.ts';
import { recordLog } from '../recordLog.ts';

const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
const head = {
  ...({ kind: 'file', host: 'h', redirected: false, content: 'gzip' } as const),
  announcedBytes: 10,
  statedSha256: undefined as string | undefined,
};
const whole = { kind: 'whole', sizeBytes: 10, sha256: a, damage: undefined } as const;
const tooLarge: FileEnd = { kind: 'tooLarge', maxBytes: 5 };
const brokenOff: FileEnd = { kind: 'brokenOff', error: 'connectionLost', sizeBytes: 5 };

/** Returns the result of `compareIntegrity` without `source` and `stored`. */
function integrityOf(...args: Parameters<typeof compareIntegrity>): Partial<Integrity> {
  return Object.fromEntries(
    Object.entries(compareIntegrity(...args)).filter(([key]) => key !== 'source' && key !== 'stored'),
  );
}

test('the same digest by download is verified', () => {
  const verified = { kind: 'verified', by: 'download' };
  assert.deepEqual(integrityOf({ ...head, end: whole }, { sha256: a, sizeBytes: 10 }), verified);
  assert.deepEqual(integrityOf({ ...head, end: whole }, { sha256: a.toUpperCase() }), verified);
});

test('a downloaded digest takes precedence over a stated digest', () => {
  const reading = { ...head, statedSha256: b, end: whole };
  assert.deepEqual(integrityOf(reading, { sha256: a }), { kind: 'verified', by: 'download' });
  assert.deepEqual(integrityOf(reading, { sha256: b }), { kind: 'differs' });
});

test('a stated digest verifies a package that is too large to download', () => {
  const verified = { kind: 'verified', by: 'statedDigest' };
  assert.deepEqual(integrityOf({ ...head, statedSha256: a, end: tooLarge }, { sha256: a, sizeBytes: 10 }), verified);
});

test('different digests or sizes: differs, with the values of both sides', () => {
  assert.deepEqual(compareIntegrity({ ...head, end: whole }, { sha256: b, sizeBytes: 11 }), {
    kind: 'differs',
    source: { sha256: a, sizeBytes: 10 },
    stored: { sha256: b, sizeBytes: 11 },
  });
  for (const end of [tooLarge, brokenOff, whole])
    assert.deepEqual(integrityOf({ ...head, end }, { sizeBytes: 3 }), { kind: 'differs' }, end.kind);
  assert.deepEqual(integrityOf({ ...head, end: whole }, { sha256: a, sizeBytes: 11 }), { kind: 'differs' });
});

test('a damaged package that is stored unchanged', () => {
  const damaged = { ...head, end: { ...whole, damage: 'endsEarly' as const } };
  assert.deepEqual(integrityOf(damaged, { sha256: a, sizeBytes: 10 }), { kind: 'damaged', damage: 'endsEarly' });
  assert.deepEqual(integrityOf(damaged, { sizeBytes: 10 }), { kind: 'damaged', damage: 'endsEarly' });
  assert.deepEqual(integrityOf(damaged, { sha256: b }), { kind: 'differs' });
  assert.deepEqual(integrityOf({ ...head, content: 'unknown', end: whole }, { sha256: a }), {
    kind: 'damaged',
    damage: 'notAnArchive',
  });
});

test('a sign-in page that only this computer gets says nothing about what the platform got', () => {
  const page = { ...head, content: 'webPage' as const, end: whole };
  assert.deepEqual(integrityOf(page, { sha256: b, sizeBytes: 500 }), {
    kind: 'notCompared',
    why: 'notReadable',
    sameSize: false,
  });
  assert.deepEqual(integrityOf(page, { sha256: a }), { kind: 'damaged', damage: 'notAnArchive' });
});

test('without a digest on one side, the result has the reason, and whether the sizes are equal', () => {
  const file = (end: FileEnd): PackageReading => ({ ...head, end });
  const cases: [PackageReading, Parameters<typeof compareIntegrity>[1], object][] = [
    [{ kind: 'notRead', why: 'signedLink' }, { sha256: a }, { why: 'signedLink' }],
    [{ kind: 'notRead', why: 'switchedOff' }, { sha256: a }, { why: 'switchedOff' }],
    [{ kind: 'notRead', why: 'notAnAddress' }, { sha256: a }, { why: 'notReadable' }],
    [{ kind: 'unreachable', error: 'timedOut', host: 'h' }, { sha256: a }, { why: 'notReadable' }],
    [{ kind: 'status', status: 404, host: 'h' }, { sha256: a }, { why: 'notReadable' }],
    [file(brokenOff), { sha256: a }, { why: 'brokenOff' }],
    [file({ ...brokenOff, error: 'timedOut' }), { sha256: a }, { why: 'notReadable' }],
    [file(tooLarge), { sha256: a, sizeBytes: 10 }, { why: 'tooLarge', maxBytes: 5, sameSize: true }],
    [file(whole), { sizeBytes: 10 }, { why: 'noStoredSha256', sameSize: true }],
    [file(whole), { sha256: 'sha256:' + b }, { why: 'noStoredSha256' }],
    [file(whole), {}, { why: 'noStoredSha256' }],
  ];
  for (const [reading, stored, expected] of cases)
    assert.deepEqual(integrityOf(reading, stored), { kind: 'notCompared', sameSize: false, ...expected });
});

test('a download that is cut at the same place for this computer and the platform is damaged', () => {
  assert.deepEqual(integrityOf({ ...head, announcedBytes: 10, end: brokenOff }, { sizeBytes: 5 }), {
    kind: 'damaged',
    damage: 'endsEarly',
  });
});

test('a package is doubtful if it is damaged, differs, or is possibly incomplete', () => {
  const sides = { source: { sha256: a, sizeBytes: 1 }, stored: { sha256: a, sizeBytes: 1 } };
  assert.equal(probablyDiffers({ kind: 'differs', ...sides }), true);
  assert.equal(probablyDiffers({ kind: 'damaged', damage: 'corrupt', ...sides }), true);
  assert.equal(probablyDiffers({ kind: 'notCompared', why: 'brokenOff', sameSize: false, ...sides }), true);
  assert.equal(probablyDiffers({ kind: 'notCompared', why: 'switchedOff', sameSize: false, ...sides }), false);
  assert.equal(probablyDiffers({ kind: 'verified', by: 'download', ...sides }), false);
  assert.equal(probablyDiffers(undefined), false);
});

test('sample packages are verified, except the damaged ones', async (t) => {
  const packages = await startPackageServer();
  t.after(() => packages.close());
  for (const [name, bytes] of samplePackages()) {
    const reading = await startReading(`${packages.url}/${name}`, { maxBytes: 1e6, log: recordLog() }).whole;
    const stored = { sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
    const { kind } = compareIntegrity(reading, stored);
    assert.equal(kind, /truncated|not-an-archive|login-page|^empty\.tar/.test(name) ? 'damaged' : 'verified', name);
  }
});
