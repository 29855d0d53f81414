import assert from 'node:assert/strict';
import test from 'node:test';
import { packageContents } from '../../../src/core/package/packageContents.ts';
import { descriptionEntry, entries, validDescription } from './givenEntries.ts';

test('each file is a line with its size and the start of its digest, sorted by path', async () => {
  const { files, description } = await packageContents(
    entries([
      { name: './start', text: 'run', mode: 0o755 },
      { name: 'static/' },
      descriptionEntry,
      { name: 'link', kind: 'symlink', linkName: 'start' },
      { name: 'large', sizeBytes: 33 * 1024 ** 2 },
    ]),
    'tar',
  );
  assert.deepEqual(
    files.split('\n').map((line) => line.replace(/[0-9a-f]{16}/, 'digest')),
    [
      `app_desc.yaml  ${validDescription.length} B  digest`,
      `large  ${33 * 1024 ** 2} B  -`,
      'link  -> start',
      'start  3 B  digest  executable',
    ],
  );
  assert.equal(description, validDescription);
});

test('the folder around a package is left out, because its name often contains the version', async () => {
  const wrapped = (folder: string) =>
    packageContents(
      entries([
        { name: `${folder}/app_desc.yaml`, text: validDescription },
        { name: `${folder}/a/b`, text: '1' },
      ]),
      'tar',
    );
  assert.deepEqual(await wrapped('demo-1.0.2'), await wrapped('demo-1.0.3'));
  assert.match((await wrapped('demo-1.0.2')).files, /^a\/b {2}/);
});

test('a name with control characters stays in its line', async () => {
  const { files, description } = await packageContents(entries([{ name: 'a\nb\u202ec', text: '1' }]), 'zip');
  assert.match(files, /^a\ufffdb\ufffdc {2}1 B {2}[0-9a-f]{16}$/);
  assert.equal(description, undefined);
});
