import type { HttpErrorKind } from '../../http/httpError.ts';

/** Why a release source failed. */
export type SourceErrorCode =
  /** The source does not exist or is private. */
  | 'notFound'
  /** The source does not accept the credential that was sent. */
  | 'credentialRefused'
  /** The source requires a credential, and none was sent. */
  | 'credentialWanted'
  | 'notPermitted'
  /** The source accepts no more requests until `SourceFacts.retryAt`. */
  | 'rateLimited'
  | 'redirectRefused'
  | 'sourceFailed'
  /** The response is a web page, is truncated, or comes from another kind of server. */
  | 'notASource'
  | HttpErrorKind;

export interface SourceErrorFacts {
  host: string;
  status?: number | undefined;
  /** When the next request can succeed, in milliseconds since 1970. Undefined if unknown. */
  retryAt?: number | undefined;
}

/** The only error that release sources throw. Contains no credential. */
export class SourceError extends Error {
  readonly code: SourceErrorCode;
  readonly facts: SourceErrorFacts;

  constructor(code: SourceErrorCode, facts: SourceErrorFacts, cause?: unknown) {
    super(`${code} ${facts.host}${facts.status === undefined ? '' : ` (HTTP ${facts.status})`}`, { cause });
    this.name = 'SourceError';
    this.code = code;
    this.facts = facts;
  }
}
