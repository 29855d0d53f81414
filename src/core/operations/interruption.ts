import { HttpError } from '../http/httpError.ts';
import type { ErrorCode } from '../platform/errorCode.ts';
import { PlatformError } from '../platform/platformError.ts';

/** How the sending ended, as far as that says whether the platform may still be at work. */
export type Interruption =
  /** No answer, or somebody else's: the platform may be at work, or be done. */
  | { kind: 'answerLost'; error: PlatformError }
  /** The platform's own page for an error it did not expect (platform-api.md 1.11 F): it is done, whatever it did. */
  | { kind: 'serverError'; error: PlatformError }
  /** Broken off here by the person; the platform goes on with what it has received. */
  | { kind: 'cancelled' }
  /** This program ended while it was waiting. */
  | { kind: 'interrupted' };

/** How the sending of what changes something ended, when that leaves open what the platform did; undefined when it is known. */
export function interruptionBy(error: unknown, signal: AbortSignal | undefined): Interruption | undefined {
  if (!requestLeft(error)) return undefined;
  if (signal?.aborted) return { kind: 'cancelled' };
  if (!(error instanceof PlatformError)) return undefined;
  if (error.code === 'platformFailed') return { kind: 'serverError', error };
  // Without an answer nothing is known, however the connection ended: a network that went away is `unreachable` here.
  const isLost = error.facts.cause instanceof HttpError || lostAnswers.has(error.code) || isServerFault(error);
  return isLost ? { kind: 'answerLost', error } : undefined;
}

/** Answers after which the platform may still be at work, or done, without our knowing (platform-api.md 1.3, 1.9). */
const lostAnswers: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'gatewayTimedOut',
  'gatewayBadAnswer',
  'gatewayCannotReachPlatform',
  'gatewayUnavailable',
  // The gateway's word for whatever broke in it, on the way there or on the way back.
  'gatewayInternalError',
  'gatewayResourceFailed',
  'gatewayUnknownError',
  // A machine in between answered, before the platform or in place of its answer.
  'redirected',
  'answerUnreadable',
  'answerTooLarge',
  'notThePlatform',
]);

/** A coded answer of the platform with a status of 500 and more is an error it did not plan for. */
function isServerFault({ code, facts }: PlatformError): boolean {
  return code === 'refusedByPlatform' && facts.status !== undefined && facts.status >= 500;
}

/** An answer means that the request had left; without one, the exchange knows whether the whole of it had. */
function requestLeft(error: unknown): boolean {
  const cause = error instanceof PlatformError ? error.facts.cause : undefined;
  return !(cause instanceof HttpError) || cause.sent;
}

/** The error that an interruption stands for. `interrupted` is the code for a program that ended. */
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
