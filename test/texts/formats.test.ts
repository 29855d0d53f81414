import assert from 'node:assert/strict';
import test from 'node:test';
import { absoluteTime, relativeTime, sentencesText } from '../../src/texts/formats.ts';
import { translateToChinese, translateToEnglish, translators } from './translations.ts';

const now = Date.UTC(2026, 6, 23, 6, 29, 17);
const clock = { now: () => now, minutesAhead: () => 8 * 60 };
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

test('a time is shown in the user’s time zone, with the offset', () => {
  assert.equal(absoluteTime(now, clock), '2026-07-23 14:29:17 UTC+08:00');
  assert.equal(absoluteTime(now, { minutesAhead: () => 0 }), '2026-07-23 06:29:17 UTC+00:00');
  assert.equal(absoluteTime(now, { minutesAhead: () => -570 }), '2026-07-22 20:59:17 UTC-09:30');
});

test('the offset is that of the shown time, because a zone can have another offset in summer', () => {
  const summer = Date.UTC(2026, 6, 1);
  const minutesAhead = (time: number): number => (time === summer ? 120 : 60);
  assert.match(absoluteTime(summer, { minutesAhead }), /UTC\+02:00$/);
  assert.match(absoluteTime(Date.UTC(2026, 0, 1), { minutesAhead }), /UTC\+01:00$/);
});

for (const [ago, text] of [
  [0, 'just now'],
  [minute - 1, 'just now'],
  [5 * minute, '5 min ago'],
  [hour - 1, '59 min ago'],
  [2 * hour, '2 h ago'],
  [day, '1 d ago'],
  [7 * day - 1, '6 d ago'],
  [7 * day, '2026-07-16'],
  [-4 * minute, 'just now'],
  [-day, '2026-07-24'],
] as const) {
  test(`a time ${ago} ms ago is “${text}”`, () => {
    assert.equal(relativeTime(translateToEnglish, now - ago, clock), text);
  });
}

test('the date of a time long ago is that in the user’s time zone', () => {
  const lateInUtc = Date.UTC(2026, 6, 10, 20);
  assert.equal(relativeTime(translateToEnglish, lateInUtc, clock), '2026-07-11');
});

test('every relative time is translated', () => {
  for (const ago of [0, 5 * minute, 2 * hour, 3 * day]) {
    const texts = Object.values(translators).map((t) => relativeTime(t, now - ago, clock));
    assert.equal(new Set(texts).size, texts.length);
  }
  assert.equal(relativeTime(translateToChinese, now - 5 * minute, clock), '5 分钟前');
});

test('sentences are joined with a space in English and without one in Chinese', () => {
  assert.equal(sentencesText(translateToEnglish, ['One.', undefined, '', 'Two.']), 'One. Two.');
  assert.equal(sentencesText(translateToChinese, ['一。', '二。']), '一。二。');
  assert.equal(sentencesText(translateToEnglish, []), '');
});
