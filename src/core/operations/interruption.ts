import { HttpError } from '../http/httpError.ts';
import type { ErrorCode } from '../platform/errorCode.ts';
import { PlatformError } from '../platform/platformError.ts';

/** How a request ended without a known outcome. */
export type Interruption =
  /** No response, or another machine's. The platform may still be at work, or be done. */
  | { kind: 'answerLost'; error: PlatformError }
  /** The platform's page for an unhandled error (platform-api.md 1.11 F). It has stopped, with an unknown outcome. */
  | { kind: 'serverError'; error: PlatformError }
  /** Cancelled by the user. The platform continues with what it has received. */
  | { kind: 'cancelled' }
  /** This program ended while the response was pending. */
  | { kind: 'interrupted' };

/** Returns how a request that changes something was interrupted. Undefined if not sent or if the outcome is known. */
export function interruptionBy(error: unknown, signal: AbortSignal | undefined): Interruption | undefined {
  const cause = error instanceof PlatformError ? error.facts.cause : undefined;
  if (cause instanceof HttpError && !cause.sent) return undefined;
  if (signal?.aborted) return { kind: 'cancelled' };
  if (!(error instanceof PlatformError)) return undefined;
  const { code, facts } = error;
  if (code === 'platformFailed') return { kind: 'serverError', error };
  // A coded error with a status of 500 or more is an unplanned one.
  const isServerFault = code === 'refusedByPlatform' && (facts.status ?? 0) >= 500;
  // Without a response the outcome is unknown, whatever the HTTP error: a lost network is `unreachable`.
  const isLost = cause instanceof HttpError || lostAnswers.has(code) || isServerFault;
  return isLost ? { kind: 'answerLost', error } : undefined;
}

/** Codes after which the platform may still be at work, or be done (platform-api.md 1.3, 1.9). */
const lostAnswers: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'gatewayTimedOut',
  'gatewayBadAnswer',
  'gatewayCannotReachPlatform',
  'gatewayUnavailable',
  // The gateway failed, before or after the platform received the request.
  'gatewayInternalError',
  'gatewayResourceFailed',
  'gatewayUnknownError',
  // Another machine responded, before the platform was reached or in place of its response.
  'redirected',
  'answerUnreadable',
  'answerTooLarge',
  'notThePlatform',
]);

/** Returns the error of an interruption. `interrupted` is the code for a program that ended. */
export function errorOfInterruption(interruption: Interruption, interrupted: ErrorCode): PlatformError {
  if ('error' in interruption) return interruption.error;
  return new PlatformError(interruption.kind === 'cancelled' ? 'cancelled' : interrupted);
}
