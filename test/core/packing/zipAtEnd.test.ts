import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { readEntries } from '../../../src/core/archive/readEntries.ts';
import { findZipEndInTail, zipTailBytes } from '../../../src/core/archive/zipEnd.ts';
import { localFolder } from '../../../src/core/packing/localFolder.ts';
import { packFolder } from '../../../src/core/packing/packFolder.ts';
import { packPreview } from '../../../src/core/packing/packPreview.ts';
import { packZip } from '../../platform/archives.ts';

async function folderWith(t: TestContext, name: string, content: Buffer): Promise<string> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-zip-end-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  await mkdir(path.join(root, 'project'));
  await writeFile(path.join(root, 'project', name), content);
  return root;
}

const wheel = packZip([{ path: 'pkg/data.bin', content: randomBytes(5000).toString('latin1') }]);
const zipEndRecord = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);
const onlyPath = (name: string) => [{ path: name, kind: 'file' as const }];

const cases: readonly (readonly [what: string, content: Buffer])[] = [
  ['a wheel', Buffer.concat([randomBytes(300_000), wheel])],
  [
    'random bytes, the end of a zip and random bytes',
    Buffer.concat([randomBytes(40_000), zipEndRecord, randomBytes(20_000)]),
  ],
  ['nothing but the end of a zip', Buffer.concat([randomBytes(100), zipEndRecord])],
];

for (const [what, content] of cases) {
  test(`a package that ends with ${what} is not recognized as a zip`, async (t) => {
    const root = await folderWith(t, 'z.whl', content);
    const to = path.join(root, 'package.tar.gz');
    const files = localFolder(path.join(root, 'project'));
    const file = await packFolder({ files, paths: onlyPath('z.whl'), to, fileName: 'package.tar.gz' });
    const bytes = await readFile(to);
    assert.equal(findZipEndInTail(bytes.subarray(-zipTailBytes)), undefined);
    assert.equal(bytes.length, file.sizeBytes);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), file.sha256);
    for await (const entry of readEntries(file)) assert.deepEqual(await entry.read(content.length + 1), content);
    const again = await packFolder({ files, paths: onlyPath('z.whl'), to: `${to}.2`, fileName: 'package.tar.gz' });
    assert.equal(again.sha256, file.sha256);
    if (spawnSync('python3', ['--version']).status !== 0) return;
    const code =
      'import sys,tarfile,zipfile; f=sys.argv[1]; print(zipfile.is_zipfile(f), len(tarfile.open(f).getmembers()))';
    assert.equal(execFileSync('python3', ['-c', code, to], { encoding: 'utf8' }).trim(), 'False 1');
  });
}

test('without its padding, such a package would be recognized as a zip', async (t) => {
  const root = await folderWith(t, 'z.whl', cases[1]?.[1] ?? wheel);
  const to = path.join(root, 'package.tar.gz');
  const files = localFolder(path.join(root, 'project'));
  await packFolder({ files, paths: onlyPath('z.whl'), to, fileName: 'package.tar.gz' });
  const bytes = await readFile(to);
  assert.notEqual(
    findZipEndInTail(bytes.subarray(0, bytes.lastIndexOf('\x1f\x8b\x08', undefined, 'latin1'))),
    undefined,
  );
});

test('a large image with the end of a zip is reported, a zip is not', async (t) => {
  const image = Buffer.concat([Buffer.alloc(200_000, 7), zipEndRecord, Buffer.alloc(30_000, 7)]);
  const root = await folderWith(t, 'photo.jpg', image);
  const told = async (name: string): Promise<unknown> =>
    (await packPreview(localFolder(path.join(root, 'project')), onlyPath(name))).warnings;
  assert.deepEqual(await told('photo.jpg'), [{ code: 'zipEnd', paths: ['photo.jpg'] }]);
  await writeFile(path.join(root, 'project', 'large.whl'), packZip([]));
  const large = packZip([{ path: 'a', content: randomBytes(200_000).toString('latin1') }]);
  await writeFile(path.join(root, 'project', 'larger.whl'), large);
  assert.deepEqual([await told('large.whl'), await told('larger.whl')], [[], []]);
});

/** The last bytes of a file, and whether Python 3.11 recognizes the file as a zip. */
const tails: readonly (readonly [what: string, tail: Buffer, isZip: boolean])[] = [
  ['the record at the end', Buffer.concat([Buffer.alloc(10), zipEndRecord]), true],
  ['one byte too few', zipEndRecord.subarray(0, 21), false],
  ['bytes behind the record', Buffer.concat([zipEndRecord, Buffer.alloc(65_536)]), true],
  ['too many bytes behind the record', Buffer.concat([zipEndRecord, Buffer.alloc(65_537)]), false],
  [
    'a signature without its record behind a record',
    Buffer.concat([zipEndRecord, Buffer.from('PK\x05\x06', 'latin1')]),
    false,
  ],
  [
    'a record at the end with a signature in its numbers',
    Buffer.concat([Buffer.from('PK\x05\x06\0\0\0\0', 'latin1'), Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(10)]),
    true,
  ],
];

for (const [what, tail, isZip] of tails) {
  test(`${what}: ${isZip ? 'a zip' : 'no zip'}, as Python says`, async (t) => {
    assert.equal(findZipEndInTail(tail.subarray(-zipTailBytes)) !== undefined, isZip);
    if (spawnSync('python3', ['--version']).status !== 0) return;
    const file = path.join(await folderWith(t, 'x', tail), 'project', 'x');
    const code = 'import sys,zipfile; print(zipfile.is_zipfile(sys.argv[1]))';
    const told = execFileSync('python3', ['-c', code, file], { encoding: 'utf8' }).trim();
    assert.equal(told, isZip ? 'True' : 'False');
  });
}
