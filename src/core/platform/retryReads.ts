import { retry, type RetryContext, type RetryRule } from '../http/retry.ts';
import type { ErrorCode } from './errorCode.ts';
import { PlatformError } from './platformError.ts';

/** Maximum seconds to wait for a rate limit. For a longer wait, the error is shown to the user instead. */
const longestWaitSeconds = 15;

/**
 * Temporary failures of the gateway or the connection. Does not contain errors such as a wrong host name or
 * certificate, because a retry would fail too.
 */
const temporaryErrorCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
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

const retryRule: RetryRule<PlatformError> = {
  failureOf: (error) => (error instanceof PlatformError ? error : undefined),
  delayAfter({ code, facts: { retryAfterSeconds } }, usualMs) {
    if (!temporaryErrorCodes.has(code)) return undefined;
    if (retryAfterSeconds === undefined) return usualMs;
    return retryAfterSeconds <= longestWaitSeconds ? Math.max(usualMs, retryAfterSeconds * 1000) : undefined;
  },
  cancelled: (failure) => new PlatformError('cancelled', { cause: failure }),
};

/**
 * Retries a read after a temporary failure; see `retry`. Waits as long as the gateway's rate limit requires
 * (platform-api.md 2.4). Does not retry if the rate limit requires more than `longestWaitSeconds`.
 */
export function retryReads<T>(read: () => Promise<T>, retrying: RetryContext): Promise<T> {
  return retry(read, retryRule, retrying);
}
