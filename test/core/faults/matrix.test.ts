import assert from 'node:assert/strict';
import test from 'node:test';
import { combinations, pairwise } from './matrix.ts';

const digits = [0, 1, 2, 3, 4];
const cells = combinations({ a: digits, b: digits, c: digits, d: digits });

test('combinations are the full product', () => {
  assert.deepEqual(combinations({ a: [1, 2], b: ['x', 'y'] }), [
    { a: 1, b: 'x' },
    { a: 1, b: 'y' },
    { a: 2, b: 'x' },
    { a: 2, b: 'y' },
  ]);
});

test('every two values that occur together in a cell occur together in a chosen cell', () => {
  assert.deepEqual(pairsIn(pairwise(cells)), pairsIn(cells));
});

test('an impossible cell is not chosen, and values that occur together only in impossible cells are not required', () => {
  const possible = cells.filter(({ a, b, c }) => a !== b && (a !== 1 || c === 2));
  const chosen = pairwise(possible);
  assert.ok(chosen.every((cell) => possible.includes(cell)));
  assert.deepEqual(pairsIn(chosen), pairsIn(possible));
});

test('of 625 cells at most 40 are chosen; the minimum is 25', () => {
  const { length } = pairwise(cells);
  assert.ok(length >= 25 && length <= 40, `${length} cells`);
});

test('of two factors every cell is chosen, once', () => {
  const two = combinations({ a: digits, b: digits });
  assert.equal(pairwise(two).length, two.length);
  assert.deepEqual(new Set(pairwise(two)), new Set(two));
});

test('the same cells give the same choice', () => {
  assert.deepEqual(pairwise(cells), pairwise(structuredClone(cells)));
});

function pairsIn(some: readonly Readonly<Record<string, number>>[]): string[] {
  const pairs = some.flatMap((cell) => {
    const values = Object.entries(cell).map(([factor, value]) => `${factor}${value}`);
    return values.flatMap((one) => values.filter((other) => other > one).map((other) => one + other));
  });
  return [...new Set(pairs)].sort();
}
