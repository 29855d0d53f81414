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
  if (!requestLeft(error)) return undefined;
  if (signal?.aborted) return { kind: 'cancelled' };
  if (!(error instanceof PlatformError)) return undefined;
  if (error.code === 'platformFailed') return { kind: 'serverError', error };
  // Without a response the outcome is unknown, whatever the HTTP error: a lost network is `unreachable`.
  const isLost = error.facts.cause instanceof HttpError || lostAnswers.has(error.code) || isServerFault(error);
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

/** Returns whether the platform sent a coded error with a status of 500 or more, which is an unplanned error. */
function isServerFault({ code, facts }: PlatformError): boolean {
  return code === 'refusedByPlatform' && facts.status !== undefined && facts.status >= 500;
}

/** Returns whether the whole request was sent. Without a response, `HttpError.sent` tells. */
function requestLeft(error: unknown): boolean {
  const cause = error instanceof PlatformError ? error.facts.cause : undefined;
  return !(cause instanceof HttpError) || cause.sent;
}

/** Returns the error of an interruption. `interrupted` is the code for a program that ended. */
export function errorOfInterruption(interruption: Interruption, interrupted: ErrorCode): PlatformError {
  switch (interruption.kind) {
    case 'answerLost':
    case 'serverError':
      return interruption.error;
    case 'cancelled':
      return new PlatformError('cancelled');
    case 'interrupted':
      return new PlatformError(interrupted);
  }
}
