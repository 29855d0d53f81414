import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import {
  probablyDiffers,
  compareIntegrity,
  type Integrity,
} from '../../../src/core/operations/upload/compareIntegrity.ts';
import { startPackageRead, type FileEnd, type PackageReadResult } from '../../../src/core/releases/readPackage.ts';
import { startPackageServer } from '../../platform/packageServer.ts';
import { samplePackages } from '../../platform/samplePackages.ts';
import { recordLog } from '../recordLog.ts';

const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
const foundFile = {
  ...({ kind: 'file', host: 'h', redirected: false, content: 'gzip' } as const),
  announcedBytes: 10,
  statedSha256: undefined as string | undefined,
};
const wholeEnd = { kind: 'whole', sizeBytes: 10, sha256: a, damage: undefined } as const;
const tooLargeEnd: FileEnd = { kind: 'tooLarge', maxBytes: 5 };
const brokenOffEnd: FileEnd = { kind: 'brokenOff', error: 'connectionLost', sizeBytes: 5 };

/** Returns the result of `compareIntegrity` without `source` and `stored`. */
function integrityOf(...args: Parameters<typeof compareIntegrity>): Partial<Integrity> {
  return Object.fromEntries(
    Object.entries(compareIntegrity(...args)).filter(([key]) => key !== 'source' && key !== 'stored'),
  );
}

test('the same digest by download is verified', () => {
  const verified = { kind: 'verified', by: 'download' };
  assert.deepEqual(integrityOf({ ...foundFile, end: wholeEnd }, { sha256: a, sizeBytes: 10 }), verified);
  assert.deepEqual(integrityOf({ ...foundFile, end: wholeEnd }, { sha256: a.toUpperCase() }), verified);
});

test('a downloaded digest takes precedence over a stated digest', () => {
  const reading = { ...foundFile, statedSha256: b, end: wholeEnd };
  assert.deepEqual(integrityOf(reading, { sha256: a }), { kind: 'verified', by: 'download' });
  assert.deepEqual(integrityOf(reading, { sha256: b }), { kind: 'differs' });
});

test('a stated digest verifies a package that is too large to download', () => {
  const verified = { kind: 'verified', by: 'statedDigest' };
  assert.deepEqual(
    integrityOf({ ...foundFile, statedSha256: a, end: tooLargeEnd }, { sha256: a, sizeBytes: 10 }),
    verified,
  );
});

test('different digests or sizes: differs, with the values of both sides', () => {
  assert.deepEqual(compareIntegrity({ ...foundFile, end: wholeEnd }, { sha256: b, sizeBytes: 11 }), {
    kind: 'differs',
    source: { sha256: a, sizeBytes: 10 },
    stored: { sha256: b, sizeBytes: 11 },
  });
  for (const end of [tooLargeEnd, brokenOffEnd, wholeEnd])
    assert.deepEqual(integrityOf({ ...foundFile, end }, { sizeBytes: 3 }), { kind: 'differs' }, end.kind);
  assert.deepEqual(integrityOf({ ...foundFile, end: wholeEnd }, { sha256: a, sizeBytes: 11 }), { kind: 'differs' });
});

test('a damaged package that is stored unchanged', () => {
  const damaged = { ...foundFile, end: { ...wholeEnd, damage: 'endsEarly' as const } };
  assert.deepEqual(integrityOf(damaged, { sha256: a, sizeBytes: 10 }), { kind: 'damaged', damage: 'endsEarly' });
  assert.deepEqual(integrityOf(damaged, { sizeBytes: 10 }), { kind: 'damaged', damage: 'endsEarly' });
  assert.deepEqual(integrityOf(damaged, { sha256: b }), { kind: 'differs' });
  assert.deepEqual(integrityOf({ ...foundFile, content: 'unknown', end: wholeEnd }, { sha256: a }), {
    kind: 'damaged',
    damage: 'notAnArchive',
  });
});

test('a sign-in page that only this computer gets says nothing about what the platform got', () => {
  const page = { ...foundFile, content: 'webPage' as const, end: wholeEnd };
  assert.deepEqual(integrityOf(page, { sha256: b, sizeBytes: 500 }), {
    kind: 'notCompared',
    why: 'notReadable',
    sameSize: false,
  });
  assert.deepEqual(integrityOf(page, { sha256: a }), { kind: 'damaged', damage: 'notAnArchive' });
});

test('without a digest on one side, the result has the reason, and whether the sizes are equal', () => {
  const file = (end: FileEnd): PackageReadResult => ({ ...foundFile, end });
  const cases: [PackageReadResult, Parameters<typeof compareIntegrity>[1], object][] = [
    [{ kind: 'notRead', why: 'signedLink' }, { sha256: a }, { why: 'signedLink' }],
    [{ kind: 'notRead', why: 'switchedOff' }, { sha256: a }, { why: 'switchedOff' }],
    [{ kind: 'notRead', why: 'notAnAddress' }, { sha256: a }, { why: 'notReadable' }],
    [{ kind: 'unreachable', error: 'timedOut', host: 'h' }, { sha256: a }, { why: 'notReadable' }],
    [{ kind: 'status', status: 404, host: 'h' }, { sha256: a }, { why: 'notReadable' }],
    [file(brokenOffEnd), { sha256: a }, { why: 'brokenOff' }],
    [file({ ...brokenOffEnd, error: 'timedOut' }), { sha256: a }, { why: 'notReadable' }],
    [file(tooLargeEnd), { sha256: a, sizeBytes: 10 }, { why: 'tooLarge', maxBytes: 5, sameSize: true }],
    [file(wholeEnd), { sizeBytes: 10 }, { why: 'noStoredSha256', sameSize: true }],
    [file(wholeEnd), { sha256: 'sha256:' + b }, { why: 'noStoredSha256' }],
    [file(wholeEnd), {}, { why: 'noStoredSha256' }],
  ];
  for (const [reading, stored, expected] of cases)
    assert.deepEqual(integrityOf(reading, stored), { kind: 'notCompared', sameSize: false, ...expected });
});

test('a download that is cut at the same place for this computer and the platform is damaged', () => {
  assert.deepEqual(integrityOf({ ...foundFile, announcedBytes: 10, end: brokenOffEnd }, { sizeBytes: 5 }), {
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
    const reading = await startPackageRead(`${packages.url}/${name}`, { maxBytes: 1e6, log: recordLog() }).whole;
    const stored = { sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
    const { kind } = compareIntegrity(reading, stored);
    assert.equal(kind, /truncated|not-an-archive|login-page|^empty\.tar/.test(name) ? 'damaged' : 'verified', name);
  }
});
