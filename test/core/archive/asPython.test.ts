import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { crc32, gzipSync } from 'node:zlib';
import { ArchiveError } from '../../../src/core/archive/archiveError.ts';
import { readEntries } from '../../../src/core/archive/readEntries.ts';
import { startArchiveCheck } from '../../../src/core/releases/checkArchive.ts';
import { packTar, packZip } from '../../platform/archives.ts';

/**
 * This file tests that the reader treats unusual archives as Python 3.11 and GNU tar 1.34 do. The expected results were
 * obtained by running both programs.
 */

const folder = mkdtempSync(path.join(os.tmpdir(), 'bkpaas-as-python-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Returns the name and content of each entry, or the problem if the reader rejects the archive. */
async function read(bytes: Buffer, content: 'tar' | 'gzip' | 'zip'): Promise<string[] | string> {
  const file = path.join(folder, 'archive');
  writeFileSync(file, bytes);
  const found: string[] = [];
  try {
    for await (const entry of readEntries({ path: file, content })) {
      const { name, kind, flaw, sizeBytes } = entry;
      const text = kind === 'file' && sizeBytes < 100 ? (await entry.read(100)).toString() : kind;
      found.push([name, text, ...(flaw ? [flaw] : [])].join(' '));
    }
    return found;
  } catch (error) {
    if (error instanceof ArchiveError) return error.problem;
    throw error;
  }
}

const file = { path: 'a', content: 'first' };
const otherTar = packTar([{ path: 'b', content: 'other' }]);
/** A tar of one file without the blocks of zeros at its end. */
const unterminatedTar = packTar([file]).subarray(0, 1024);
const zeros = (blocks: number): Buffer => Buffer.alloc(512 * blocks);

const tars: readonly (readonly [what: string, bytes: Buffer, found: string[] | string])[] = [
  ['without an end', unterminatedTar, ['a first']],
  [
    'with one block of zeros, and another tar behind it',
    Buffer.concat([unterminatedTar, zeros(1), otherTar]),
    ['a first'],
  ],
  [
    'with two blocks of zeros, and another tar behind them',
    Buffer.concat([unterminatedTar, zeros(2), otherTar]),
    ['a first'],
  ],
  [
    'with other bytes behind its end',
    Buffer.concat([unterminatedTar, zeros(2), Buffer.from('junk'.repeat(500))]),
    ['a first'],
  ],
  ['with a few bytes behind its last file', Buffer.concat([unterminatedTar, Buffer.from('abc')]), ['a first']],
  [
    'with a block behind its last file that is no header',
    Buffer.concat([unterminatedTar, zeros(1).fill('j')]),
    'corrupt',
  ],
  ['that is cut in the padding of a file', unterminatedTar.subarray(0, -10), 'endsEarly'],
  ['with an entry of an unknown type', withType(unterminatedTar, 'V'), ['a special unknownType']],
  [
    'with a device that has a size',
    Buffer.concat([withType(unterminatedTar, '3').subarray(0, 512), otherTar]),
    ['a special', 'b other'],
  ],
];

for (const [what, bytes, found] of tars) {
  test(`a tar ${what}: ${String(found)}, gzipped or not`, async () => {
    for (const [content, archive] of [
      ['tar', bytes],
      ['gzip', gzipSync(bytes)],
      ['gzip', Buffer.concat([gzipSync(bytes.subarray(0, 700)), gzipSync(bytes.subarray(700)), Buffer.from('junk')])],
    ] as const) {
      assert.deepEqual(await read(archive, content), found);
      for (const size of [1, 700, archive.length]) {
        const check = startArchiveCheck(content);
        for (let at = 0; at < archive.length; at += size) await check.take(archive.subarray(at, at + size));
        assert.equal(await check.end(), typeof found === 'string' ? found : undefined, `${content} by ${size}`);
      }
    }
  });
}

/** Returns a copy of the tar in which the first entry has this type. */
function withType(tar: Buffer, type: string): Buffer {
  const changed = Buffer.from(tar);
  changed.write(type, 156, 'latin1');
  changed.write(' '.repeat(8), 148);
  const sum = changed.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  changed.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return changed;
}

const hasGnuTar = String(spawnSync('tar', ['--version']).stdout).includes('GNU tar');

for (const format of ['--format=gnu', '--sparse-version=0.0', '--sparse-version=0.1', '--sparse-version=1.0']) {
  test(`what follows a sparse file is read (${format})`, { skip: !hasGnuTar }, async () => {
    const from = path.join(folder, 'sparse');
    mkdirSync(from, { recursive: true });
    const content = Buffer.alloc(3_000_000);
    // The file has more data blocks than the header of a GNU sparse file can list.
    for (let at = 0; at < content.length; at += 100_000) content.fill('data', at, at + 4096);
    writeFileSync(path.join(from, 'a.bin'), content);
    execFileSync('cp', ['--sparse=always', path.join(from, 'a.bin'), path.join(from, 'b.bin')]);
    writeFileSync(path.join(from, 'c.txt'), 'last');
    const to = path.join(folder, 'sparse.tar');
    const options = format.includes('version') ? ['--format=posix', format] : [format];
    execFileSync('tar', ['-S', ...options, '-cf', to, '-C', from, 'a.bin', 'b.bin', 'c.txt']);
    assert.deepEqual(await read(readFileSync(to), 'tar'), ['a.bin file', 'b.bin file', 'c.txt last']);
  });
}

const zip = packZip([
  { path: 'a', content: 'first' },
  { path: 'b', content: 'second' },
]);

function zipWithReplacement(find: Buffer | string, to: Buffer | string, which: 'first' | 'last' = 'first'): Buffer {
  const bytes = Buffer.from(zip);
  const at = which === 'first' ? bytes.indexOf(find) : bytes.lastIndexOf(find);
  assert.ok(at >= 0);
  Buffer.from(to).copy(bytes, at);
  return bytes;
}

/** Returns the zip with a comment of 5 bytes. The end record says that the comment has `length` bytes. */
function withComment(length: number): Buffer {
  const bytes = Buffer.concat([zip, Buffer.from('hello')]);
  bytes.writeUInt16LE(length, zip.length - 2);
  return bytes;
}

const zipWithInvalidName = Buffer.from(
  packZip([{ path: 'é', content: 'x' }])
    .toString('latin1')
    .replaceAll('\xc3\xa9', '\xff\xfe'),
  'latin1',
);

/** A zip whose only entry is a folder with a name that is not marked as UTF-8. */
const unmarked = packZip([{ path: 'é/' }]);
for (const signature of ['PK\x03\x04', 'PK\x01\x02'])
  unmarked.writeUInt16LE(0, unmarked.indexOf(signature) + (signature.endsWith('\x04') ? 6 : 8));

const sum = Buffer.alloc(4);
sum.writeUInt32LE(crc32('second'));

const zips: readonly (readonly [what: string, bytes: Buffer, found: string[] | string])[] = [
  ['with other bytes behind its end', Buffer.concat([zip, Buffer.from('junk')]), ['a first', 'b second']],
  ['with a comment', withComment(5), ['a first', 'b second']],
  ['with a comment that is cut off', withComment(500), ['a first', 'b second']],
  ['with a comment and other bytes behind it', withComment(2), ['a first', 'b second']],
  ['with a name that is not marked as UTF-8', unmarked, ['├⌐/ folder nameGarbled']],
  ['with a name that is marked as UTF-8 and is not', zipWithInvalidName, 'corrupt'],
  ['with more bytes behind its end than a comment', Buffer.concat([zip, Buffer.alloc(70_000)]), 'endsEarly'],
  ['with a wrong checksum in its list', zipWithReplacement(sum, 'xxxx', 'last'), 'corrupt'],
  ['with a wrong checksum in front of the data', zipWithReplacement(sum, 'xxxx', 'first'), ['a first', 'b second']],
  ['without a header in front of the data', zipWithReplacement('PK\x03\x04', 'PK\x03\x05', 'last'), 'corrupt'],
  ['with another name in front of the data', zipWithReplacement('bsecond', 'xsecond'), 'corrupt'],
];

for (const [what, bytes, found] of zips) {
  test(`a zip ${what}: ${String(found)}`, async () => {
    assert.deepEqual(await read(bytes, 'zip'), found);
  });
}

test('damage is found even in a file whose content is not read', async () => {
  const archive = path.join(folder, 'unread.zip');
  writeFileSync(archive, zipWithReplacement(sum, 'xxxx', 'last'));
  await assert.rejects(
    async () => {
      for await (const { name } of readEntries({ path: archive, content: 'zip' })) assert.ok(name);
    },
    { problem: 'corrupt' },
  );
});
