/**
 * `npm run l10n`: writes `l10n/bundle.l10n.json` from the texts in the code, and updates `l10n/bundle.l10n.zh-cn.json`.
 * Texts that are no longer used are removed. A text without a translation gets an empty translation, which the tests
 * reject.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { collectTexts } from '../test/collectTexts.ts';

const root = new URL('..', import.meta.url);
const englishFile = new URL('l10n/bundle.l10n.json', root);
const chineseFile = new URL('l10n/bundle.l10n.zh-cn.json', root);

const texts = await collectTexts();
const translations = await readBundle(chineseFile);
await writeBundle(
  englishFile,
  texts.map((text) => [text, text]),
);
await writeBundle(
  chineseFile,
  texts.map((text) => [text, translations[text] ?? '']),
);

const missing = texts.filter((text) => !translations[text]);
console.log(`${texts.length} texts, ${missing.length} without Chinese`);
for (const text of missing) console.log(`  ${text}`);

async function readBundle(file: URL): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>; // this script wrote the file
  } catch {
    return {};
  }
}

async function writeBundle(file: URL, entries: [string, string][]): Promise<void> {
  await writeFile(file, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}
