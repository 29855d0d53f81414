import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { DeploymentLog, type LogChange } from '../../../src/core/operations/deploy/deploymentLog.ts';
import { property } from '../../properties/property.ts';
import { line, linesOf } from './logLines.ts';

test('reading a log again reports only its new lines', () => {
  const { log, changes } = logWithChanges();
  readWholeLog(log, 'a\nb\nc');
  readWholeLog(log, 'a\nb\nc\nd\n');
  readWholeLog(log, 'a\nb\nc\nd\n');
  assert.deepEqual(changes, [
    { from: 0, lines: ['a', 'b'] },
    { from: 2, lines: ['c'] },
    { from: 2, lines: ['c', 'd'] },
  ]);
});

test('a changed log is replaced from its first difference, even if it is shorter', () => {
  const { log, changes } = logWithChanges();
  readWholeLog(log, 'a\nb\nc\nd\n');
  readWholeLog(log, 'a\nB\n');
  assert.deepEqual(changes.slice(1), [{ from: 1, lines: ['B'] }]);
  readWholeLog(log, 'a\n');
  assert.deepEqual([log.lines(), log.text(), changes.at(-1)], [['a'], 'a\n', { from: 1, lines: [] }]);
});

test('a read that is cut off removes nothing', () => {
  const { log, changes } = logWithChanges();
  readWholeLog(log, 'a\nb\nc\n');
  log.read().add('a\nb');
  assert.deepEqual([log.text(), changes.length], ['a\nb\nc\n', 1]);
});

test('lines from events continue where the log ends, and repeat nothing', () => {
  const { log, changes } = logWithChanges();
  readWholeLog(log, 'a\nb\n');
  const add = log.readLines();
  assert.equal(add(['a', 'b', 'c']), true);
  readWholeLog(log, 'a\nb\nc\nd\n');
  assert.equal(add(['d', 'e']), true);
  assert.equal(log.text(), 'a\nb\nc\nd\ne\n');
  assert.deepEqual(
    changes.map(({ from }) => from),
    [0, 2, 3, 4],
  );
});

test('lines from events complete a last line without a newline, and replace an empty last line', () => {
  for (const [before, lines] of [
    ['a\nb', ['a', 'bc', 'd']],
    ['a\nbc\n\n', ['a', 'bc', 'd']],
    ['\n', ['a', 'bc', 'd']],
  ] as const) {
    const { log } = logWithChanges();
    readWholeLog(log, before);
    assert.equal(log.readLines()(lines), true);
    assert.equal(log.text(), 'a\nbc\nd\n');
  }
});

test('lines from events that contradict the whole log change nothing', () => {
  for (const [before, lines] of [
    ['first\na\nb\n', ['a', 'b']],
    ['a\nb\nc\n', ['a', 'x']],
    ['a\nb', ['a', 'x']],
  ] as const) {
    const { log, changes } = logWithChanges();
    readWholeLog(log, before);
    changes.length = 0;
    assert.equal(log.readLines()(lines), false);
    assert.deepEqual([log.text(), changes], [before, []]);
  }
});

test('lines from events leave no gap after the log has become shorter', () => {
  const { log } = logWithChanges();
  const add = log.readLines();
  add(['a', 'b', 'c']);
  readWholeLog(log, 'a\n');
  assert.equal(add(['d']), false);
  assert.equal(log.text(), 'a\n');
});

property(
  'a log is read correctly, whatever it was before and in whatever pieces it arrives',
  fc.array(fc.tuple(fc.array(line, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 6 })), { maxLength: 4 }),
  (texts) => {
    const page: string[] = [];
    const log = new DeploymentLog(({ from, lines }) => {
      assert.ok(from <= page.length);
      page.splice(from, Infinity, ...lines);
    });
    for (const [lines, cuts] of texts) {
      const text = lines.join('\n');
      const ends = [...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
      const reading = log.read();
      ends.forEach((end, index) => {
        reading.add(text.slice(ends[index - 1] ?? 0, end));
      });
      reading.end();
      assert.ok(log.text() === text);
      assert.deepEqual(page, linesOf(text));
      assert.deepEqual([log.lines(), log.lineCount], [page, page.length]);
    }
  },
  2000,
);

test('a part of the log starts at the given line', () => {
  const { log } = logWithChanges();
  readWholeLog(log, 'a\nb\nc');
  assert.deepEqual(
    [log.lines(1), log.lines(0, 2), log.lines(2, 1), log.lines(3), log.lines(1, 0), log.lineCount],
    [['b', 'c'], ['a', 'b'], ['c'], [], [], 3],
  );
});

function logWithChanges(): { log: DeploymentLog; changes: LogChange[] } {
  const changes: LogChange[] = [];
  return { log: new DeploymentLog((change) => changes.push(change)), changes };
}

function readWholeLog(log: DeploymentLog, text: string): void {
  const reading = log.read();
  reading.add(text);
  reading.end();
}
