import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { fileSet } from '../../../src/core/packing/fileSet.ts';
import { gitFileList } from '../../../src/core/packing/gitFileList.ts';
import { localFolder } from '../../../src/core/packing/localFolder.ts';
import { PackError, packFolder } from '../../../src/core/packing/packFolder.ts';
import { packPreview, type PackPreview } from '../../../src/core/packing/packPreview.ts';

type Files = Readonly<Record<string, string | Buffer>>;

/** Runs git without the user's configuration. Allows local folders as the repositories of submodules. */
function git(cwd: string, ...args: string[]): void {
  const options = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'protocol.file.allow=always'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_NOSYSTEM: '1' };
  execFileSync('git', [...options, ...args], { cwd, env, stdio: 'ignore' });
}

async function folderFor(t: TestContext): Promise<string> {
  const base = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-git-'));
  t.after(() => rm(base, { recursive: true, force: true }));
  return base;
}

async function write(root: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
}

async function repositoryIn(root: string, files: Files): Promise<void> {
  await write(root, files);
  git(root, 'init');
  git(root, 'add', '.');
  git(root, 'commit', '-m', 'all');
}

/**
 * Returns the preview of a folder, with the files that git lists (`git`) or that a walk through the folders finds
 * (`walk`).
 */
async function previewOf(root: string, mode: 'git' | 'walk' = 'git', files = localFolder(root)): Promise<PackPreview> {
  const listed = mode === 'git' ? await gitFileList('git', root) : undefined;
  assert.equal(listed !== undefined, mode === 'git');
  return packPreview(files, await fileSet({ files, listed }));
}

/** The bytes of 演 in GBK, which are not UTF-8. */
const gbk = Buffer.from([0xd1, 0xdd]);
const onLinux = { skip: process.platform !== 'linux' && 'only Linux has names that are not UTF-8' };

async function gbkFolder(t: TestContext): Promise<{ root: string; at: (...parts: (string | Buffer)[]) => Buffer }> {
  const root = await folderFor(t);
  const at = (...parts: (string | Buffer)[]): Buffer =>
    Buffer.concat([`${root}/`, ...parts].map((part) => Buffer.from(part)));
  await mkdir(at('d-', gbk));
  await writeFile(at('d-', gbk, '/a.py'), 'x');
  await writeFile(at('f-', gbk, '.py'), 'x');
  await writeFile(at('gone-', gbk, '.py'), 'x');
  await repositoryIn(root, { 'app_desc.yaml': 'x', 'src/演示.py': 'x' });
  await rm(at('gone-', gbk, '.py'));
  return { root, at };
}

test('a name that is not UTF-8 is left out and reported, in a repository and in other folders', onLinux, async (t) => {
  const { root, at } = await gbkFolder(t);
  await writeFile(at('untracked-', gbk), 'x');
  const inGit = await previewOf(root);
  assert.deepEqual(inGit.leftOut, [
    { path: 'd-\uFFFD\uFFFD', reason: 'nameNotUtf8' },
    { path: 'f-\uFFFD\uFFFD.py', reason: 'nameNotUtf8' },
    { path: 'untracked-\uFFFD\uFFFD', reason: 'nameNotUtf8' },
  ]);
  assert.deepEqual(inGit.all.map((file) => file.path).sort(), ['app_desc.yaml', 'src/演示.py']);
  assert.deepEqual(await previewOf(root, 'walk'), inGit);
});

test('a name that is not UTF-8 is not reported if .bkpaasignore excludes it', onLinux, async (t) => {
  const { root } = await gbkFolder(t);
  await write(root, { '.bkpaasignore': 'f-*.py\nd-*\n' });
  assert.deepEqual((await previewOf(root)).leftOut, []);
});

test('the rest of a folder is packed without the name that is not UTF-8', onLinux, async (t) => {
  const { root } = await gbkFolder(t);
  const files = localFolder(root);
  const paths = await fileSet({ files, listed: await gitFileList('git', root) });
  const to = path.join(await folderFor(t), 'p.tar.gz');
  await packFolder({ files, paths, to, fileName: 'p.tar.gz' });
  const names = execFileSync('tar', ['--quoting-style=literal', '-tzf', to], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  assert.deepEqual(names.trim().split('\n'), ['./app_desc.yaml', './src/演示.py']);
});

test('a name that contains U+FFFD is a valid name', async (t) => {
  const root = await folderFor(t);
  await repositoryIn(root, { 'a-\uFFFD.py': 'x' });
  for (const mode of ['git', 'walk'] as const) {
    const { all, leftOut } = await previewOf(root, mode);
    assert.deepEqual([all.length, leftOut], [1, []]);
  }
});

test('a submodule is reported until it is fetched', async (t) => {
  const base = await folderFor(t);
  const [library, origin, root] = ['library', 'origin', 'clone'].map((name) => path.join(base, name)) as [
    string,
    string,
    string,
  ];
  await repositoryIn(library, { 'lib.py': 'x' });
  await repositoryIn(origin, { 'app_desc.yaml': 'x' });
  git(origin, 'submodule', 'add', library, 'vendor/lib');
  git(origin, 'commit', '-m', 'submodule');
  git(base, 'clone', origin, root);
  assert.deepEqual((await previewOf(root)).warnings, [{ code: 'emptySubmodules', paths: ['vendor/lib'] }]);
  await write(root, { '.bkpaasignore': 'vendor/lib/\n' });
  assert.deepEqual((await previewOf(root)).warnings, [], 'its folder is left out on purpose');
  await rm(path.join(root, '.bkpaasignore'));
  git(root, 'submodule', 'update', '--init', '--recursive');
  const { warnings, all } = await previewOf(root);
  assert.deepEqual(warnings, []);
  assert.ok(all.some((file) => file.path === 'vendor/lib/lib.py'));
});

test('what a sparse checkout leaves out is reported, and a deleted file is not', async (t) => {
  const root = await folderFor(t);
  await repositoryIn(root, {
    'app_desc.yaml': 'x',
    'web/a.js': 'x',
    'web/b.js': 'x',
    'api/a.py': 'x',
    'api/b.py': 'x',
  });
  git(root, 'sparse-checkout', 'set', '--cone', 'api');
  await rm(path.join(root, 'api', 'b.py'));
  const { warnings, all } = await previewOf(root);
  assert.deepEqual(warnings, [{ code: 'notCheckedOut', paths: ['web/a.js', 'web/b.js'] }]);
  assert.deepEqual(all.map((file) => file.path).sort(), ['api/a.py', 'app_desc.yaml']);
  git(root, 'sparse-checkout', 'disable');
  assert.deepEqual((await previewOf(root)).warnings, []);
});

test('a file whose changes git ignores is packed as it is on the disk', async (t) => {
  const root = await folderFor(t);
  await repositoryIn(root, { 'settings.py': 'x' });
  git(root, 'update-index', '--skip-worktree', 'settings.py');
  const { warnings, all } = await previewOf(root);
  assert.deepEqual([warnings, all.length], [[], 1]);
});

test('a folder with nothing to pack is rejected', async (t) => {
  const root = await folderFor(t);
  await repositoryIn(root, { 'web/a.js': 'x' });
  git(root, 'sparse-checkout', 'set', '--cone', 'api');
  const files = localFolder(root);
  const paths = await fileSet({ files, listed: await gitFileList('git', root) });
  await assert.rejects(
    packFolder({ files, paths, to: path.join(root, 'p.tar.gz'), fileName: 'p.tar.gz' }),
    (error) => error instanceof PackError && error.problem === 'nothingToPack',
  );
});

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;

test('Git LFS pointers are reported, and texts about them are not', async (t) => {
  const root = await folderFor(t);
  await repositoryIn(root, {
    'model.bin': pointer,
    'other/model.bin': pointer.replaceAll('\n', '\r\n'),
    'README.md': `A pointer begins with ${pointer}`,
    'spec.md': pointer.padEnd(2000, 'x'),
    'v10.bin': pointer.replace('spec/v1', 'spec/v10'),
  });
  const warnings = [{ code: 'lfsPointers', paths: ['model.bin', 'other/model.bin'] }];
  assert.deepEqual((await previewOf(root)).warnings, warnings);
  assert.deepEqual((await previewOf(root, 'walk')).warnings, warnings, 'without git too');
});

test('scripts with CRLF after their first line are reported', async (t) => {
  const root = await folderFor(t);
  const executable = ['start.sh', 'data.csv', 'installer.run'];
  await write(root, {
    'bin/start': '#!/bin/sh\r\necho\r\n',
    'good.sh': '#!/bin/sh\necho\r\n',
    'start.sh': 'echo\r\n',
    'not-executable.sh': 'echo\r\n',
    'data.csv': 'a,b\r\n',
    'installer.run': Buffer.from(`#!/bin/sh\r\n`.padEnd(300_000, 'x')),
    'empty.sh': '',
    'no-end': '#!/bin/sh',
  });
  for (const name of executable) await chmod(path.join(root, name), 0o755);
  const told = async (windows: boolean): Promise<PackPreview['warnings']> =>
    (await previewOf(root, 'walk', localFolder(root, windows))).warnings;
  assert.deepEqual(await told(true), [{ code: 'crlfScripts', paths: ['bin/start'] }], 'without executable bits');
  if (process.platform === 'win32') return;
  assert.deepEqual(await told(false), [{ code: 'crlfScripts', paths: ['bin/start', 'installer.run', 'start.sh'] }]);
});

test('at most the start of a large file is read', async (t) => {
  const root = await folderFor(t);
  await write(root, { 'large.sh': Buffer.alloc(300_000, 'a'), 'large.bin': Buffer.alloc(300_000, 'a') });
  await chmod(path.join(root, 'large.sh'), 0o755);
  const files = localFolder(root, false);
  const reads: [string, number][] = [];
  const counting = {
    ...files,
    readWhole: (name: string, maxBytes: number) => {
      reads.push([name, maxBytes]);
      return files.readWhole(name, maxBytes);
    },
  };
  await previewOf(root, 'walk', counting);
  assert.ok(reads.every(([name, maxBytes]) => name === 'large.sh' && maxBytes <= 1024));
});

test('a pointer is reported even after the limit of files that are searched for keys', async (t) => {
  const root = await folderFor(t);
  await write(root, { 'z.bin': pointer });
  const folder = localFolder(root);
  const files = {
    ...folder,
    look: (name: string) =>
      name === 'z.bin'
        ? folder.look(name)
        : Promise.resolve({ kind: 'file' as const, sizeBytes: 64 * 1024, executable: false }),
    readWhole: (name: string, maxBytes: number) =>
      name === 'z.bin' ? folder.readWhole(name, maxBytes) : Promise.resolve(Buffer.from('x')),
  };
  const many = Array.from({ length: 600 }, (_, index) => ({ path: `a${index}`, kind: 'file' as const }));
  const { warnings } = await packPreview(files, [...many, { path: 'z.bin', kind: 'file' }]);
  assert.deepEqual(warnings, [{ code: 'lfsPointers', paths: ['z.bin'] }]);
});
