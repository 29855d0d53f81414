import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import test from 'node:test';
import { findingSeverities } from '../../../src/core/package/finding.ts';

test('every code of a finding is expected by a test', async () => {
  const folders = ['.', '../description', '../archive'].map((folder) => new URL(`${folder}/`, import.meta.url));
  const files = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((name) => new URL(name, folder))),
  );
  const tests = files.flat().filter(({ pathname }) => pathname.endsWith('.test.ts'));
  const texts = (await Promise.all(tests.map((file) => readFile(file, 'utf8')))).join('\n');
  assert.deepEqual(
    Object.keys(findingSeverities).filter((code) => !texts.includes(`'${code}'`)),
    [],
  );
});
