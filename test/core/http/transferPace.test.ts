import assert from 'node:assert/strict';
import test from 'node:test';
import { createPaceMeter } from '../../../src/core/http/transferPace.ts';

test('a transfer reports its speed and the remaining time, once both are known', () => {
  let now = 1000;
  const pace = createPaceMeter(1000, () => now);
  assert.deepEqual(pace(0), { doneBytes: 0, totalBytes: 1000, bytesPerSecond: undefined, secondsLeft: undefined });
  now += 1000;
  assert.deepEqual(pace(100), { doneBytes: 100, totalBytes: 1000, bytesPerSecond: 100, secondsLeft: 9 });
  now += 1000;
  assert.equal(pace(1000).secondsLeft, 0);
});

test('the speed is that of the last seconds, not of the whole transfer', () => {
  let now = 0;
  const pace = createPaceMeter(undefined, () => now);
  for (let second = 1; second <= 10; second += 1) {
    now = second * 1000;
    pace(second * 1000);
  }
  for (let second = 11; second <= 20; second += 1) {
    now = second * 1000;
    pace(10_000 + (second - 10) * 10);
  }
  now = 21_000;
  const { bytesPerSecond, secondsLeft } = pace(10_110);
  assert.equal(bytesPerSecond, 10);
  assert.equal(secondsLeft, undefined, 'nobody knows how much there is');
});

test('a stalled transfer has no remaining time', () => {
  let now = 0;
  const pace = createPaceMeter(1000, () => now);
  now = 5000;
  assert.deepEqual(pace(0), { doneBytes: 0, totalBytes: 1000, bytesPerSecond: 0, secondsLeft: undefined });
});
