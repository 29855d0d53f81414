import assert from 'node:assert/strict';
import test from 'node:test';
import zlib from 'node:zlib';
import { startArchiveCheck, type ArchiveDamage } from '../../../src/core/releases/checkArchive.ts';
import { detectContent } from '../../../src/core/releases/packageContent.ts';
import { packTar, packZip } from '../../platform/archives.ts';
import { samplePackages } from '../../platform/samplePackages.ts';

/** Checks the bytes in pieces of `pieceBytes`. Returns the damage, or undefined if the archive is not damaged. */
async function damageOf(bytes: Buffer, pieceBytes = 1000): Promise<ArchiveDamage | undefined> {
  const check = startArchiveCheck(detectContent(bytes));
  for (let at = 0; at < bytes.length; at += pieceBytes) await check.take(bytes.subarray(at, at + pieceBytes));
  return check.end();
}

const samples = samplePackages();
const sampleOf = (name: string): Buffer => samples.get(name) ?? assert.fail(`no sample ${name}`);
const tar = packTar([{ path: './app_desc.yaml', content: 'spec_version: 2\n'.repeat(2000) }]);
const storedGzip = sampleOf('demo-app-1.0.0.tar.gz');
const compressedGzip = zlib.gzipSync(tar);
const gzips = { stored: storedGzip, packed: compressedGzip };

/**
 * Returns `count` random numbers below `below`. The numbers are the same in every run, so a failure can be repeated.
 */
function randomNumbers(count: number, below: number): number[] {
  let state = 42;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % below;
  });
}

test('valid archives have no damage, in pieces of any size', async () => {
  const good = [...samples].filter(([name]) => /^demo-app|^symlink|^chinese|^bad-yaml/.test(name));
  assert.ok(good.length >= 10);
  for (const [name, bytes] of good)
    for (const size of [1, 7, 512, 65_536]) assert.equal(await damageOf(bytes, size), undefined, `${name} by ${size}`);
});

for (const [name, bytes] of Object.entries(gzips)) {
  test(`a gzip that is cut anywhere ends early (${name})`, async () => {
    const ends = [bytes.length - 1, bytes.length - 2, bytes.length - 3, bytes.length - 8, bytes.length - 9];
    for (const end of [...ends, ...randomNumbers(100, bytes.length - 20).map((place) => place + 12)])
      for (const size of [bytes.length, 333])
        assert.equal(await damageOf(bytes.subarray(0, end), size), 'endsEarly', `${end} of ${bytes.length} by ${size}`);
  });

  test(`one wrong bit anywhere in the packed bytes is found (${name})`, async () => {
    for (const place of randomNumbers(100, bytes.length - 12)) {
      const wrong = Buffer.from(bytes);
      wrong[place + 12] = (wrong[place + 12] ?? 0) ^ 0x10;
      assert.notEqual(await damageOf(wrong), undefined, String(place + 12));
    }
  });

  test(`bytes after a complete gzip are ignored, as gzip does (${name})`, async () => {
    for (const junk of [
      '\n',
      'x',
      'xy',
      'junk',
      '\0',
      '\0'.repeat(2000),
      'junk '.repeat(1000),
      '\0\0\0junk'.repeat(500),
    ])
      for (const size of [bytes.length, bytes.length + 1, 700, 65_536])
        assert.equal(
          await damageOf(Buffer.concat([bytes, Buffer.from(junk)]), size),
          undefined,
          `${JSON.stringify(junk.slice(0, 8))} by ${size}`,
        );
  });
}

test('a gzip of several parts is one archive, and a cut in the last part is found', async () => {
  const parts = [tar.subarray(0, 5000), tar.subarray(5000, 9000), tar.subarray(9000)].map((part) =>
    zlib.gzipSync(part),
  );
  const whole = Buffer.concat(parts);
  for (const size of [1, 100, parts[0]?.length ?? 0, whole.length])
    assert.equal(await damageOf(whole, size), undefined);
  const last = parts[2]?.length ?? 0;
  for (const cut of [1, 2, 8, 9, last - 12, last - 2])
    assert.equal(await damageOf(whole.subarray(0, -cut)), 'endsEarly', String(cut));
});

test('zeros after a gzip end it, even if another gzip follows', async () => {
  const zeros = Buffer.concat([compressedGzip, Buffer.alloc(10)]);
  const whole = Buffer.concat([zeros, compressedGzip]);
  for (const size of [1, 700, zeros.length, whole.length]) assert.equal(await damageOf(whole, size), undefined);
});

test('a wrong checksum is corrupt, not endsEarly', async () => {
  const wrong = Buffer.from(compressedGzip);
  wrong[wrong.length - 6] = (wrong[wrong.length - 6] ?? 0) ^ 1;
  assert.equal(await damageOf(wrong), 'corrupt');
});

test('a gzip with no tar in it, or with a tar that is cut', async () => {
  assert.equal(await damageOf(sampleOf('not-an-archive-inside.tar.gz')), 'noTarInside');
  assert.equal(await damageOf(zlib.gzipSync('')), 'noTarInside');
  assert.equal(await damageOf(zlib.gzipSync(tar.subarray(0, 700))), 'endsEarly');
});

test('a tar that is cut inside a block', async () => {
  const bytes = sampleOf('demo-app-1.0.0.tar');
  assert.equal(await damageOf(bytes.subarray(0, 2000)), 'endsEarly');
  assert.equal(await damageOf(bytes), undefined);
});

test('a zip that is cut anywhere ends early', async () => {
  const bytes = sampleOf('demo-app-2.0.0.zip');
  for (const end of [
    bytes.length - 1,
    bytes.length - 22,
    ...randomNumbers(100, bytes.length - 60).map((place) => place + 30),
  ])
    for (const size of [100, bytes.length])
      assert.equal(await damageOf(bytes.subarray(0, end), size), 'endsEarly', String(end));
});

test('a zip with a comment, with junk behind it, an empty one, and a large one', async () => {
  const bytes = packZip([{ path: 'a', content: 'x'.repeat(200_000) }]);
  const commented = Buffer.concat([bytes, Buffer.alloc(65_535, 'c')]);
  commented.writeUInt16LE(65_535, bytes.length - 2);
  for (const good of [bytes, commented, Buffer.concat([bytes, Buffer.from('\r\n')]), packZip([])])
    for (const size of [999, 65_536, good.length]) assert.equal(await damageOf(good, size), undefined);
  const large = Buffer.from(bytes);
  large.writeUInt32LE(0xffff_ffff, large.length - 6);
  assert.equal(await damageOf(large), undefined);
});

test('the end of a zip inside a zip is not the end of the outer one', async () => {
  const inner = packZip([{ path: 'a', content: 'inner' }]);
  const outer = packZip([
    { path: 'first', content: 'x'.repeat(5000) },
    { path: 'inner.zip', content: inner },
    { path: 'last', content: 'x'.repeat(1000) },
  ]);
  assert.equal(await damageOf(outer), undefined);
  assert.equal(await damageOf(outer.subarray(0, -200)), 'endsEarly');
});

test('bzip2, xz and other content is not checked', async () => {
  for (const text of ['BZh91AY&SY…', '\xfd7zXZ\0…', '<html>', 'text', ''])
    assert.equal(await damageOf(Buffer.from(text, 'latin1')), undefined);
});
