import { setTimeout as timer } from 'node:timers/promises';

/** Waits `ms` milliseconds or until `signal` aborts. Resolves with whether the full time passed. Never rejects. */
export async function wait(ms: number, signal: AbortSignal): Promise<boolean> {
  return timer(ms, true, { signal }).catch(() => false);
}
