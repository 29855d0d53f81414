import assert from 'node:assert/strict';
import fc from 'fast-check';
import { numberOf } from '../../src/core/http/json.ts';
import { parseServerDate } from '../../src/core/platform/serverDate.ts';
import { formatExactBytes, formatDuration, formatSize } from '../../src/texts/formats.ts';
import { anyText } from './arbitraries.ts';
import { property } from './property.ts';

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** Returns the local time in a time zone that is this many minutes ahead of UTC, for example `2026-07-23 14:29:17`. */
function wallClock(time: number, minutesAhead: number): string {
  return new Date(time + minutesAhead * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

const wholeSecondsMs = fc.integer({ min: 0, max: Date.UTC(2101, 0) / 1000 - 1 }).map((second) => second * 1000);
/**
 * Time zone offsets in minutes, from -12:00 to +14:00 in steps of 15 minutes. Every time zone has one of these offsets.
 */
const zoneOffsetMinutes = fc.integer({ min: -48, max: 56 }).map((quarters) => quarters * 15);

property(
  'a date of the platform, written with its offset, is read as the same moment',
  fc.tuple(wholeSecondsMs, zoneOffsetMinutes),
  ([time, zone]) => {
    const [sign, hours, minutes] = [
      zone < 0 ? '-' : '+',
      twoDigits(Math.floor(Math.abs(zone) / 60)),
      twoDigits(Math.abs(zone) % 60),
    ];
    assert.deepEqual(parseServerDate(`${wallClock(time, zone)} ${sign}${hours}${minutes}`), { time });
  },
);

property('a date without an offset is local time at +08:00', wholeSecondsMs, (time) => {
  assert.deepEqual(parseServerDate(wallClock(time, 8 * 60)), { time });
});

const dateLikeText = fc
  .tuple(fc.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/), fc.stringMatching(/^(?: [+-]\d{4})?$/))
  .map((parts) => parts.join(''));
property(
  'any other text is not a date, or a date that can be shown in every format',
  fc.oneof(dateLikeText, anyText, fc.jsonValue()),
  (value) => {
    const date = parseServerDate(value);
    if (date !== undefined) assert.match(new Date(date.time).toISOString(), /^[+-]?\d{4,6}-/);
  },
);

const units = ['B', 'KB', 'MB', 'GB', 'TB'];

/**
 * Parses a displayed size. Returns the size in bytes, and in `half` the maximum rounding error: half a unit of the last
 * digit.
 */
function parseSize(text: string): { bytes: number; half: number } {
  const [, digits = '', decimals = '', unit = ''] = /^(\d+(?:\.(\d+))?) (\w+)$/.exec(text) ?? assert.fail(text);
  const factor = 1024 ** units.indexOf(unit);
  return { bytes: Number(digits) * factor, half: unit === 'B' ? 0 : (10 ** -decimals.length * factor) / 2 };
}

const sizes = fc.oneof(
  fc.maxSafeNat(),
  fc.tuple(fc.nat(1023), fc.nat(4)).map(([count, power]) => count * 1024 ** power),
  fc.tuple(fc.nat(4), fc.integer({ min: -2, max: 2 })).map(([power, more]) => Math.max(0, 1024 ** power + more)),
);
property('a displayed size is rounded correctly, and the exact size is exact', sizes, (size) => {
  const { bytes, half } = parseSize(formatSize(size));
  assert.ok(Math.abs(bytes - size) <= half * (1 + 1e-9), formatSize(size));
  const exact = formatExactBytes((_, number) => String(number), size);
  assert.equal(Number(exact.replaceAll(',', '')), size);
});

property('a larger size is never shown as a smaller one', fc.tuple(sizes, sizes), (pair) => {
  const [small = 0, large = 0] = pair.toSorted((a, b) => a - b);
  assert.ok(parseSize(formatSize(small)).bytes <= parseSize(formatSize(large)).bytes);
});

property('a displayed duration is rounded correctly', fc.oneof(fc.nat(5000), fc.nat(10_000_000)), (milliseconds) => {
  const [, digits = '', unit] = /^(\d+(?:\.\d)?) (ms|s)$/.exec(formatDuration(milliseconds)) ?? assert.fail();
  const shown = Number(digits) * (unit === 's' ? 1000 : 1);
  assert.ok(Math.abs(shown - milliseconds) <= (unit === 's' ? 50 + 1e-6 : 0));
});

property(
  'a number can be sent as a number or as a text, and nothing else is a number',
  fc.oneof(fc.maxSafeNat(), anyText, fc.jsonValue()),
  (value) => {
    const number = numberOf({ value }, 'value');
    if (typeof value === 'number') {
      assert.equal(number, value);
      if (Number.isSafeInteger(value) && value >= 0) assert.ok(numberOf({ value: String(value) }, 'value') === value);
    } else if (number !== undefined) assert.ok(typeof value === 'string' && /^\d+$/.test(value));
  },
);
