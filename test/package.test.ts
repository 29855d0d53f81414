import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { readZip, zipEnd } from './platform/upload/readZip.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const vsix = path.join(root, 'dist', 'bkpaas.vsix');

test('the VSIX is at most 1 MB', () => {
  const kilobytes = statSync(vsix).size / 1024;
  assert.ok(kilobytes <= 1024, `${kilobytes.toFixed(1)} KB`);
});

test('the VSIX holds what is used and nothing else', () => {
  const bytes = readFileSync(vsix);
  const names = readZip(bytes, zipEnd(bytes) ?? 0).map((entry) => entry.path);
  assert.deepEqual(names.sort(), [
    '[Content_Types].xml',
    'extension.vsixmanifest',
    'extension/LICENSE.txt',
    'extension/README.zh-CN.md',
    'extension/changelog.md',
    'extension/dist/appDescription.cjs',
    'extension/dist/checkPackage.cjs',
    'extension/dist/descriptions.cjs',
    'extension/dist/extension.cjs',
    'extension/dist/form-data.cjs',
    'extension/dist/htmlparser2.cjs',
    'extension/dist/ignore.cjs',
    'extension/dist/page/deployment.css',
    'extension/dist/page/deployment.js',
    'extension/dist/page/result.css',
    'extension/dist/page/result.js',
    'extension/dist/schemas/en/app-desc.json',
    'extension/dist/schemas/zh-cn/app-desc.json',
    'extension/dist/tar-stream.cjs',
    'extension/dist/yauzl.cjs',
    'extension/l10n/bundle.l10n.zh-cn.json',
    'extension/media/activity-bar.svg',
    'extension/media/icon.png',
    'extension/package.json',
    'extension/package.nls.json',
    'extension/package.nls.zh-cn.json',
    'extension/readme.md',
  ]);
});

test('no text of the VSIX has a relative link or is about the repository', () => {
  for (const name of ['README.md', 'README.zh-CN.md', 'CHANGELOG.md']) {
    const text = readFileSync(path.join(root, 'dist', 'package', name), 'utf8');
    assert.doesNotMatch(text, /\]\((?!https?:|#)|repository only|npm ci/, name);
  }
});

test('the manifest of the VSIX has nothing that only matters in the repository', () => {
  const text = readFileSync(path.join(root, 'dist', 'package', 'package.json'), 'utf8');
  const manifest = JSON.parse(text) as Record<string, unknown>;
  for (const ours of ['private', 'scripts', 'devDependencies', 'allowScripts', 'overrides']) {
    assert.equal(manifest[ours], undefined, ours);
  }
  assert.deepEqual(Object.keys(manifest['engines'] as object), ['vscode']);
});

test('no bundle holds a copy of undici', () => {
  for (const file of readdirSync(path.join(root, 'dist')).filter((name) => name.endsWith('.cjs'))) {
    assert.doesNotMatch(readFileSync(path.join(root, 'dist', file), 'utf8'), /undici|globalDispatcher/, file);
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
