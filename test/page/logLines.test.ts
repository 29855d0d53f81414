import assert from 'node:assert/strict';
import test from 'node:test';
import { LogLines } from '../../src/page/logLines.ts';

test('new lines are added at the end, or replace lines from an index on', () => {
  const lines = logLinesOf('a', 'b', 'c');
  assert.deepEqual(lines.replaceFrom(3, ['d']), { at: 3, removed: 0, added: 1 });
  assert.deepEqual(lines.replaceFrom(1, ['B']), { at: 1, removed: 3, added: 1 });
  assert.deepEqual(rawLinesOf(lines), ['a', 'B']);
});

test('unchanged lines that are sent again do not count as changed', () => {
  const lines = logLinesOf('a', 'b', 'c');
  assert.deepEqual(lines.replaceFrom(0, ['a', 'b', 'X', 'd']), { at: 2, removed: 1, added: 2 });
  assert.deepEqual(rawLinesOf(lines), ['a', 'b', 'X', 'd']);
});

test('a shorter log removes the lines at the end', () => {
  const lines = logLinesOf('a', 'b', 'c');
  assert.deepEqual(lines.replaceFrom(0, ['a']), { at: 1, removed: 2, added: 0 });
  assert.deepEqual(rawLinesOf(lines), ['a']);
});

test('lines that would leave a gap are added after the last line', () => {
  const lines = logLinesOf('a');
  assert.deepEqual(lines.replaceFrom(7, ['b']), { at: 1, removed: 0, added: 1 });
  assert.deepEqual(rawLinesOf(lines), ['a', 'b']);
});

test('lines can be inserted before and between others, and can replace some', () => {
  const lines = logLinesOf('c', 'e');
  assert.deepEqual(lines.splice(0, 0, ['a', 'b']), { at: 0, removed: 0, added: 2 });
  assert.deepEqual(lines.splice(3, 0, ['d']), { at: 3, removed: 0, added: 1 });
  assert.deepEqual(rawLinesOf(lines), ['a', 'b', 'c', 'd', 'e']);
  assert.deepEqual(lines.splice(0, 2, ['A']), { at: 0, removed: 2, added: 1 });
  assert.deepEqual(lines.splice(3, Infinity, []), { at: 3, removed: 1, added: 0 });
  assert.deepEqual(rawLinesOf(lines), ['A', 'c', 'd']);
});

test('more lines than a call can have arguments are accepted', () => {
  const lines = logLinesOf();
  lines.replaceFrom(0, Array<string>(300_000).fill('x'));
  assert.equal(lines.length, 300_000);
});

test('the text between two positions has the complete lines between them, without codes', () => {
  const lines = logLinesOf('first', '\x1b[31msecond\x1b[0m', '', 'fourth');
  const text = 'rst\nsecond\n\nfou';
  assert.equal(lines.textBetween({ line: 0, column: 2 }, { line: 3, column: 3 }), text);
  assert.equal(lines.textBetween({ line: 3, column: 3 }, { line: 0, column: 2 }), text, 'dragged upwards');
});

test('the text between two positions of one line is that part of the line', () => {
  const lines = logLinesOf('abcdef');
  assert.equal(lines.textBetween({ line: 0, column: 4 }, { line: 0, column: 1 }), 'bcd');
});

function logLinesOf(...given: string[]): LogLines {
  const lines = new LogLines();
  lines.replaceFrom(0, given);
  return lines;
}

function rawLinesOf(lines: LogLines): string[] {
  return Array.from({ length: lines.length }, (_, line) => lines.raw(line));
}
