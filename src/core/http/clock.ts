import { setTimeout } from 'node:timers/promises';

/** Options of a cancellable operation. */
export interface Cancellable {
  signal?: AbortSignal | undefined;
}

/** A monotonic clock for durations. Never compare local wall-clock time with server time. */
export interface Clock {
  /** Milliseconds since a fixed moment; never decreases. */
  now(): number;
  /** Resolves after the given time or as soon as the signal is aborted; never rejects. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }).catch(() => undefined),
};
