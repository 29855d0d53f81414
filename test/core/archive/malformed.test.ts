import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createGzip, gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { archiveLimits } from '../../../src/core/archive/archiveLimits.ts';
import type { PackageFile } from '../../../src/core/archive/packageEntry.ts';
import { readEntries } from '../../../src/core/archive/readEntries.ts';
import { checkPackage } from '../../../src/core/package/checkPackage.ts';
import { findingMessage } from '../../../src/texts/findingTexts.ts';
import { samplePackages } from '../../platform/samplePackages.ts';
import { translateToEnglish } from '../../texts/translations.ts';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';

/**
 * This file tests broken and hostile archives. The check of each archive must report a finding with a message and use
 * less than 200 MB of memory.
 */

const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-malformed-'));
after(() => rm(folder, { recursive: true, force: true }));
const sampleTarGz = samplePackages().get('demo-app-1.0.0.tar.gz') ?? Buffer.alloc(0);
const sampleZip = samplePackages().get('demo-app-2.0.0.zip') ?? Buffer.alloc(0);

type Content = PackageFile['content'];
type ArchiveOrWriter = Buffer | ((to: string) => Promise<void>);

async function tarOf(...entries: (Partial<Header> & { name: string; content?: string })[]): Promise<Buffer> {
  const archive = pack();
  for (const { content = '', ...header } of entries) {
    if (header.type && header.type !== 'file') archive.entry(header);
    else archive.entry(header, content);
  }
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Returns a gzipped tar with one file of this many megabytes of zeros. */
function bomb(megabytes: number): Buffer {
  const header = Buffer.alloc(512);
  header.write('big', 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${(megabytes * 1024 ** 2).toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('0', 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  writeChecksum(header);
  // Consecutive gzip members form one stream, so this compresses one megabyte and repeats the result.
  const zeros = gzipSync(Buffer.alloc(1024 ** 2));
  return Buffer.concat([gzipSync(header), ...Array.from({ length: megabytes }, () => zeros)]);
}

/** Writes a tar with this many empty files. Each file has the same header, except for the name and the checksum. */
async function writeTarOfManyEntries(to: string, count: number): Promise<void> {
  const [template] = [await tarOf({ name: 'f00000000', mtime: new Date(0) })];
  function* pieces(): Generator<Buffer> {
    const header = Buffer.from(template.subarray(0, 512));
    const base = header.subarray(1, 9).reduce((total, byte) => total + byte, 0);
    const checksum = Number.parseInt(header.toString('latin1', 148, 154), 8);
    for (let index = 0; index < count; index += 1) {
      header.write(String(index).padStart(8, '0'), 1);
      const sum = checksum - base + header.subarray(1, 9).reduce((total, byte) => total + byte, 0);
      header.write(`${sum.toString(8).padStart(6, '0')}\0`, 148);
      yield Buffer.from(header);
    }
    yield Buffer.alloc(1024);
  }
  await pipeline(Readable.from(pieces()), createWriteStream(to));
}

/** Writes a gzipped tar of empty files with these names. */
async function writeTarGzOfNames(to: string, names: Iterable<string>): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, createGzip(), createWriteStream(to));
  for (const name of names) await new Promise((resolve) => archive.entry({ name }, '', resolve));
  archive.finalize();
  await written;
}

function* namesOf(count: number, name: (index: number) => string): Generator<string> {
  for (let index = 0; index < count; index += 1) yield name(index);
}

/**
 * Returns a name of about 4,000 bytes in about 2,000 nested folders. No two of these names have a subfolder in common.
 */
const deepName = (index: number): string => `./${index}/${'a/'.repeat(1990)}f`;

function changedSampleZip(change: (bytes: Buffer, end: number) => void): Buffer {
  const bytes = Buffer.from(sampleZip);
  change(bytes, bytes.lastIndexOf('PK\x05\x06'));
  return bytes;
}

const fixturePath = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/archives/${name}`, import.meta.url));

const cases: readonly (readonly [what: string, content: Content, made: ArchiveOrWriter | string, code: string])[] = [
  [
    'a gzip that is cut off in the middle',
    'gzip',
    sampleTarGz.subarray(0, Math.floor(sampleTarGz.length / 2)),
    'archiveUnreadable endsEarly',
  ],
  ['a gzip without its last bytes', 'gzip', sampleTarGz.subarray(0, -6), 'archiveUnreadable endsEarly'],
  [
    'a gzip with a changed byte',
    'gzip',
    Buffer.concat([
      sampleTarGz.subarray(0, 40),
      Buffer.from([sampleTarGz[40] ?? 0 ^ 0xff]),
      sampleTarGz.subarray(41),
    ]).fill(0xff, 60, 70),
    'archiveUnreadable corrupt',
  ],
  ['a gzip of a text', 'gzip', gzipSync(Buffer.from('no tar inside. '.repeat(100))), 'archiveUnreadable noTarInside'],
  ['a gzip of nothing', 'gzip', gzipSync(Buffer.alloc(0)), 'empty'],
  [
    'a tar with a wrong checksum',
    'tar',
    Buffer.concat([Buffer.from('x'), (await tarOf({ name: 'a' })).subarray(1)]),
    'archiveUnreadable corrupt',
  ],
  [
    'a tar that ends within a file',
    'tar',
    (await tarOf({ name: 'a', content: 'x'.repeat(4000) })).subarray(0, 2048),
    'archiveUnreadable endsEarly',
  ],
  ['a gzip bomb of 1 GB', 'gzip', bomb(1024), 'archiveUnreadable unpacksTooLarge'],
  [
    'one entry more than the limit',
    'tar',
    (to) => writeTarOfManyEntries(to, archiveLimits.entries + 1),
    'archiveUnreadable tooManyEntries',
  ],
  ['a name of 5,000 bytes', 'tar', await tarOf({ name: 'n'.repeat(5000) }), 'archiveUnreadable recordTooLong'],
  ['600 names of 2,000 folders', 'gzip', (to) => writeTarGzOfNames(to, namesOf(600, deepName)), 'nothingToRun'],
  [
    'a description that is cut off',
    'tar',
    (await tarOf({ name: './app_desc.yaml', content: 'x'.repeat(4000) })).subarray(0, 1536),
    'archiveUnreadable endsEarly',
  ],
  [
    'a description in a zip with a method that nobody has',
    'zip',
    changedSampleZip((bytes) => {
      for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4))
        bytes.writeUInt16LE(97, at + 10);
    }),
    'compressionUnsupported',
  ],
  ['a name of 300 bytes', 'tar', await tarOf({ name: 'n'.repeat(300) }), 'nameTooLong'],
  [
    'a link out of the package',
    'tar',
    await tarOf({ name: './a', type: 'symlink', linkname: '../../etc/passwd' }),
    'linkLeavesPackage',
  ],
  [
    'an absolute link',
    'tar',
    await tarOf({ name: './a', type: 'symlink', linkname: '/etc/passwd' }),
    'linkLeavesPackage',
  ],
  [
    'a hard link out of the package',
    'tar',
    await tarOf({ name: './a', type: 'link', linkname: '../outside' }),
    'linkLeavesPackage',
  ],
  ['a pipe', 'tar', await tarOf({ name: './p', type: 'fifo' }), 'specialEntry'],
  ['a device', 'tar', await tarOf({ name: './d', type: 'character-device' }), 'specialEntry'],
  ['a path that climbs', 'tar', await tarOf({ name: '../outside', content: 'x' }), 'pathTraversal'],
  ['an absolute name', 'tar', await tarOf({ name: '/etc/passwd', content: 'x' }), 'pathAbsolute'],
  ['a zip that is cut off', 'zip', sampleZip.subarray(0, -60), 'archiveUnreadable endsEarly'],
  [
    'a zip over several files',
    'zip',
    changedSampleZip((bytes, end) => bytes.writeUInt16LE(3, end + 4)),
    'archiveUnreadable multipleVolumes',
  ],
  [
    'a zip whose list is not where it says',
    'zip',
    changedSampleZip((bytes, end) => bytes.writeUInt32LE(7, end + 16)),
    'archiveUnreadable corrupt',
  ],
  ['a zip that says 1,000,000 entries, as zip64', 'zip', zip64Of(1_000_000), 'archiveUnreadable tooManyEntries'],
  [
    'a zip64 whose end record is at the largest possible position',
    'zip',
    zip64Of(1, 2n ** 64n - 1n),
    'archiveUnreadable endsEarly',
  ],
  ['a zip with a password', 'zip', fixturePath('encrypted.zip'), 'archiveUnreadable encrypted'],
];

for (const [what, content, made, code] of cases) {
  test(`${what}: ${code}, with a sentence`, async (t) => {
    let file = path.join(folder, 'archive');
    if (typeof made === 'string') file = made;
    else if (typeof made === 'function') await made(file);
    else await writeFile(file, made);
    const [before, startedAt] = [process.memoryUsage().rss, performance.now()];
    const format = content === 'zip' ? 'zip' : 'tar';
    const { findings } = await checkPackage(readEntries({ path: file, content }), { format });
    const megabytes = (process.memoryUsage().rss - before) / 1024 ** 2;
    t.diagnostic(`${Math.round(performance.now() - startedAt)} ms, ${megabytes.toFixed(0)} MB`);
    const told = findings.map((finding) => `${finding.code}${finding.problem ? ` ${finding.problem}` : ''}`);
    assert.ok(told.includes(code), told.join());
    for (const finding of findings) assert.ok(findingMessage(translateToEnglish, finding).length > 20);
    assert.ok(megabytes < 200, `${megabytes.toFixed(0)} MB`);
  });
}

test('the total length of all names has a limit, because the check keeps them in memory', async () => {
  const file = path.join(folder, 'names');
  await writeTarGzOfNames(
    file,
    namesOf(100, (index) => `./file-${index}`),
  );
  const entries = readEntries({ path: file, content: 'gzip' }, { limits: { namesBytes: 500 } });
  const { findings } = await checkPackage(entries, { format: 'tar' });
  assert.ok(findings.some(({ problem }) => problem === 'recordTooLong'));
});

test('many keys of a global header are not copied for each entry', async () => {
  const file = path.join(folder, 'keys');
  const pax = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`k${index}`, 'v']));
  const [meta, entry] = [await tarOf({ name: 'meta', pax }), await tarOf({ name: 'é', content: 'x' })];
  // Turns the pax header of this one entry into a global header.
  meta.write('g', 156);
  writeChecksum(meta);
  const entries = Array.from({ length: 200 }, () => entry.subarray(0, -1024));
  await writeFile(file, Buffer.concat([meta.subarray(0, -1024), ...entries, Buffer.alloc(1024)]));
  await withinCpuSeconds(2, async () => {
    const { entryCount } = await checkPackage(readEntries({ path: file, content: 'tar' }), { format: 'tar' });
    assert.equal(entryCount, 201);
  });
});

function writeChecksum(header: Buffer): void {
  header.write(' '.repeat(8), 148);
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
}

/** Returns a zip64 archive that consists only of end records, which declare this many entries. */
function zip64Of(entries: number, recordAt = 0n): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(entries), 24);
  record.writeBigUInt64LE(BigInt(entries), 32);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(recordAt, 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(0xffff, 8);
  end.writeUInt16LE(0xffff, 10);
  end.writeUInt32LE(0xffff_ffff, 12);
  end.writeUInt32LE(0xffff_ffff, 16);
  return Buffer.concat([record, locator, end]);
}
