import { setTimeout } from 'node:timers/promises';

/** Options of a cancellable operation. */
export interface CancelOptions {
  signal?: AbortSignal | undefined;
}

/**
 * A monotonic clock for measuring durations. The times of this clock are not dates, so never compare them with a
 * server's time.
 */
export interface Clock {
  /** Returns the milliseconds since a fixed moment. The result never decreases. */
  now(): number;
  /** Resolves after the given milliseconds or as soon as the signal is aborted. Never rejects. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }).catch(() => undefined),
};
