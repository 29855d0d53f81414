import type { ErrorCode } from './errorCode.ts';

/** Facts of a failure besides its code. Every text comes from outside and must only be shown as plain text. */
export interface ErrorFacts {
  /** The platform's or gateway's own message. */
  readonly said?: string | undefined;
  /** HTTP status, if there was a response. */
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** What the error text is about: a host, an app code, a version, a redirect target. */
  readonly subject?: string | undefined;
  /** URL to apply for a role (platform-api.md 1.11 E). */
  readonly applyUrl?: string | undefined;
  /** Seconds until the gateway accepts the next request. */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** The error of a platform call: a code of the closed list, and the facts for its text. */
export class PlatformError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, facts: ErrorFacts = {}) {
    super(`${code}${facts.status === undefined ? '' : ` (HTTP ${facts.status})`}`, { cause: facts.cause });
    this.name = 'PlatformError';
    this.code = code;
    this.facts = facts;
  }

  /** Returns the same error with other or additional facts. */
  with(facts: ErrorFacts): PlatformError {
    return new PlatformError(this.code, { ...this.facts, ...facts });
  }
}

/** Returns the caught error as a `PlatformError`. Throws any other error, because it is a bug in the extension. */
export function platformErrorOf(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  throw error;
}

/** Returns the value of a settled read; throws its error if it was rejected. */
export function settledValue<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** Creates the error for JSON that this endpoint never returns: from a newer platform, or from another server. */
export function unexpectedShape(requestId: string | undefined): PlatformError {
  return new PlatformError('answerUnreadable', { requestId });
}
