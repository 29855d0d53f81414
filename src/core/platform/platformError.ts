import type { ErrorCode } from './errorCode.ts';

/** What is known of a failure beside its code. Every text in it came from outside and is only ever shown as text. */
export interface ErrorFacts {
  /** The platform's or gateway's own words, for "what the platform said". */
  readonly said?: string | undefined;
  /** HTTP status, when there was an answer. */
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** The thing the sentence is about: a host, an app code, a version, a redirect's target. */
  readonly subject?: string | undefined;
  /** Where a role can be applied for (platform-api.md 1.11 E). */
  readonly applyUrl?: string | undefined;
  /** Seconds after which the gateway lets the next call through. */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** The one error that leaves `core/`: a code of the closed list, and the facts its sentence needs. */
export class PlatformError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, facts: ErrorFacts = {}) {
    super(`${code}${facts.status === undefined ? '' : ` (HTTP ${facts.status})`}`, { cause: facts.cause });
    this.name = 'PlatformError';
    this.code = code;
    this.facts = facts;
  }

  /** The same failure, with other or more facts. */
  with(facts: ErrorFacts): PlatformError {
    return new PlatformError(this.code, { ...this.facts, ...facts });
  }
}

/** The caught error as a `PlatformError`; throws what is none, since that is a fault of this program. */
export function platformErrorOf(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  throw error;
}

/** The value of a read that has settled; throws what it threw. */
export function settledValue<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** JSON that is not what this endpoint answers: a newer platform, or a gateway in front of something else. */
export function unexpectedShape(requestId: string | undefined): PlatformError {
  return new PlatformError('answerUnreadable', { requestId });
}
