import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/core/http/clock.ts';

export interface FakeClock extends Clock {
  /** The length of each wait so far, in milliseconds. */
  readonly waits: number[];
}

/**
 * Returns a clock whose waits take no real time but advance the clock, so that 2.5 minutes of polling end at once.
 * During each wait, after the clock has advanced, this calls `meanwhile` with the new time and awaits the result.
 */
export function fakeClock(meanwhile?: (now: number) => unknown): FakeClock {
  let now = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    async wait(milliseconds, signal) {
      waits.push(milliseconds);
      await setImmediate();
      if (signal?.aborted) return;
      now += milliseconds;
      await meanwhile?.(now);
    },
  };
}
