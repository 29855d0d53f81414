import { HttpError } from '../http/httpError.ts';
import type { ErrorCode } from '../platform/errorCode.ts';
import { PlatformError } from '../platform/platformError.ts';

/** Why the outcome of a request that was sent is unknown. */
export type Interruption =
  /**
   * No response arrived, or another server responded. The platform may still be working on the request, or may have
   * finished.
   */
  | { kind: 'answerLost'; error: PlatformError }
  /**
   * The platform sent its page for an unhandled error (platform-api.md 1.11 F). The platform no longer works on the
   * request, but the outcome is unknown.
   */
  | { kind: 'serverError'; error: PlatformError }
  /** The user cancelled the request. If the platform has received the request, the platform continues to work on it. */
  | { kind: 'cancelled' }
  /** This program ended, or failed because of a bug, while the response was pending. */
  | { kind: 'interrupted' };

/**
 * Returns why the outcome of a request that changes something is unknown. Undefined if the request was not sent or its
 * outcome is known.
 */
export function interruptionFromError(error: unknown, signal: AbortSignal | undefined): Interruption | undefined {
  const cause = error instanceof PlatformError ? error.facts.cause : undefined;
  if (cause instanceof HttpError && !cause.sent) return undefined;
  if (signal?.aborted) return { kind: 'cancelled' };
  if (!(error instanceof PlatformError)) return undefined;
  const { code, facts } = error;
  if (code === 'platformFailed') return { kind: 'serverError', error };
  // A refusal by the platform has a status below 500. An error with a code and a status of 500 or more means that the
  // platform failed, so the outcome is unknown.
  const isServerFault = code === 'refusedByPlatform' && (facts.status ?? 0) >= 500;
  // An `HttpError` means that no response arrived, so the outcome is unknown. This includes `unreachable`, because the
  // network can be lost after the request was sent.
  const isLost = cause instanceof HttpError || lostAnswerCodes.has(code) || isServerFault;
  return isLost ? { kind: 'answerLost', error } : undefined;
}

/**
 * Codes after which the platform may still be working on the request or may have finished (platform-api.md 1.3, 1.9).
 */
const lostAnswerCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'gatewayTimedOut',
  'gatewayBadAnswer',
  'gatewayCannotReachPlatform',
  'gatewayUnavailable',
  // The gateway failed before or after the platform received the request.
  'gatewayInternalError',
  'gatewayResourceFailed',
  'gatewayUnknownError',
  // Another server responded. It is unknown whether the request reached the platform.
  'redirected',
  'answerUnreadable',
  'answerTooLarge',
  'notThePlatform',
]);

/** Returns an interruption as an error. `interrupted` is the error code for the kind `interrupted`. */
export function errorOfInterruption(interruption: Interruption, interrupted: ErrorCode): PlatformError {
  if ('error' in interruption) return interruption.error;
  return new PlatformError(interruption.kind === 'cancelled' ? 'cancelled' : interrupted);
}
