import type { Clock } from '../http/clock.ts';
import type { Log } from '../http/log.ts';
import type { ErrorCode } from './errorCode.ts';
import { PlatformError } from './platformError.ts';

/** Milliseconds before the second and the third attempt: a restart of the gateway's workers is over by then, a person is not yet annoyed. */
const pauses = [400, 1600] as const;

/** Seconds of a rate limit that are worth waiting for; more is told to the person, with the figure. */
const longestWaitSeconds = 15;

/** A passing trouble of the gateway or of the way to it. A wrong name or certificate will not be right a second later. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'gatewayBadAnswer',
  'gatewayCannotReachPlatform',
  'gatewayUnavailable',
  'gatewayTimedOut',
  'rateLimited',
  'concurrencyLimited',
  'connectionLost',
  'connectionRefused',
  'unreachable',
]);

export interface Retrying {
  clock: Clock;
  log: Log;
  signal?: AbortSignal | undefined;
}

/**
 * Reads again, up to twice, after what passes by itself. Only for calls that change nothing: an upload or a deployment that
 * was sent twice may have happened twice. Where the gateway says when the next call is let through
 * (platform-api.md 2.4), that long is waited, or nothing if it is too long to sit through. Throws what the last attempt
 * threw, or `cancelled` when the signal came during a pause.
 */
export async function retryReads<T>(read: () => Promise<T>, { clock, log, signal }: Retrying): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      const pause = error instanceof PlatformError ? pauseAfter(error, attempt) : undefined;
      if (!(error instanceof PlatformError) || pause === undefined) throw error;
      log.debug(`Reading again in ${pause} ms after ${error.code}`);
      await clock.wait(pause, signal);
      if (signal?.aborted) throw new PlatformError('cancelled', { cause: error });
    }
  }
}

function pauseAfter({ code, facts }: PlatformError, attempt: number): number | undefined {
  const pause = pauses[attempt];
  if (pause === undefined || !passing.has(code)) return undefined;
  const { retryAfterSeconds } = facts;
  if (retryAfterSeconds === undefined) return pause;
  return retryAfterSeconds <= longestWaitSeconds ? Math.max(pause, retryAfterSeconds * 1000) : undefined;
}
