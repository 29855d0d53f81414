import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/core/http/clock.ts';

export interface HurriedClock extends Clock {
  /** What was waited for, milliseconds each. */
  readonly waits: number[];
}

/**
 * A clock on which waiting takes no time and yet time passes, so that two and a half minutes of looking are over at once.
 * Something else may happen at each wait: `meanwhile` is called with the time it is then.
 */
export function fakeClock(meanwhile?: (now: number) => unknown): HurriedClock {
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
