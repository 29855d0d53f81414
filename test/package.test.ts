import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { guides } from '../scripts/package.ts';
import { guidePlaces } from '../src/vscode/editor/ids.ts';
import { readZip, zipEndOffset } from './platform/upload/readZip.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const vsix = path.join(root, 'dist', 'bkpaas.vsix');

/** The files of the VSIX as VS Code unpacks them, keyed by path. */
const files = unpackVsix();

/** The Markdown files that VS Code's Extensions view shows. This view does not follow relative links. */
const extensionPages = ['extension/readme.md', 'extension/changelog.md'];

const markdownFiles = [...files.keys()].filter((name) => name.endsWith('.md'));

test('the VSIX is at most 1 MB', () => {
  const kilobytes = statSync(vsix).size / 1024;
  assert.ok(kilobytes <= 1024, `${kilobytes.toFixed(1)} KB`);
});

test('the VSIX holds what is used and nothing else', () => {
  const bundles = [...files.keys()].filter((name) => name.endsWith('.cjs'));
  // esbuild adds a hash to the name of every file except `extension.cjs`.
  const names = bundles.map((name) => name.replace(/^extension\/dist\/([\w-]+?)(?:-[0-9A-Z]{8})?\.cjs$/, '$1'));
  assert.deepEqual([...new Set(names)].sort(), [
    'appDescription',
    'checkPackage',
    'chunk',
    'descriptions',
    'dist',
    'extension',
    'form_data',
    'ignore',
    'onDemand',
    'start',
    'tar-stream',
    'yauzl',
  ]);
  const others = [...files.keys()].filter((name) => !bundles.includes(name));
  assert.deepEqual(others.sort(), [
    '[Content_Types].xml',
    'extension.vsixmanifest',
    'extension/LICENSE.txt',
    'extension/README.en.md',
    'extension/README.zh-CN.md',
    'extension/changelog.md',
    'extension/dist/page/applicationLog.css',
    'extension/dist/page/applicationLog.js',
    'extension/dist/page/deployment.css',
    'extension/dist/page/deployment.js',
    'extension/dist/page/result.css',
    'extension/dist/page/result.js',
    'extension/dist/schemas/en/app-desc.json',
    'extension/dist/schemas/zh-cn/app-desc.json',
    'extension/docs/commands.md',
    'extension/docs/commands.zh-CN.md',
    'extension/docs/keyboard.md',
    'extension/docs/keyboard.zh-CN.md',
    'extension/docs/security.md',
    'extension/docs/settings.md',
    'extension/docs/settings.zh-CN.md',
    'extension/docs/troubleshooting.md',
    'extension/docs/troubleshooting.zh-CN.md',
    'extension/l10n/bundle.l10n.zh-cn.json',
    'extension/media/activity-bar.svg',
    'extension/media/icon.png',
    'extension/media/walkthrough/deploy-en.svg',
    'extension/media/walkthrough/deploy-zh-cn.svg',
    'extension/media/walkthrough/platform-en.svg',
    'extension/media/walkthrough/platform-zh-cn.svg',
    'extension/media/walkthrough/publish-en.svg',
    'extension/media/walkthrough/publish-zh-cn.svg',
    'extension/media/walkthrough/token-en.svg',
    'extension/media/walkthrough/token-zh-cn.svg',
    'extension/media/walkthrough/upload-en.svg',
    'extension/media/walkthrough/upload-zh-cn.svg',
    'extension/package.json',
    'extension/package.nls.json',
    'extension/package.nls.zh-cn.json',
    'extension/readme.md',
  ]);
});

test('the pages of the Extensions view have no relative link, which would be dead there', () => {
  for (const name of extensionPages) assert.deepEqual(linksOf(name), [], name);
});

test('every relative link and anchor of the shipped guides leads to a place in the VSIX', () => {
  const followed = markdownFiles.flatMap((name) => linksOf(name).map((link) => ({ name, link })));
  assert.ok(followed.length > 25, `${followed.length} links`);
  for (const { name, link } of followed) assert.ok(isValidLink(name, link), `${name}: ${link}`);
});

test('every document to which the README leads is shipped, in both languages', () => {
  for (const [repositoryFile, shipped] of guides) {
    const text = readFileSync(path.join(root, repositoryFile), 'utf8').replaceAll(
      /<!-- repo[^]*?<!-- \/repo.*-->/g,
      '',
    );
    const targets = [...text.matchAll(/(?<!!)\[[^\]]*\]\((?!https?:)([^)\s]+)\)/g)];
    assert.equal(linksOf(`extension/${shipped}`).length, targets.length, `${repositoryFile} lost a link`);
  }
});

test('every place that a help button or the walkthrough opens is in the VSIX', () => {
  for (const places of Object.values(guidePlaces))
    for (const place of Object.values(places)) assert.ok(isValidLink('extension/package.json', place), place);
});

test('every picture of the walkthrough is in the VSIX, and takes its colours from the theme', () => {
  for (const language of ['', '.zh-cn']) {
    const texts = JSON.parse(textOf(`extension/package.nls${language}.json`)) as Record<string, string>;
    const pictures = Object.entries(texts).filter(([key]) => key.endsWith('.picture'));
    assert.equal(pictures.length, 5);
    for (const [key, picture] of pictures) assert.match(textOf(`extension/${picture}`), /^<svg .*var\(--vscode-/, key);
  }
});

test('no text of the VSIX is about the repository', () => {
  for (const name of markdownFiles) assert.doesNotMatch(textOf(name), /repository only|npm ci/, name);
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

function unpackVsix(): Map<string, () => string> {
  const bytes = readFileSync(vsix);
  const entries = readZip(bytes, zipEndOffset(bytes) ?? 0);
  return new Map(entries.map((entry) => [entry.path, () => entry.read().toString('utf8')]));
}

function textOf(file: string): string {
  const read = files.get(file);
  if (read === undefined) throw new Error(`the VSIX has no ${file}`);
  return read();
}

/** Returns the relative links and anchors of a Markdown file. */
function linksOf(file: string): string[] {
  return [...textOf(file).matchAll(/(?<!!)\[[^\]]*\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link);
}

/** Returns whether a link in a file leads to a file in the VSIX and, if it has an anchor, to a heading in that file. */
function isValidLink(from: string, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const file = target === '' ? from : path.posix.join(path.posix.dirname(from), target);
  if (!files.has(file)) return false;
  const headings = [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => anchorOf(title));
  return anchor === undefined || headings.includes(anchor);
}

/** Returns the anchor that GitHub and VS Code's Markdown preview give a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}
