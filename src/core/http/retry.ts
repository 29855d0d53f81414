import type { Cancellable, Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Milliseconds before the second and the third attempt: a restart of a gateway's workers is over by then, a person is not yet annoyed. */
const usualDelaysMs = [400, 1600] as const;

export interface Retrying extends Cancellable {
  clock: Clock;
  log: Log;
}

export interface RetryRule<Failure extends Error & { code: string }> {
  /** The failure, or undefined for a fault of this program, which is thrown at once. */
  failureOf: (error: unknown) => Failure | undefined;
  /** Milliseconds until the next attempt, as a rule `usualMs`; undefined to give up. */
  delayAfter: (failure: Failure, usualMs: number) => number | undefined;
  /** What is thrown when the signal comes between two attempts. */
  cancelled: (failure: Failure) => Failure;
}

/**
 * Reads again, up to twice, after a failure that the rule calls temporary. Only for what changes nothing: an upload or a
 * deployment that was sent twice may have happened twice. Throws what the last attempt threw.
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
