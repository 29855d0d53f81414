import assert from 'node:assert/strict';
import test from 'node:test';
import { numberOf, parseJson } from '../../../src/core/http/json.ts';

const nestedJson = (depth: number): string => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`;

test('JSON is read down to 200 levels, and not at all when it is deeper', () => {
  assert.deepEqual(parseJson(nestedJson(200)), JSON.parse(nestedJson(200)));
  for (const text of [nestedJson(202), '['.repeat(100_000), nestedJson(100_000)])
    assert.equal(parseJson(text), undefined);
});

test('brackets inside texts, and arrays side by side, do not count as levels', () => {
  for (const value of [
    '['.repeat(1000),
    `"${'{'.repeat(1000)}`,
    '\\',
    '\\"[',
    Array.from({ length: 1000 }, () => [{}]),
  ]) {
    assert.deepEqual(parseJson(JSON.stringify([value, '[[', value])), [value, '[[', value]);
  }
});

test('a number can be a text of digits, and is never infinite', () => {
  const rows: [unknown, number | undefined][] = [
    [0, 0],
    [1.5, 1.5],
    ['1415656', 1415656],
    ['9'.repeat(400), undefined],
    ['1e3', undefined],
    ['-1', undefined],
    ['', undefined],
    [null, undefined],
    [[1], undefined],
  ];
  for (const [value, expected] of rows) assert.equal(numberOf({ value }, 'value'), expected);
});
