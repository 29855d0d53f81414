import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/core/http/clock.ts';

export interface FakeClock extends Clock {
  /** The length of each wait in milliseconds. */
  readonly waits: number[];
}

/**
 * Returns a clock on which a wait takes no real time but advances the clock, so that 2.5 minutes of polling end at
 * once. Calls `meanwhile` at each wait with the time after it.
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
