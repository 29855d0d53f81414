import assert from 'node:assert/strict';
import test from 'node:test';
import { parseServerDate } from '../../../src/core/platform/serverDate.ts';

const cases: [written: string, moment: string][] = [
  ['2026-07-23 14:29:17 +0800', '2026-07-23T06:29:17.000Z'],
  ['2020-08-24 17:15:51', '2020-08-24T09:15:51.000Z'],
  ['2026-07-23 14:29:17 -0330', '2026-07-23T17:59:17.000Z'],
  ['2026-12-31 23:59:59 +0000', '2026-12-31T23:59:59.000Z'],
  [' 2026-01-01 00:00:00 +0800 ', '2025-12-31T16:00:00.000Z'],
];
for (const [written, moment] of cases) {
  test(`${written} is that moment, in whatever zone the tests run`, () => {
    assert.deepEqual(parseServerDate(written), { time: Date.parse(moment) });
  });
}

test('any other text is undefined, not a wrong date', () => {
  const none = [null, undefined, 0, {}, '', '2026-07-23', '2026-07-23T14:29:17Z', '2026-07-23 14:29:17 CST'];
  for (const value of [...none, '2026-13-01 00:00:00', '2026-07-23 25:00:00 +0800', '2026-7-3 1:2:3', 'yesterday']) {
    assert.equal(parseServerDate(value), undefined, JSON.stringify(value));
  }
});
