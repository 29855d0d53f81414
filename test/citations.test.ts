import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { sections } from './contract/sections.ts';

/**
 * Matches a document's name and the numbers of the cited sections, such as `platform-api.md 4.8 to 4.14`. In
 * `platform-api.md 8 point 29`, this matches `platform-api.md 8`.
 */
const citationPattern =
  /([\w-]+\.md) (\d{1,2}(?:\.\d{1,2})?(?!\d)(?:(?:, | and |, and | to )\d{1,2}(?:\.\d{1,2})?(?!\d))*)/g;

const root = new URL('../', import.meta.url);
const texts = await readTexts();
const headings = await readHeadings();

test('every section that is cited is a heading of a document in docs/', () => {
  const cited = texts.flatMap(({ file, text }) =>
    [...joinCommentLines(text).matchAll(citationPattern)].flatMap(([, document = '', numbers = '']) =>
      (numbers.match(/[\d.]+/g) ?? []).map((number) => ({ file, document, number })),
    ),
  );
  assert.ok(cited.length > 200, `${cited.length} citations`);
  for (const { file, document, number } of cited) {
    assert.ok(headings.get(document)?.has(number), `${file} cites ${document} ${number}`);
  }
});

test('every document that a comment names is in the repository', async () => {
  const present = new Set([...headings.keys(), ...(await readdir(root)).filter((name) => name.endsWith('.md'))]);
  for (const { file, text } of texts.filter((each) => each.file.endsWith('.ts'))) {
    for (const [comment] of text.matchAll(/(?:^|[ \t])(?:\/\/|\/\*\*?|\*)[ \t].*$/gm)) {
      for (const [name] of comment.matchAll(/(?<![\w./-])[\w./-]+\.md\b/g)) {
        assert.ok(present.has(name.replace(/^docs\//, '')), `${file} names ${name}`);
      }
    }
  }
});

test('nothing cites the notes that the documents were written from', () => {
  for (const { file, text } of texts)
    assert.doesNotMatch(joinCommentLines(text), /API\s+reference|release\s+sources\s+\d/, file);
});

test('the sections of the contract have the titles of platform-api.md', () => {
  for (const [number, title] of Object.entries(sections)) {
    assert.equal(headings.get('platform-api.md')?.get(number), title, number);
  }
});

/**
 * Returns the text with the lines of each comment joined, so that `citationPattern` also matches a citation that spans
 * two lines.
 */
function joinCommentLines(text: string): string {
  return text.replaceAll(/\n *(?:\*|\/\/) (?=\S)/g, ' ');
}

/**
 * Returns the path, relative to the repository, and the text of every TypeScript file and document, READMEs included.
 */
async function readTexts(): Promise<{ file: string; text: string }[]> {
  const names = await Promise.all(
    ['src', 'scripts', 'test', 'docs'].map(async (folder) => {
      const entries = await readdir(new URL(`${folder}/`, root), { recursive: true });
      return entries.filter((name) => /\.(?:ts|md)$/.test(name)).map((name) => path.posix.join(folder, name));
    }),
  );
  const files = ['README.md', 'README.zh-CN.md', ...names.flat()];
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(new URL(file, root), 'utf8') })));
}

/**
 * Returns the headings of each document in docs/, keyed by file name. A document's headings map section number to
 * title.
 */
async function readHeadings(): Promise<Map<string, Map<string, string>>> {
  const documents = (await readdir(new URL('docs/', root))).filter((name) => name.endsWith('.md'));
  const read = documents.map(async (name): Promise<[string, Map<string, string>]> => {
    const text = await readFile(new URL(`docs/${name}`, root), 'utf8');
    const found = text.matchAll(/^#{2,3} (\d+(?:\.\d+)?) (.+)$/gm);
    return [name, new Map([...found].map(([, number = '', title = '']) => [number, title]))];
  });
  return new Map(await Promise.all(read));
}
