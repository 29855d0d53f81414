import assert from 'node:assert/strict';
import test from 'node:test';
import { judgeVersions, overwriteMayBeInvisible } from '../../../src/core/operations/upload/judgeVersions.ts';
import type { UploadBaseline } from '../../../src/core/operations/upload/uploadOutcome.ts';
import { parseUploadRequest } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import type { PackageVersion, UploadByLink } from '../../../src/core/platform/sourcePackages.ts';

const ourSha256 = 'a'.repeat(64);
const otherSha256 = 'b'.repeat(64);
const noon = Date.parse('2026-11-22T12:00:00Z');
const serverDate = (time: number): PackageVersion['updated'] => ({ time });

const upload = (allowOverwrite: boolean): UploadByLink =>
  parseUploadRequest({
    appCode: 'demo-app',
    module: 'default',
    packageUrl: 'https://packages.example.com/demo-app-1.0.3.tar.gz',
    version: '1.0.3',
    allowOverwrite,
  });

const version = (rest: Partial<PackageVersion> = {}): PackageVersion => ({
  version: '1.0.3',
  sizeBytes: 100,
  updated: serverDate(noon),
  sha256: otherSha256,
  packageName: 'demo-app-1:1.0.3',
  cleanedUp: false,
  ...rest,
});
/** The members that are undefined on a platform that reports neither SHA-256 nor package name. */
const withoutDigestAndName: Partial<PackageVersion> = { sha256: undefined, packageName: undefined };
const emptyBaseline: UploadBaseline = { existing: undefined, answeredAt: noon };
const baselineWith = (rest: Partial<PackageVersion> = {}): UploadBaseline => ({
  existing: version(rest),
  answeredAt: noon + 60_000,
});

interface Row {
  name: string;
  allowOverwrite?: boolean;
  baseline?: UploadBaseline;
  now: PackageVersion[];
  sha256?: string;
  is: ReturnType<typeof judgeVersions>['kind'];
}

const newName = { packageName: 'other:1.0.3' };
const laterUpdate = { updated: serverDate(noon + 61_000) };
const rows: readonly Row[] = [
  { name: 'no version at all', now: [], is: 'nothingNew' },
  { name: 'other versions', now: [version({ version: '1.0.2' }), version({ version: '1.0.30' })], is: 'nothingNew' },
  { name: 'a version that was not there', now: [version()], is: 'arrived' },
  { name: 'one on a platform that tells neither name nor bytes', now: [version(withoutDigestAndName)], is: 'arrived' },
  { name: 'one with these bytes', now: [version({ sha256: ourSha256 })], sha256: ourSha256, is: 'sameBytes' },
  { name: 'one with other bytes', now: [version()], sha256: ourSha256, is: 'otherBytes' },
  { name: 'one whose bytes are not told', now: [version(withoutDigestAndName)], sha256: ourSha256, is: 'arrived' },
  { name: 'one of another link', now: [version(newName)], is: 'someoneElses' },
  {
    name: 'one of another link with these bytes',
    now: [version({ ...newName, sha256: ourSha256 })],
    sha256: ourSha256,
    is: 'someoneElses',
  },
  { name: 'one that was cleaned up at once', now: [version({ cleanedUp: true })], is: 'cleanedUp' },
  { name: 'an old one as it was', allowOverwrite: true, baseline: baselineWith(), now: [version()], is: 'nothingNew' },
  {
    name: 'an old one with a later date',
    allowOverwrite: true,
    baseline: baselineWith(),
    now: [version(laterUpdate)],
    is: 'arrived',
  },
  {
    name: 'an old one with an earlier date: clocks of servers differ',
    ...{
      allowOverwrite: true,
      baseline: baselineWith(),
      now: [version({ updated: serverDate(noon - 5000) })],
      is: 'arrived',
    },
  },
  {
    name: 'an old one of the same second with another size',
    ...{ allowOverwrite: true, baseline: baselineWith(), now: [version({ sizeBytes: 101 })], is: 'arrived' },
  },
  {
    name: 'an old one of the same second with other bytes',
    ...{ allowOverwrite: true, baseline: baselineWith(), now: [version({ sha256: ourSha256 })], is: 'arrived' },
  },
  {
    name: 'an old one of the same second with our name instead of another',
    ...{ allowOverwrite: true, baseline: baselineWith(newName), now: [version()], is: 'arrived' },
  },
  {
    name: 'an old one that had these bytes before: it is there, whoever brought it',
    ...{
      allowOverwrite: true,
      baseline: baselineWith({ sha256: ourSha256 }),
      now: [version({ sha256: ourSha256 })],
      sha256: ourSha256,
    },
    is: 'sameBytes',
  },
  {
    name: 'an old one that had these bytes before, under another name: ours would have changed that',
    ...{ allowOverwrite: true, baseline: baselineWith({ ...newName, sha256: ourSha256 }), sha256: ourSha256 },
    ...{ now: [version({ ...newName, sha256: ourSha256 })], is: 'nothingNew' },
  },
  {
    name: 'an old one overwritten by another link',
    ...{
      allowOverwrite: true,
      baseline: baselineWith(),
      now: [version({ ...laterUpdate, ...newName })],
      is: 'someoneElses',
    },
  },
  {
    name: 'an old one overwritten by other bytes',
    ...{
      allowOverwrite: true,
      baseline: baselineWith(),
      now: [version(laterUpdate)],
      sha256: ourSha256,
      is: 'otherBytes',
    },
  },
  {
    name: 'an old one that was cleaned up meanwhile',
    ...{ allowOverwrite: true, baseline: baselineWith(), now: [version({ cleanedUp: true })], is: 'cleanedUp' },
  },
];

for (const { name, allowOverwrite = false, baseline = emptyBaseline, now, sha256, is } of rows) {
  test(`${name}: ${is}`, () => {
    const sighting = judgeVersions(upload(allowOverwrite), baseline, now, sha256);
    assert.equal(sighting.kind, is);
    if (sighting.kind !== 'nothingNew') assert.equal(sighting.version, now[0]);
  });
}

test('an overwrite can be invisible only if the version was seconds old or of unknown age', () => {
  const invisible = (allowOverwrite: boolean, baseline: UploadBaseline): boolean =>
    overwriteMayBeInvisible(upload(allowOverwrite), baseline);
  const aged = (milliseconds: number): UploadBaseline => ({ existing: version(), answeredAt: noon + milliseconds });
  assert.deepEqual(
    [aged(0), aged(9_999), aged(10_000), aged(-86_400_000)].map((baseline) => invisible(true, baseline)),
    [true, true, false, true],
  );
  assert.equal(invisible(true, { existing: version(), answeredAt: undefined }), true);
  assert.equal(invisible(true, baselineWith({ updated: undefined })), true);
  assert.equal(invisible(true, emptyBaseline), false);
  assert.equal(invisible(false, aged(0)), false);
});
