import type { HttpErrorKind } from '../../http/httpError.ts';

/** Why a source failed, as a closed list. */
export type SourceCode =
  /** It does not exist, or is private. */
  | 'notFound'
  | 'credentialRefused'
  | 'notPermitted'
  /** `retryAt`: when to try again. */
  | 'rateLimited'
  | 'redirectRefused'
  | 'sourceFailed'
  /** A web page, a truncated response, or another kind of server. */
  | 'notASource'
  | HttpErrorKind;

export interface SourceFacts {
  host: string;
  status?: number | undefined;
  /** Milliseconds since 1970. */
  retryAt?: number | undefined;
}

/** The only error that release sources throw. Contains no credential. */
export class SourceError extends Error {
  readonly code: SourceCode;
  readonly facts: SourceFacts;

  constructor(code: SourceCode, facts: SourceFacts, cause?: unknown) {
    super(`${code} ${facts.host}${facts.status === undefined ? '' : ` (HTTP ${facts.status})`}`, { cause });
    this.name = 'SourceError';
    this.code = code;
    this.facts = facts;
  }
}
