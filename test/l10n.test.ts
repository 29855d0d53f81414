import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { collectTexts } from './collectTexts.ts';

type Bundle = Record<string, string>;

const texts = await collectTexts();
const englishBundle = await readBundle('l10n/bundle.l10n.json');
const chineseBundle = await readBundle('l10n/bundle.l10n.zh-cn.json');
const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
const manifestEnglish = await readBundle('package.nls.json');
const manifestChinese = await readBundle('package.nls.zh-cn.json');

test('every text in the code is in both bundles, and nothing else is (npm run l10n writes them)', () => {
  assert.deepEqual(Object.keys(englishBundle).sort(), texts);
  assert.deepEqual(Object.keys(chineseBundle).sort(), texts);
});

test('every text has Chinese', () => {
  const missing = [...Object.entries(chineseBundle), ...Object.entries(manifestChinese)].filter(
    ([key, value]) => !/\p{Script=Han}/u.test(value) && !key.endsWith('.picture'),
  );
  // A text can lack Chinese characters in two cases: its translation equals its key, as for a name, or its key has no
  // four consecutive letters, as for a unit.
  const same = missing.filter(([key, value]) => value !== '' && (value === key || !/[A-Za-z]{4}/.test(key)));
  const names = new Set(['LessCode', 'S-Mart', 'AI agent', 'SHA-256', 'schema.appDesc']);
  assert.deepEqual(
    missing.filter((entry) => !same.includes(entry) && !names.has(entry[0])).map(([key]) => key),
    [],
  );
});

test('placeholders are the same in both languages', () => {
  for (const [key, value] of Object.entries(chineseBundle))
    assert.deepEqual(placeholders(value), placeholders(key), key);
});

test('links to commands and settings in the manifest’s texts are the same in both languages', () => {
  const commands = (text: string): string[] => text.match(/\(command:[^)]+\)|<keybinding:[^>]+>|`#[\w.]+#`/g) ?? [];
  for (const [key, value] of Object.entries(manifestEnglish))
    assert.deepEqual(commands(manifestChinese[key] ?? '').sort(), commands(value).sort(), key);
});

test('the manifest’s texts are complete in both languages, and none is left over', () => {
  const used = [...new Set([...manifest.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? ''))].sort();
  assert.deepEqual(Object.keys(manifestEnglish).sort(), used);
  assert.deepEqual(Object.keys(manifestChinese).sort(), used);
});

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();
}

async function readBundle(file: string): Promise<Bundle> {
  // Each of these files is a flat object with text values.
  return JSON.parse(await readFile(new URL(`../${file}`, import.meta.url), 'utf8')) as Bundle;
}
