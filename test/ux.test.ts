import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import test from 'node:test';

const uxDocument = await readFile(new URL('../docs/ux.md', import.meta.url), 'utf8');

test('every guideline of docs/ux.md names tests that are there', () => {
  const rows = uxDocument.split('\n').filter((line) => line.startsWith('| **'));
  assert.ok(rows.length > 35, `${rows.length} rows`);
  for (const row of rows) {
    const cells = row.split(' | ');
    assert.equal(cells.length, 3, row);
    const files = [...(cells.at(-1) ?? '').matchAll(/`([\w/.]+\.ts)`/g)];
    assert.ok(files.length > 0, row);
    for (const [, file = ''] of files) assert.ok(existsSync(new URL(file, import.meta.url)), `${file}: ${row}`);
  }
});
