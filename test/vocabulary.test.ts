import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import test from 'node:test';

const root = new URL('../', import.meta.url);

/** The two tables of `docs/vocabulary.md`. */
const [terms = [], avoided = []] = tablesOf(await read('docs/vocabulary.md'));
const rejectedEnglishWords = terms.flatMap(([, , , not = '']) => textsInBackticks(not));
const rejectedChineseWords = terms
  .flatMap(([, , , , not = '']) => textsInBackticks(not))
  .filter((word) => word !== '发布');
const alwaysRejectedWords = avoided.flatMap(([not = '']) => textsInBackticks(not));

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...(await readdir(new URL('docs/', root), { recursive: true }))
    .map((file) => `docs/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.md') && !file.endsWith('.zh-CN.md') && file !== 'docs/vocabulary.md'),
];
const translatedDocuments = ['README', 'docs/commands', 'docs/keyboard', 'docs/settings', 'docs/troubleshooting'];
const documentsForUsers = [...translatedDocuments.map((name) => `${name}.md`), 'docs/security.md'];
const chineseDocuments = translatedDocuments.map((name) => `${name}.zh-CN.md`);

test('the vocabulary’s tables have the words to reject', () => {
  assert.ok(
    rejectedEnglishWords.includes('application code') &&
      rejectedChineseWords.includes('您') &&
      alwaysRejectedWords.includes('all the same'),
  );
});

test('no English text of the window has a word that the vocabulary rejects', async () => {
  const texts = [
    ...Object.values(await readBundle('l10n/bundle.l10n.json')),
    ...Object.values(await readBundle('package.nls.json')),
    ...(await schemaTexts()).english,
  ];
  assert.deepEqual(
    texts.flatMap((text) => findWords(text, [...rejectedEnglishWords, ...alwaysRejectedWords])),
    [],
  );
});

test('no document for users has a word that the vocabulary rejects, nor has the changelog’s unreleased part', async () => {
  const unreleased = (await read('CHANGELOG.md')).split(/^## /m).find((part) => part.startsWith('[Unreleased]')) ?? '';
  const texts = [unreleased, ...(await Promise.all(documentsForUsers.map(read)))];
  assert.deepEqual(
    texts.flatMap((text) => findWords(proseOf(text), [...rejectedEnglishWords, ...alwaysRejectedWords])),
    [],
  );
});

test('no document has a word at which a reader has to stop', async () => {
  const texts = await Promise.all(documents.map(read));
  assert.deepEqual(
    texts.flatMap((text) => findWords(proseOf(text), alwaysRejectedWords)),
    [],
  );
});

test('no comment of the product or its scripts has a word at which a reader has to stop', async () => {
  const files = await Promise.all(
    ['src', 'scripts'].map(async (folder) =>
      (await readdir(new URL(`${folder}/`, root), { recursive: true }))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
    ),
  );
  const texts = await Promise.all(files.flat().map(async (file) => commentsOf(await read(file))));
  assert.deepEqual(
    texts.flatMap((text) => findWords(text, alwaysRejectedWords)),
    [],
  );
});

test('no Chinese text has a word that the vocabulary rejects', async () => {
  const texts = [
    ...Object.values(await readBundle('l10n/bundle.l10n.zh-cn.json')),
    ...Object.values(await readBundle('package.nls.zh-cn.json')),
    ...(await schemaTexts()).chinese,
    ...(await Promise.all(chineseDocuments.map(read))).map(proseOf),
  ];
  const wrong = texts.flatMap((text) =>
    rejectedChineseWords.filter((word) => text.includes(word)).map((word) => `${word}: ${text}`),
  );
  assert.deepEqual(wrong, []);
});

test('发布 is a release in every Chinese text, or part of 预发布环境', async () => {
  const texts = [
    ...Object.values(await readBundle('l10n/bundle.l10n.zh-cn.json')),
    ...Object.values(await readBundle('package.nls.zh-cn.json')),
    ...(await Promise.all(chineseDocuments.map(read))).flatMap((text) => text.split('\n')),
  ];
  const allowed = /发布版本|发布来源|发布页面|预发布环境/g;
  assert.deepEqual(
    texts.filter((text) => text.replace(allowed, '').includes('发布')),
    [],
  );
});

/** Returns which of the words a text contains, each with the text around it. Compares whole words and ignores case. */
function findWords(text: string, words: readonly string[]): string[] {
  const pattern = new RegExp(`.{0,40}(?<![\\p{L}-])(${words.join('|')})(?![\\p{L}-]).{0,40}`, 'giu');
  return [...text.replace(/\s+/g, ' ').matchAll(pattern)].map(([around, word]) => `${word}: …${around}…`);
}

/** Returns a document without code, quotations and addresses, because this project did not choose their words. */
function proseOf(markdown: string): string {
  return markdown.replace(/^```[^]*?^```$/gm, '').replace(/`[^`\n]*`|“[^”\n]*”|\]\([^)\n]*\)/g, '·');
}

/** Returns the comments of a source file. Does not mistake the `//` of an address in a string for a comment. */
function commentsOf(source: string): string {
  return (source.match(/\/\*[^]*?\*\/|(?<!:)\/\/.*$/gm) ?? []).map((text) => text.replace(/^[\s/*]+/gm, ' ')).join(' ');
}

/** Returns the tables of a document. A table is a list of rows, without the header. A row is a list of cells. */
function tablesOf(markdown: string): string[][][] {
  return markdown
    .split(/\n(?!\|)/)
    .filter((part) => part.startsWith('|') || part.includes('\n|'))
    .map((part) => part.split('\n').filter((line) => line.startsWith('|')))
    .map((lines) =>
      lines.slice(2).map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    );
}

/** Returns the texts in backticks. */
function textsInBackticks(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}

/** Returns the texts that completion and hovers show from the schemas, by language. */
async function schemaTexts(): Promise<Record<'english' | 'chinese', string[]>> {
  const texts: Record<'english' | 'chinese', string[]> = { english: [], chinese: [] };
  const collect = (node: unknown, language: 'english' | 'chinese'): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node) as [string, unknown][]) {
      if (/^(?:title|description)$/.test(key) && typeof value === 'string') texts[language].push(value);
      else collect(value, key === 'x-zh-cn' ? 'chinese' : language);
    }
  };
  for (const version of [2, 3]) collect(JSON.parse(await read(`schemas/app-desc-${version}.json`)), 'english');
  return texts;
}

async function readBundle(file: string): Promise<Record<string, string>> {
  return JSON.parse(await read(file)) as Record<string, string>; // these files are flat objects with text values
}

function read(file: string): Promise<string> {
  return readFile(new URL(file, root), 'utf8');
}
