import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { checkPackage } from '../../../src/core/package/checkPackage.ts';
import { fileSet } from '../../../src/core/packing/fileSet.ts';
import { gitFileList } from '../../../src/core/packing/gitFileList.ts';
import { localFolder } from '../../../src/core/packing/localFolder.ts';
import { folderEntries } from '../../../src/core/packing/packFolder.ts';
import { packPreview } from '../../../src/core/packing/packPreview.ts';

interface Case {
  what: 'submodule' | 'lfs' | 'crlf' | 'npmrc' | 'zipEnd';
  path: string;
  size?: number;
  text?: string;
  before?: number;
  after?: number;
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/packages/folders.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

/** The code of the warning that each kind must have. */
const codes = { submodule: 'emptySubmodules', lfs: 'lfsPointers', crlf: 'crlfScripts', zipEnd: 'zipEnd' } as const;

function contentOf({ what, size = 0, text = '', before = 0, after = 0 }: Case): Buffer {
  switch (what) {
    case 'lfs':
      return Buffer.from(`version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize ${size}\n`);
    case 'crlf':
      return Buffer.from('#!/bin/sh\r\nexec ./server\r\n');
    case 'zipEnd': {
      const record = Buffer.alloc(22);
      record.write('PK\x05\x06', 'latin1');
      return Buffer.concat([
        Buffer.from('\xff\xd8\xff', 'latin1'),
        Buffer.alloc(before, 7),
        record,
        Buffer.alloc(after, 7),
      ]);
    }
    default:
      return Buffer.from(text);
  }
}

test('each labelled file is reported exactly if its label says so', async (t) => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-labelled-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  git('init');
  for (const each of cases) {
    const to = path.join(root, each.path);
    await mkdir(each.what === 'submodule' ? to : path.dirname(to), { recursive: true });
    if (each.what === 'submodule') git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},${each.path}`);
    else await writeFile(to, contentOf(each));
  }
  const files = localFolder(root);
  const paths = await fileSet({ files, listed: await gitFileList('git', root) });
  const { warnings, secrets } = await packPreview(files, paths);
  const told = Object.fromEntries(warnings.map(({ code, paths: found }) => [code, found]));
  const expected = Object.entries(codes).map(([what, code]) => [
    code,
    cases.filter((each) => each.what === what).map((each) => each.path),
  ]);
  assert.deepEqual(told, Object.fromEntries(expected));
  assert.deepEqual(secrets, []);
  const { findings } = await checkPackage(folderEntries(files, paths), { format: 'tar' });
  assert.ok(!findings.some(({ code }) => code === 'secretsIncluded'));
});
