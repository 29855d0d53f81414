import assert from 'node:assert/strict';
import test from 'node:test';
import { LogLines } from '../../src/page/logLines.ts';

test('lines are put behind those that are there, and others in their place', () => {
  const lines = logOf('a', 'b', 'c');
  assert.equal(lines.replaceFrom(3, ['d']), 3);
  assert.equal(lines.replaceFrom(1, ['B']), 1);
  assert.deepEqual(all(lines), ['a', 'B']);
});

test('lines that are sent again as they were do not count as changed', () => {
  const lines = logOf('a', 'b', 'c');
  assert.equal(lines.replaceFrom(0, ['a', 'b', 'X', 'd']), 2);
  assert.deepEqual(all(lines), ['a', 'b', 'X', 'd']);
});

test('a log that is sent shorter loses its end', () => {
  const lines = logOf('a', 'b', 'c');
  assert.equal(lines.replaceFrom(0, ['a']), 1);
  assert.deepEqual(all(lines), ['a']);
});

test('lines that would leave a gap follow the last one', () => {
  const lines = logOf('a');
  assert.equal(lines.replaceFrom(7, ['b']), 1);
  assert.deepEqual(all(lines), ['a', 'b']);
});

test('a piece of more lines than a call takes arguments is taken', () => {
  const lines = logOf();
  lines.replaceFrom(0, Array<string>(300_000).fill('x'));
  assert.equal(lines.length, 300_000);
});

test('the text between two places has the lines between them whole, without codes', () => {
  const lines = logOf('first', '\x1b[31msecond\x1b[0m', '', 'fourth');
  const text = 'rst\nsecond\n\nfou';
  assert.equal(lines.textBetween({ line: 0, column: 2 }, { line: 3, column: 3 }), text);
  assert.equal(lines.textBetween({ line: 3, column: 3 }, { line: 0, column: 2 }), text, 'dragged upwards');
});

test('the text between two places of one line is that piece of it', () => {
  const lines = logOf('abcdef');
  assert.equal(lines.textBetween({ line: 0, column: 4 }, { line: 0, column: 1 }), 'bcd');
});

function logOf(...given: string[]): LogLines {
  const lines = new LogLines();
  lines.replaceFrom(0, given);
  return lines;
}

function all(lines: LogLines): string[] {
  return Array.from({ length: lines.length }, (_, line) => lines.raw(line));
}
