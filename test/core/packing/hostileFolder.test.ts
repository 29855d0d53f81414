import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { createTarWriter } from '../../../src/core/archive/tarWriter.ts';
import { fileSet } from '../../../src/core/packing/fileSet.ts';
import { gitFileList } from '../../../src/core/packing/gitFileList.ts';
import { localFolder } from '../../../src/core/packing/localFolder.ts';

const onPosix = { skip: process.platform === 'win32' && 'links and scripts as on Linux and macOS' };

async function repositoryFor(
  t: TestContext,
): Promise<{ base: string; root: string; git: (...args: string[]) => void }> {
  const base = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-hostile-'));
  t.after(() => rm(base, { recursive: true, force: true }));
  const root = path.join(base, 'project');
  await mkdir(path.join(root, 'a'), { recursive: true });
  await writeFile(path.join(root, 'a', 'key'), 'inside');
  await writeFile(path.join(root, 'b'), 'inside');
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  const git = (...args: string[]): void => {
    execFileSync('git', [...who, ...args], { cwd: root, stdio: 'ignore' });
  };
  git('init');
  git('add', '.');
  git('commit', '-m', 'all');
  return { base, root, git };
}

async function pathsToPack(root: string): Promise<string[]> {
  const listed = await gitFileList('git', root);
  assert.ok(listed);
  return (await fileSet({ files: localFolder(root), listed })).map((found) => found.path);
}

test('tracked files below a folder that became a link out of the project are not packed', onPosix, async (t) => {
  const { base, root } = await repositoryFor(t);
  await mkdir(path.join(base, 'outside'));
  await writeFile(path.join(base, 'outside', 'key'), 'secret');
  await rm(path.join(root, 'a'), { recursive: true });
  await symlink(path.join(base, 'outside'), path.join(root, 'a'));
  assert.ok(!(await pathsToPack(root)).includes('a/key'));
});

test('a listed path that leads out of the folder is not packed', async (t) => {
  const { base, root } = await repositoryFor(t);
  await writeFile(path.join(base, 'key'), 'secret');
  const paths = ['../key', 'a/../../key', './b', 'a//key', 'b'];
  const listed = paths.map((name) => ({ path: name, isUtf8: true, skipWorktree: false }));
  assert.deepEqual(
    (await fileSet({ files: localFolder(root), listed })).map((found) => found.path),
    ['b'],
  );
});

test('the files of a repository within the repository are packed under their own names', async (t) => {
  const { root } = await repositoryFor(t);
  await mkdir(path.join(root, 'in', 's'), { recursive: true });
  await writeFile(path.join(root, 'in', 's', 'c'), 'nested');
  execFileSync('git', ['init'], { cwd: path.join(root, 'in'), stdio: 'ignore' });
  assert.deepEqual(await pathsToPack(root), ['a/key', 'b', 'in/s/c']);
});

test('listing fetches nothing, so it runs no program that a remote names', onPosix, async (t) => {
  const { base, root, git } = await repositoryFor(t);
  const marker = path.join(base, 'ran');
  const program = path.join(base, 'upload-pack');
  await writeFile(program, `#!/bin/sh\ntouch '${marker}'\nexit 1\n`);
  await chmod(program, 0o755);
  git('sparse-checkout', 'set', '--cone', '--sparse-index', 'c');
  git('config', 'core.repositoryFormatVersion', '1');
  git('config', 'extensions.partialClone', 'evil');
  git('config', 'remote.evil.promisor', 'true');
  git('config', 'remote.evil.url', base);
  git('config', 'remote.evil.uploadpack', program);
  await rm(path.join(root, '.git', 'objects'), { recursive: true });
  await mkdir(path.join(root, '.git', 'objects'));
  await gitFileList('git', root);
  assert.equal(existsSync(marker), false);
});

const devFullOnly = { skip: !existsSync('/dev/full') && 'a disk that is always full is Linux’s' };

test(
  'on a full disk, writing a file or ending the archive rejects, and the process continues',
  devFullOnly,
  async () => {
    const archive = await createTarWriter('/dev/full');
    await assert.rejects(async () => {
      for (let count = 0; count < 200; count += 1) {
        await archive.file(`f${count}`, false, Buffer.from(Array.from({ length: 65_536 }, () => Math.random() * 256)));
        await archive.symlink(`l${count}`, 'b');
      }
      await archive.end();
    });
  },
);
