import type { ErrorCode } from './errorCode.ts';

/**
 * Facts about an error besides its code. All texts come from outside the extension, so show them as plain text, never
 * as HTML or Markdown.
 */
export interface ErrorFacts {
  /** Message of the platform, the gateway or another server. */
  readonly said?: string | undefined;
  /** HTTP status, if there was a response. */
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** What the error is about, such as a host, an application code, a version or a redirect target. */
  readonly subject?: string | undefined;
  /** URL of the page on which the user can apply for a role (platform-api.md 1.11 E). */
  readonly applyUrl?: string | undefined;
  /** Seconds until the gateway accepts the next request. */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** Error of a platform request: a code of `errorCodes`, and the facts for the error's text. */
export class PlatformError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, facts: ErrorFacts = {}) {
    super(`${code}${facts.status === undefined ? '' : ` (HTTP ${facts.status})`}`, { cause: facts.cause });
    this.name = 'PlatformError';
    this.code = code;
    this.facts = facts;
  }

  /** Returns a copy of this error with added or replaced facts. */
  with(facts: ErrorFacts): PlatformError {
    return new PlatformError(this.code, { ...this.facts, ...facts });
  }
}

/**
 * Returns a caught error if it is a `PlatformError`. Throws any other error again, because any other error is a bug in
 * the extension.
 */
export function requirePlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  throw error;
}

/**
 * Resolves to the result of a read; to undefined if the read rejects with a `PlatformError`. Use this for a read that
 * may fail without stopping the caller.
 */
export async function undefinedIfFailed<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    requirePlatformError(error); // rethrows an error other than a PlatformError
    return undefined;
  }
}

/** Returns the value of a settled promise. Throws the reason if the promise was rejected. */
export function settledValue<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/**
 * Creates the error for JSON without the expected members. Such JSON comes from a newer platform or from another
 * server.
 */
export function unexpectedShapeError(requestId: string | undefined): PlatformError {
  return new PlatformError('answerUnreadable', { requestId });
}
