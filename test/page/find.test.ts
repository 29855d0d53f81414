import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { LogFinder } from '../../src/page/find.ts';
import { LogLines } from '../../src/page/logLines.ts';
import { property } from '../properties/property.ts';

const start = { line: 0, column: 0 };
const neverStop = (): boolean => false;

test('text is found in any case, in the drawn text and not in the codes', () => {
  const { find } = createFinder('Error 31', '\x1b[31mERR\x1b[1mOR\x1b[0m', 'none');
  find.start('error', start);
  find.search(neverStop);
  assert.deepEqual([find.columnsIn(0), find.columnsIn(1), find.columnsIn(2)], [[0], [0], []]);
  find.start('31', start);
  find.search(neverStop);
  assert.equal(find.count, 1);
});

test('characters with a meaning in regular expressions are found as they are', () => {
  const { find } = createFinder('a.b (c) [d] \\ * $ ^ | {1} / -', 'axb');
  for (const query of ['a.b', '(c)', '[d]', '\\', '*', '$', '^', '|', '{1}', '/', '-']) {
    find.start(query, start);
    find.search(neverStop);
    assert.equal(find.count, 1, query);
  }
});

test('letters whose lower case is longer do not shift the columns after them', () => {
  const { find } = createFinder('İİİ x');
  find.start('X', start);
  find.search(neverStop);
  assert.deepEqual(find.columnsIn(0), [4]);
});

test('the current match is the first after the reader’s position, or the first of all', () => {
  const { find } = createFinder('x', 'x', 'x');
  find.start('x', { line: 1, column: 0 });
  find.search(neverStop);
  assert.equal(find.currentIndex, 1);
  find.start('x', { line: 2, column: 1 });
  find.search(neverStop);
  assert.equal(find.currentIndex, 0);
});

test('stepping wraps around in both directions', () => {
  const { find } = createFinder('x x x');
  find.start('x', start);
  find.search(neverStop);
  find.step(-1);
  assert.deepEqual(find.current, { line: 0, column: 4 });
  find.step(1);
  assert.deepEqual(find.current, { line: 0, column: 0 });
});

test('an interrupted search continues where it stopped', () => {
  const { find } = createFinder(...Array<string>(1000).fill('x'));
  find.start('x', start);
  find.search(() => true);
  assert.deepEqual([find.count, find.finished], [100, false]);
  find.search(neverStop);
  assert.deepEqual([find.count, find.finished], [1000, true]);
});

test('new lines are searched too, and the current match stays', () => {
  const { find, lines } = createFinder('x', 'x');
  find.start('x', { line: 1, column: 0 });
  find.search(neverStop);
  find.linesChanged(lines.replaceFrom(2, ['x']));
  assert.equal(find.finished, false);
  find.search(neverStop);
  assert.deepEqual([find.count, find.currentIndex], [3, 1]);
});

test('matches in removed lines are removed', () => {
  const { find, lines } = createFinder('x', 'x', 'x');
  find.start('x', { line: 2, column: 0 });
  find.search(neverStop);
  find.linesChanged(lines.replaceFrom(1, ['y']));
  find.search(neverStop);
  assert.deepEqual([find.count, find.currentIndex, find.columnsIn(1)], [1, 0, []]);
});

test('older lines are searched too, and the current match stays the same text', () => {
  const { find, lines } = createFinder('x', 'y x', 'x');
  find.start('x', { line: 1, column: 0 });
  find.search(neverStop);
  find.linesChanged(lines.splice(0, 0, ['x x', 'none']));
  assert.deepEqual([find.count, find.currentIndex, find.current], [5, 3, { line: 3, column: 2 }]);
  assert.deepEqual([find.columnsIn(0), find.columnsIn(2)], [[0, 2], [0]]);
  find.linesChanged(lines.splice(1, 1, ['late x']));
  assert.deepEqual([find.count, find.currentIndex, find.current], [6, 4, { line: 3, column: 2 }]);
});

test('if the line of the current match is removed, the next match after the reader’s position is current', () => {
  const { find, lines } = createFinder('x', 'x', 'x', 'end');
  find.start('x', { line: 1, column: 0 });
  find.search(neverStop);
  find.linesChanged(lines.splice(1, 1, []));
  assert.deepEqual([find.count, find.current], [2, { line: 1, column: 0 }]);
});

property(
  'after changes of the lines, the matches are those of a new search',
  fc.record({
    given: fc.array(fc.constantFrom('x', 'xx', 'y'), { maxLength: 6 }),
    changes: fc.array(
      fc.record({ at: fc.nat(6), removed: fc.nat(3), added: fc.array(fc.constantFrom('x', 'y'), { maxLength: 3 }) }),
      { maxLength: 4 },
    ),
  }),
  ({ given, changes }) => {
    const { find, lines } = createFinder(...given);
    find.start('x', start);
    find.search(neverStop);
    for (const { at, removed, added } of changes) {
      find.linesChanged(lines.splice(at, removed, added));
      find.search(neverStop);
    }
    const again = new LogFinder(lines);
    again.start('x', start);
    again.search(neverStop);
    assert.equal(find.count, again.count);
    for (let line = 0; line < lines.length; line += 1) assert.deepEqual(find.columnsIn(line), again.columnsIn(line));
    assert.equal(find.current === undefined, find.count === 0);
  },
  1_000,
);

test('an empty query finds nothing, and stepping through nothing does nothing', () => {
  const { find } = createFinder('x');
  find.start('', start);
  find.search(neverStop);
  find.step(1);
  assert.deepEqual([find.count, find.current, find.finished], [0, undefined, true]);
});

property(
  'every match is the query, and every occurrence is a match',
  fc.record({
    given: fc.array(fc.string({ unit: fc.constantFrom('a', 'B', 'b', '.', '步') }), { maxLength: 5 }),
    query: fc.string({ unit: fc.constantFrom('a', 'b', '.', '步'), minLength: 1, maxLength: 3 }),
  }),
  ({ given, query }) => {
    const { find } = createFinder(...given);
    find.start(query, start);
    find.search(neverStop);
    given.forEach((line, number) => {
      const columns = find.columnsIn(number);
      for (const column of columns) assert.equal(line.slice(column, column + find.length).toLowerCase(), query);
      assert.equal(columns.length, line.toLowerCase().split(query).length - 1);
    });
  },
  2_000,
);

function createFinder(...given: string[]): { find: LogFinder; lines: LogLines } {
  const lines = new LogLines();
  lines.replaceFrom(0, given);
  return { find: new LogFinder(lines), lines };
}
