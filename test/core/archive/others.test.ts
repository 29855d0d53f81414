import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { PackageFile } from '../../../src/core/archive/packageEntry.ts';
import { readEntries } from '../../../src/core/archive/readEntries.ts';

/**
 * This file tests archives that other tools wrote. The archives of bsdtar 3.6 and Info-ZIP 3.0 are in the repository.
 * The tests create the others.
 */

const folder = mkdtempSync(path.join(os.tmpdir(), 'bkpaas-archives-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});
const fixtures = fileURLToPath(new URL('../../fixtures/archives/', import.meta.url));
const project = makeProject();

type Content = PackageFile['content'];

interface ArchiveMaker {
  tool: string;
  content: Content;
  make: (to: string) => void;
}

const makeWithPython = (code: string) => (to: string) => {
  execFileSync('python3', ['-c', code, project, to]);
};

const archiveMakers: readonly ArchiveMaker[] = [
  { tool: 'GNU tar', content: 'gzip', make: (to) => execFileSync('tar', ['-czf', to, '-C', project, '.']) },
  {
    tool: 'GNU tar, pax',
    content: 'tar',
    make: (to) => execFileSync('tar', ['--format=pax', '-cf', to, '-C', project, '.']),
  },
  {
    tool: 'GNU tar, v7',
    content: 'tar',
    make: (to) => execFileSync('tar', ['--format=v7', '-cf', to, '-C', project, '.']),
  },
  {
    tool: 'Python’s tarfile',
    content: 'gzip',
    make: makeWithPython(
      "import sys,tarfile\nt=tarfile.open(sys.argv[2],'w:gz')\nt.add(sys.argv[1],arcname='.')\nt.close()",
    ),
  },
  {
    tool: 'Python’s zipfile',
    content: 'zip',
    make: makeWithPython(
      "import sys,os,zipfile\nz=zipfile.ZipFile(sys.argv[2],'w',zipfile.ZIP_DEFLATED)\nfor r,d,f in os.walk(sys.argv[1]):\n  for n in f:\n    p=os.path.join(r,n)\n    z.write(p,os.path.relpath(p,sys.argv[1]))\nz.close()",
    ),
  },
  {
    tool: 'git archive',
    content: 'gzip',
    make: (to) => {
      const git = (...args: string[]): void =>
        void execFileSync('git', ['-C', project, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
      git('init', '-q');
      git('add', '-A');
      git('commit', '-q', '-m', 'one');
      git('archive', '--format=tar.gz', '-o', to, 'HEAD');
      rmSync(path.join(project, '.git'), { recursive: true });
    },
  },
  {
    tool: 'npm pack',
    content: 'gzip',
    make: (to) => {
      const [{ filename = '' }] = JSON.parse(
        execFileSync('npm', ['pack', '--json', '--pack-destination', path.dirname(to)], {
          cwd: project,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      ) as [{ filename?: string }];
      execFileSync('mv', [path.join(path.dirname(to), filename), to]);
    },
  },
];

for (const { tool, content, make } of archiveMakers) {
  test(`an archive by ${tool} is read right`, async () => {
    const file = path.join(folder, `${tool.replaceAll(/[^a-z]/gi, '')}.archive`);
    make(file);
    await assertReadsCorrectly(file, content);
  });
}

for (const [name, content] of [
  ['bsdtar.tar.gz', 'gzip'],
  ['bsdtar-ustar.tar', 'tar'],
  ['bsdtar.zip', 'zip'],
  ['info-zip.zip', 'zip'],
] as const) {
  // Info-ZIP does not mark the names in its archive as UTF-8. Without the mark, Python, and thus the platform, decodes
  // the names with another encoding. The reader must do the same, so it must not find the Chinese name.
  const saysUtf8 = name !== 'info-zip.zip';
  test(`${name}, which another tool has made, is read right`, () =>
    assertReadsCorrectly(path.join(fixtures, name), content, saysUtf8));
}

/**
 * Asserts that the reader finds the description's text, the start script's permission if the format stores permissions,
 * and the Chinese name if the archive marks the names as UTF-8.
 */
async function assertReadsCorrectly(file: string, content: Content, saysUtf8 = true): Promise<void> {
  const names: string[] = [];
  let description = '';
  let mode: number | undefined;
  for await (const entry of readEntries({ path: file, content })) {
    if (entry.kind === 'file') names.push(entry.name.replace(/^(?:\.|package)\//, ''));
    if (entry.name.endsWith('app_desc.yaml')) description = (await entry.read(1000)).toString();
    if (entry.name.endsWith('bin/start')) mode = entry.mode;
  }
  assert.ok(names.includes('app_desc.yaml'), names.join());
  assert.equal(names.includes('演示 文件.txt'), saysUtf8, names.join());
  assert.match(description, /^spec_version: 2\n/);
  if (mode !== undefined) assert.notEqual(mode & 0o100, 0);
}

function makeProject(): string {
  const root = path.join(folder, 'project');
  mkdirSync(path.join(root, 'bin'), { recursive: true });
  writeFileSync(path.join(root, 'app_desc.yaml'), 'spec_version: 2\napp:\n  bk_app_code: demo-app\n');
  writeFileSync(path.join(root, 'bin', 'start'), '#!/bin/sh\n');
  chmodSync(path.join(root, 'bin', 'start'), 0o755);
  writeFileSync(path.join(root, '演示 文件.txt'), '演示\n');
  writeFileSync(path.join(root, 'package.json'), '{"name": "demo-app", "version": "1.0.0"}\n');
  symlinkSync('bin/start', path.join(root, 'start'));
  return root;
}
