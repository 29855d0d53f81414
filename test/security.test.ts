import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';

const securityDocument = await readFile(new URL('../docs/security.md', import.meta.url), 'utf8');

/**
 * The last cell of each table row. It contains names of test files in backticks. Each name is followed by quotations
 * from that file.
 */
const lastCells = securityDocument
  .split('\n')
  .filter((line) => /^\|(?! *(?:---|Threat|What could) *\|)(?!---)/.test(line))
  .map((line) => line.split(' | ').at(-1) ?? '');

test('every threat of docs/security.md names a test that is there', async () => {
  assert.ok(lastCells.length > 25, `${lastCells.length} rows`);
  for (const cell of lastCells) {
    const cited = [...cell.matchAll(/`([\w/.]+\.ts)`((?: “[^”]+”)+)/g)];
    assert.ok(cited.length > 0, cell);
    assert.equal(cited.map(([whole]) => whole).join('; '), cell.replace(/ \|$/, ''), 'nothing else stands in the cell');
    for (const [, file = '', names = ''] of cited) {
      const text = await readFile(new URL(file, import.meta.url), 'utf8');
      for (const [, words = ''] of names.matchAll(/“([^”]+)”/g)) assert.ok(text.includes(words), `${file}: ${words}`);
    }
  }
});
