import assert from 'node:assert/strict';
import test from 'node:test';
import { match, Page, formatValue } from './match.ts';
import type { Matcher } from './matcher.ts';

const context = { values: new Map([['app', 'demo.app']]), before: { id: 7, items: ['a'] } };
const page = new Page('<html><head><title>Server Error (500)</title></head></html>');
const list = (rest: object): Matcher => ({ is: 'list', ...rest });

/** Each row: a matcher, values that match, and values that do not match. */
const rows: readonly (readonly [Matcher, readonly unknown[], readonly unknown[]])[] = [
  ['{app}', ['demo.app'], ['{app}', 'demoxapp', undefined]],
  [3, [3], ['3', null]],
  [null, [null], [undefined, 0, '']],
  [false, [false], [undefined, 0]],
  [{ is: 'anything' }, [undefined, null, 'x', page], []],
  [{ is: 'absent' }, [undefined], [null, '']],
  [{ is: 'text' }, ['', 'x'], [1, null, undefined, page]],
  [{ is: 'integer' }, [0, -1], [1.5, '1', null]],
  [{ is: 'boolean' }, [true, false], ['true', 0]],
  [{ is: 'decimal' }, ['0', '1415656'], [1415656, '', '1.5', '-1']],
  [{ is: 'date', offset: 'required' }, ['2026-07-23 14:29:17 +0800'], ['2026-07-23 14:29:17', '2026-07-23T14:29:17Z']],
  [{ is: 'date', offset: 'none' }, ['2026-07-23 14:29:17'], ['2026-07-23 14:29:17 +0800', 1]],
  [{ is: 'date', offset: 'either' }, ['2026-07-23 14:29:17', '2026-07-23 14:29:17 +0800'], ['', null]],
  [{ is: 'pattern', text: '^{app}[0-9]{2}$' }, ['demo.app12'], ['demoxapp12', 'demo.app1', 12]],
  [{ is: 'object', keys: { a: 1 } }, [{ a: 1 }, { a: 1, b: 2 }], [{}, { a: 2 }, [], null, page]],
  [{ is: 'object', keys: {}, optional: { a: 1 } }, [{}, { a: 1 }], [{ a: 2 }, { a: null }]],
  [{ is: 'object', keys: { a: { is: 'absent' } } }, [{}], [{ a: null }]],
  [list({ of: 1 }), [[], [1, 1]], [[1, 2], {}, undefined]],
  [list({ exactly: [1, 2] }), [[1, 2]], [[1], [2, 1], [1, 2, 3]]],
  [
    list({ contains: [1, 2] }),
    [
      [1, 2],
      [0, 1, 5, 2],
    ],
    [[2, 1], [1], []],
  ],
  [list({ contains: [1, 1] }), [[1, 1]], [[1]]],
  [list({ lacks: 1 }), [[], [2]], [[1], [2, 1]]],
  [list({ descending: 'a' }), [[], [{ a: 'y' }, { a: 'x' }, { a: 'x' }]], [[{ a: 'x' }, { a: 'y' }]]],
  [list({ first: 1 }), [[1, 2]], [[2, 1], []]],
  [list({ least: 1, most: 2 }), [[1], [1, 2]], [[], [1, 2, 3]]],
  [{ is: 'oneOf', of: [1, null] }, [1, null], [2, undefined]],
  [
    { is: 'page', title: 'Server Error (500)' },
    [page],
    ['<title>Server Error (500)</title>', new Page('<title>x</title>')],
  ],
  [{ is: 'hiddenJson', inner: { is: 'object', keys: { a: 1 } } }, ['{"a":1}'], ['{"a":2}', 'a', undefined]],
  [{ is: 'asBefore', path: ['id'] }, [7], [8, undefined]],
  [{ is: 'asBefore', path: ['items', 0] }, ['a'], ['b']],
  [{ is: 'asBefore', path: ['none'] }, [], [undefined, 7]],
  [{ is: 'notAsBefore', path: ['id'] }, [8], [7, undefined]],
];

test('matchers: each accepts the values that it describes and no others', () => {
  for (const [matcher, accepted, refused] of rows) {
    const name = JSON.stringify(matcher);
    for (const value of accepted)
      assert.deepEqual(match(matcher, value, context, 'body'), [], `${name} accepts ${formatValue(value)}`);
    for (const value of refused) {
      assert.notDeepEqual(match(matcher, value, context, 'body'), [], `${name} refuses ${formatValue(value)}`);
    }
  }
});

test('differences: name the place, what was expected and what was got', () => {
  const matcher: Matcher = { is: 'object', keys: { results: { is: 'list', of: { is: 'object', keys: { size: 1 } } } } };
  assert.deepEqual(match(matcher, { results: [{ size: 1 }, { size: '2' }] }, context, 'body'), [
    { where: 'body.results[1].size', expected: '1', got: '"2"' },
  ]);
});

test('differences: the content of the debug header is never shown', () => {
  const matcher: Matcher = { is: 'hiddenJson', inner: { is: 'object', keys: { user: 'admin' } } };
  for (const value of ['signed-identity', '{"user":"dev","jwt":"signed-identity"}']) {
    assert.doesNotMatch(JSON.stringify(match(matcher, value, context, 'header')), /signed-identity/);
  }
});

test('values are shown on one line and cut', () => {
  assert.equal(formatValue({ a: 'b\n  c' }), '{"a":"b\\n c"}');
  assert.ok(formatValue('x'.repeat(1000)).length < 200);
  assert.equal(formatValue(page), 'HTML: Server Error (500)');
});
