import type { HttpErrorKind } from '../../http/httpError.ts';

/** Why a source gives nothing, as one closed list. */
export type SourceCode =
  /** It says that there is nothing: it does not exist, or is private. */
  | 'notFound'
  | 'credentialRefused'
  | 'notPermitted'
  /** `retryAt` says when it can be asked again. */
  | 'rateLimited'
  | 'redirectRefused'
  | 'sourceFailed'
  /** A web page, half an answer, or something of another kind. */
  | 'notASource'
  | HttpErrorKind;

export interface SourceFacts {
  host: string;
  status?: number | undefined;
  /** Milliseconds since 1970. */
  retryAt?: number | undefined;
}

/** The one error that leaves this room. No credential is in it. */
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
