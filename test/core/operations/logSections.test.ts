import assert from 'node:assert/strict';
import test from 'node:test';
import { logSections } from '../../../src/core/operations/deploy/logSections.ts';

test('a section goes from its heading to the line before the next heading', () => {
  const lines = ['Preparing', 'Starting', '-----> Build', 'a', 'b', '=====> Release', 'c'];
  assert.deepEqual(logSections(lines), [
    { first: 0, last: 1 },
    { first: 2, last: 4 },
    { first: 5, last: 6 },
  ]);
});

test('a heading without further lines is not a section, and a log without headings has no sections', () => {
  assert.deepEqual(logSections(['-----> One', '-----> Two', 'a']), [{ first: 1, last: 2 }]);
  assert.deepEqual(logSections(['a', '--> b', '---->']), []);
  assert.deepEqual(logSections([]), []);
});
