import type { CancelOptions, Clock } from './clock.ts';
import type { Log } from './log.ts';

/**
 * Milliseconds to wait before the second and the third attempt. A gateway can restart its workers in this time, and the
 * user does not have to wait long.
 */
const usualDelaysMs = [400, 1600] as const;

export interface RetryContext extends CancelOptions {
  clock: Clock;
  log: Log;
}

export interface RetryRule<Failure extends Error & { code: string }> {
  /**
   * Returns the error if it has the type `Failure`; else undefined. An error of another type is a bug in the extension,
   * which `retry` throws immediately.
   */
  failureOf: (error: unknown) => Failure | undefined;
  /**
   * Returns the milliseconds until the next attempt, normally `usualMs`. Returns undefined if no further attempt makes
   * sense.
   */
  delayAfter: (failure: Failure, usualMs: number) => number | undefined;
  /** Returns the error to throw when the signal is aborted between two attempts. */
  cancelled: (failure: Failure) => Failure;
}

/**
 * Calls `read` up to three times: once, and again after each failure that the rule treats as temporary. `read` must
 * send only requests that change nothing, because an upload or a deployment that is sent twice can happen twice. Throws
 * the error of the last attempt, or the `cancelled` error of the rule.
 */
export async function retry<T, Failure extends Error & { code: string }>(
  read: () => Promise<T>,
  { failureOf, delayAfter, cancelled }: RetryRule<Failure>,
  { clock, log, signal }: RetryContext,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      const failure = failureOf(error);
      const usualMs = usualDelaysMs[attempt];
      const delayMs = failure && usualMs !== undefined ? delayAfter(failure, usualMs) : undefined;
      if (!failure || delayMs === undefined) throw error;
      log.debug(`Reading again in ${delayMs} ms after ${failure.code}`);
      await clock.wait(delayMs, signal);
      if (signal?.aborted) throw cancelled(failure);
    }
  }
}
