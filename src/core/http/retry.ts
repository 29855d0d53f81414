import type { Cancellable, Clock } from './clock.ts';
import type { Log } from './log.ts';

/**
 * Milliseconds before the second and third attempt: enough for a gateway to restart its workers, short for the user.
 */
const usualDelaysMs = [400, 1600] as const;

export interface Retrying extends Cancellable {
  clock: Clock;
  log: Log;
}

export interface RetryRule<Failure extends Error & { code: string }> {
  /** Returns the failure, or undefined for a bug in the extension, which is thrown immediately. */
  failureOf: (error: unknown) => Failure | undefined;
  /** Returns the milliseconds until the next attempt, normally `usualMs`; undefined to give up. */
  delayAfter: (failure: Failure, usualMs: number) => number | undefined;
  /** Returns the error to throw when the signal is aborted between two attempts. */
  cancelled: (failure: Failure) => Failure;
}

/**
 * Retries a read up to twice after a failure that the rule treats as temporary. Only for requests that change nothing:
 * an upload or deployment that is sent twice can happen twice. Throws the error of the last attempt.
 */
export async function retry<T, Failure extends Error & { code: string }>(
  read: () => Promise<T>,
  { failureOf, delayAfter, cancelled }: RetryRule<Failure>,
  { clock, log, signal }: Retrying,
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
