import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vsix = path.join(root, 'dist', 'bkpaas.vsix');

test('the VSIX is at most 100 KB', () => {
  const kilobytes = statSync(vsix).size / 1024;
  assert.ok(kilobytes <= 100, `${kilobytes.toFixed(1)} KB`);
});

test('the VSIX holds what is used and nothing else', () => {
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const listed = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: root, encoding: 'utf8' });
  assert.deepEqual(listed.trim().split(/\r?\n/).sort(), [
    'CHANGELOG.md',
    'LICENSE',
    'dist/README.md',
    'dist/README.zh-CN.md',
    'dist/extension.cjs',
    'dist/form-data.cjs',
    'dist/js-yaml.cjs',
    'l10n/bundle.l10n.zh-cn.json',
    'media/activity-bar.svg',
    'media/icon.png',
    'media/result.css',
    'package.json',
    'package.nls.json',
    'package.nls.zh-cn.json',
  ]);
});

test('no bundle holds a copy of undici', () => {
  for (const file of ['extension', 'form-data', 'js-yaml']) {
    assert.doesNotMatch(readFileSync(path.join(root, 'dist', `${file}.cjs`), 'utf8'), /undici|globalDispatcher/, file);
  }
});

test('the README’s pictures are there', () => {
  for (const readme of ['README.md', 'README.zh-CN.md']) {
    const text = readFileSync(path.join(root, readme), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(((?!https?:|#)[^)#]+)/g)) {
      assert.ok(statSync(path.join(root, target)).size > 0, `${readme}: ${target}`);
    }
  }
});
