import assert from 'node:assert/strict';
import test from 'node:test';
import { LogLines } from '../../src/page/logLines.ts';
import { breakOffsets, WrappedRows } from '../../src/page/wrap.ts';

for (const [name, text, columns, breaks] of [
  ['a short line', 'abc', 10, []],
  ['a line that just fits', 'abcdefghij', 10, []],
  ['a long line', 'abcdefghijklmnopqrstuvwxyz', 10, [10, 20]],
  ['wide characters take two columns', '安装依赖安装依赖', 8, [4]],
  ['an emoji is not torn', 'aaa🚀🚀', 5, [5]],
  ['a tab goes to the next stop', 'a\tbcdefghij', 10, [4]],
] as const)
  test(`breaks of a line: ${name}`, () => {
    assert.deepEqual(breakOffsets(text, columns), breaks);
  });

function wrapLines(lines: readonly string[], columns?: number): { all: LogLines; rows: WrappedRows } {
  const all = new LogLines();
  all.replaceFrom(0, lines);
  const rows = new WrappedRows(all);
  rows.columns = columns;
  return { all, rows };
}

test('without wrapping, each line takes one row', () => {
  const { rows } = wrapLines(['a'.repeat(100), 'b']);
  assert.deepEqual([rows.first(1), rows.first(2), rows.lineAt(1)], [1, 2, 1]);
});

test('with wrapping, a line takes as many rows as it needs; an empty line takes one', () => {
  const { rows } = wrapLines(['a'.repeat(25), '', '安'.repeat(10), 'b'], 10);
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((line) => rows.first(line)),
    [0, 3, 4, 6, 7],
  );
  assert.deepEqual(
    [0, 2, 3, 4, 5, 6, 99].map((row) => rows.lineAt(row)),
    [0, 0, 1, 2, 2, 3, 3],
  );
});

test('lines that change take the rows of their new text', () => {
  const { all, rows } = wrapLines(['a', 'b'], 10);
  assert.equal(rows.first(2), 2);
  rows.linesChanged(all.replaceFrom(1, ['b'.repeat(30), 'c']));
  assert.equal(rows.first(3), 5);
});

test('inserted and removed lines move the rows of the lines after them', () => {
  const { all, rows } = wrapLines(['a'.repeat(25), 'b'], 10);
  assert.equal(rows.first(2), 4);
  rows.linesChanged(all.splice(0, 0, ['c'.repeat(15), 'd']));
  assert.deepEqual([rows.first(2), rows.first(4), rows.lineAt(2)], [3, 7, 1]);
  rows.linesChanged(all.splice(0, 1, []));
  assert.deepEqual([rows.first(1), rows.first(3)], [1, 5]);
});
