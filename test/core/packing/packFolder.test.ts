import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import fc from 'fast-check';
import { readEntries } from '../../../src/core/archive/readEntries.ts';
import { createTarWriter } from '../../../src/core/archive/tarWriter.ts';
import { fileSet } from '../../../src/core/packing/fileSet.ts';
import type { FolderFiles } from '../../../src/core/packing/folderFiles.ts';
import { localFolder } from '../../../src/core/packing/localFolder.ts';
import { PackError, packFolder } from '../../../src/core/packing/packFolder.ts';
import { packPreview } from '../../../src/core/packing/packPreview.ts';
import { repetitionsOf } from '../../nightly.ts';

async function folderFor(t: Pick<TestContext, 'after'>): Promise<{ root: string; out: string }> {
  const base = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-packing-'));
  t.after(() => rm(base, { recursive: true, force: true }));
  const [root, out] = [path.join(base, 'project'), path.join(base, 'out')];
  await Promise.all([mkdir(root), mkdir(out)]);
  return { root, out };
}

async function write(root: string, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
}

async function pack(files: FolderFiles, out: string, signal?: AbortSignal) {
  const paths = await fileSet({ files, listed: undefined });
  return packFolder({ files, paths, to: path.join(out, 'p.tar.gz'), fileName: 'p.tar.gz', signal });
}

async function contentsOf(file: { path: string; content: 'gzip' | 'zip' | 'tar' }) {
  const found: Record<string, string> = {};
  for await (const entry of readEntries(file)) {
    const body =
      entry.kind === 'symlink' ? `-> ${entry.linkName ?? ''}` : (await entry.read(10_000_000)).toString('latin1');
    found[entry.name] = `${(entry.mode ?? 0).toString(8)} ${body}`;
  }
  return found;
}

const project = {
  'app_desc.yaml': 'spec_version: 2\n',
  'bin/start': 'echo\n',
  'run.sh': '#!/bin/sh\n',
  'src/演示.py': 'x',
};

test('the same files give the same archive, at any time and on any system', async (t) => {
  const [one, other] = [await folderFor(t), await folderFor(t)];
  for (const { root } of [one, other]) await write(root, project);
  await utimes(path.join(other.root, 'run.sh'), 1, 1);
  await chmod(path.join(other.root, 'run.sh'), 0o755);
  const [first, second] = [await pack(localFolder(one.root), one.out), await pack(localFolder(other.root), other.out)];
  const onWindows = await pack(localFolder(one.root, true), other.out);
  assert.equal(second.sha256, first.sha256);
  assert.equal(onWindows.sha256, first.sha256);
  assert.deepEqual(await contentsOf(first), {
    './app_desc.yaml': '644 spec_version: 2\n',
    './bin/start': '755 echo\n',
    './run.sh': '755 #!/bin/sh\n',
    './src/演示.py': '644 x',
  });
});

test('GNU tar and Python’s tarfile list the same names in an archive', async (t) => {
  const { root, out } = await folderFor(t);
  await write(root, { ...project, [`${'long/'.repeat(40)}file`]: 'x', 'large.bin': Buffer.alloc(700_000, 'ab') });
  await symlink('bin/start', path.join(root, 'start'));
  const { path: file } = await pack(localFolder(root), out);
  const gnu = execFileSync('tar', ['--quoting-style=literal', '-tzf', file], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  const code = 'import sys,tarfile\nfor m in tarfile.open(sys.argv[1]): print(m.name)';
  const python = execFileSync('python3', ['-c', code, file], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONUTF8: '1' },
  });
  assert.equal(gnu, python);
  assert.equal(gnu.trim().split('\n').length, 7);
});

test('links inside the folder are kept, and others are left out and reported', async (t) => {
  const { root, out } = await folderFor(t);
  await write(root, { 'a/file': 'x' });
  await symlink('../a/file', path.join(root, 'a', 'inside'));
  await symlink('../../etc/passwd', path.join(root, 'a', 'outside'));
  await symlink('/etc/passwd', path.join(root, 'absolute'));
  const files = localFolder(root);
  const contents = await contentsOf(await pack(files, out));
  assert.deepEqual(Object.keys(contents), ['./a/file', './a/inside']);
  const preview = await packPreview(files, await fileSet({ files, listed: undefined }));
  assert.deepEqual(preview.leftOut, [
    { path: 'a/outside', reason: 'linkLeavesFolder' },
    { path: 'absolute', reason: 'linkLeavesFolder' },
  ]);
});

test('.git is never packed; .gitignore and .bkpaasignore apply, and .bkpaasignore takes precedence', async (t) => {
  const { root } = await folderFor(t);
  await write(root, {
    '.git/config': 'x',
    '.gitignore': 'dist/\n*.log\n!keep.log\n',
    'dist/app.js': 'x',
    'dist/other.js': 'x',
    'a.log': 'x',
    'keep.log': 'x',
    'sub/.gitignore': '/only-here\n',
    'sub/only-here': 'x',
    'sub/deeper/only-here': 'x',
    'docs/a.md': 'x',
    '.bkpaasignore': '/docs\n!dist/app.js\n',
  });
  const names = (await fileSet({ files: localFolder(root), listed: undefined })).map(({ path: name }) => name);
  assert.deepEqual(names, [
    '.bkpaasignore',
    '.gitignore',
    'dist/app.js',
    'keep.log',
    'sub/.gitignore',
    'sub/deeper/only-here',
  ]);
});

test('the list of git is used: deleted files are left out, and the files of a submodule are included', async (t) => {
  const { root } = await folderFor(t);
  await write(root, { 'a.txt': 'x', 'module/b.txt': 'x', 'untracked.txt': 'x' });
  const listed = ['a.txt', 'deleted.txt', 'module'].map((name) => ({ path: name, isUtf8: true, skipWorktree: false }));
  const names = (await fileSet({ files: localFolder(root), listed })).map(({ path: name }) => name);
  assert.deepEqual(names, ['a.txt', 'module/b.txt']);
});

test('an empty folder is refused', async (t) => {
  const { root, out } = await folderFor(t);
  await assert.rejects(
    pack(localFolder(root), out),
    (error) => error instanceof PackError && error.problem === 'nothingToPack',
  );
});

test('a file that changes, or cannot be read, stops the packing, and nothing is left behind', async (t) => {
  const { root, out } = await folderFor(t);
  await write(root, { 'a.txt': 'x', 'b.txt': 'x', 'large.bin': Buffer.alloc(600_000) });
  const files = localFolder(root);
  const grown: FolderFiles = {
    ...files,
    load: async (name, max) => {
      const { facts, content } = await files.load(name, max);
      return { facts, content: content && Buffer.concat([content, Buffer.from('more')]) };
    },
  };
  const broken: FolderFiles = {
    ...files,
    load: (name, max) => (name === 'b.txt' ? Promise.reject(new Error('EACCES')) : files.load(name, max)),
  };
  const shortened: FolderFiles = {
    ...files,
    read: async function* () {
      yield await Promise.resolve(Buffer.alloc(1000));
    },
  };
  for (const [folder, problem] of [
    [grown, 'fileChanged'],
    [broken, 'fileUnreadable'],
    [shortened, 'fileChanged'],
  ] as const) {
    await assert.rejects(pack(folder, out), (error) => error instanceof PackError && error.problem === problem);
    assert.deepEqual(await readdir(out), []);
  }
});

test('the archive’s file exists before anything can fail, so it cannot appear after its removal', async (t) => {
  const { out } = await folderFor(t);
  const to = path.join(out, 'p.tar.gz');
  const writer = await createTarWriter(to);
  assert.ok(existsSync(to));
  await writer.destroy(new Error('EACCES'));
  rmSync(to);
  assert.deepEqual(await readdir(out), []);
});

test('cancelling leaves nothing behind', async (t) => {
  const { root, out } = await folderFor(t);
  await write(root, Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, 'x'.repeat(1000)])));
  const controller = new AbortController();
  const files = localFolder(root);
  let reads = 0;
  const cancelling: FolderFiles = {
    ...files,
    load: (name, max) => {
      if ((reads += 1) === 100) controller.abort();
      return files.load(name, max);
    },
  };
  await assert.rejects(
    pack(cancelling, out, controller.signal),
    (error) => error instanceof Error && error.name === 'AbortError',
  );
  assert.deepEqual(await readdir(out), []);
});

test('keys and tokens in texts are reported; placeholders and binary files are not', async (t) => {
  const { root } = await folderFor(t);
  await write(root, {
    'config.js': `const key = 'AKIA${'A'.repeat(16)}';`,
    'deploy.yml': `token: ghp_${'a'.repeat(36)}`,
    '.npmrc': '//registry/:_authToken=${NPM_TOKEN}',
    'key.txt': '-----BEGIN RSA PRIVATE KEY-----\n',
    'image.bin': Buffer.concat([Buffer.from([0]), Buffer.from(`ghp_${'a'.repeat(36)}`)]),
    'README.md': 'AKIA is a prefix',
  });
  const files = localFolder(root);
  const { secrets } = await packPreview(files, await fileSet({ files, listed: undefined }));
  assert.deepEqual(
    secrets.map(({ path: name, kind }) => `${name}: ${kind}`),
    ['config.js: awsAccessKey', 'deploy.yml: githubToken', 'key.txt: privateKey'],
  );
});

test('property: unpacking what was packed gives the same files', async (t) => {
  const name = fc.stringMatching(/^[a-z演_][a-z0-9 ._演-]{0,20}[a-z]$/);
  const files = fc.dictionary(
    fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
    fc.uint8Array({ maxLength: 2000 }),
    { minKeys: 1, maxKeys: 12 },
  );
  await fc.assert(
    fc.asyncProperty(files, async (given) => {
      const { root, out } = await folderFor(t);
      // A path cannot be both a file and a folder, so this drops each file whose path is also a folder.
      const usable = Object.entries(given).filter(
        ([key]) => !Object.keys(given).some((other) => other !== key && other.startsWith(`${key}/`)),
      );
      await write(root, Object.fromEntries(usable.map(([key, bytes]) => [key, Buffer.from(bytes)])));
      const contents = await contentsOf(await pack(localFolder(root), out));
      const bodies = Object.entries(contents).map(([key, text]) => [key.slice(2), text.slice(text.indexOf(' ') + 1)]);
      const wanted = usable.map(([key, bytes]) => [key, Buffer.from(bytes).toString('latin1')]);
      assert.deepEqual(Object.fromEntries(bodies), Object.fromEntries(wanted));
    }),
    { numRuns: repetitionsOf(100), seed: 20261127 },
  );
});
