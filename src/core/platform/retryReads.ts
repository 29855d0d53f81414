import { retry, type Retrying, type RetryRule } from '../http/retry.ts';
import type { ErrorCode } from './errorCode.ts';
import { PlatformError } from './platformError.ts';

/** Seconds of a rate limit that are worth waiting for; a longer one is shown to the person, with the figure. */
const longestWaitSeconds = 15;

/** A temporary failure of the gateway or of the way to it. A wrong name or certificate will not be right a second later. */
const temporary: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
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

const rule: RetryRule<PlatformError> = {
  failureOf: (error) => (error instanceof PlatformError ? error : undefined),
  delayAfter({ code, facts: { retryAfterSeconds } }, usualMs) {
    if (!temporary.has(code)) return undefined;
    if (retryAfterSeconds === undefined) return usualMs;
    return retryAfterSeconds <= longestWaitSeconds ? Math.max(usualMs, retryAfterSeconds * 1000) : undefined;
  },
  cancelled: (failure) => new PlatformError('cancelled', { cause: failure }),
};

/**
 * Reads again after a temporary failure; see `retry`. Where the gateway says when it lets the next call through
 * (platform-api.md 2.4), waits that long, or not at all if that is too long.
 */
export function retryReads<T>(read: () => Promise<T>, retrying: Retrying): Promise<T> {
  return retry(read, rule, retrying);
}
