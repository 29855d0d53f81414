import type { HttpErrorKind } from '../http/httpError.ts';

/** Error codes of repository calls, except those of `HttpErrorKind` (release-sources.md 1.3). */
export const repositoryErrorCodes = [
  'credentialRefused',
  'notPermitted',
  'repositoryNotFound',
  'fileNotFound',
  'fileExists',
  'folderInTheWay',
  'digestMismatch',
  'quotaExceeded',
  'pathRefused',
  'tooManyRequests',
  'guardedRepository',
  'sharingDisabled',
  'repositoryReadOnly',
  'fileTooLarge',
  'notABkRepo',
  'redirectRefused',
  'bkRepoFailed',
  /** BK-Repo refused the request for a reason without a separate code here. `RepositoryFacts.said` has the reason. */
  'bkRepoRefused',
  'fileArchived',
  'linkNotReadable',
] as const;

export type RepositoryErrorCode = (typeof repositoryErrorCodes)[number] | HttpErrorKind;

export interface RepositoryErrorFacts {
  host: string;
  status?: number | undefined;
  /** BK-Repo's own message. */
  said?: string | undefined;
  /** BK-Repo's id of the request, with which BK-Repo's administrator can find the request. */
  traceId?: string | undefined;
  /** What the error is about: project and repository, a path, the host of a redirect, or the missing `token`. */
  subject?: string | undefined;
}

/** The error that every repository call throws. Contains no credential. */
export class RepositoryError extends Error {
  readonly code: RepositoryErrorCode;
  readonly facts: RepositoryErrorFacts;
  /** Whether the server may have received the whole request and acted on it. */
  readonly sent: boolean;

  constructor(
    code: RepositoryErrorCode,
    facts: RepositoryErrorFacts,
    options: { sent?: boolean; cause?: unknown } = {},
  ) {
    super(`${code}${facts.status === undefined ? '' : ` (HTTP ${facts.status})`}`, { cause: options.cause });
    this.name = 'RepositoryError';
    this.code = code;
    this.facts = facts;
    this.sent = options.sent ?? true;
  }
}

/**
 * Returns the error if it is a `RepositoryError`. Throws any other error, because any other error is a bug in the
 * extension.
 */
export function requireRepositoryError(error: unknown): RepositoryError {
  if (error instanceof RepositoryError) return error;
  throw error;
}

/** The extension's codes, keyed by BK-Repo's error codes (release-sources.md 1.3). */
const codeByBkRepoCode: ReadonlyMap<number, RepositoryErrorCode> = new Map([
  [250107, 'fileExists'],
  [250110, 'fileArchived'],
  [250111, 'fileArchived'],
  [250112, 'repositoryReadOnly'],
  [250113, 'notPermitted'],
  [250114, 'credentialRefused'],
  [250124, 'tooManyRequests'],
  // The file is locked while another request changes it.
  [250128, 'tooManyRequests'],
  [250129, 'tooManyRequests'],
  [250130, 'notABkRepo'],
  [251003, 'digestMismatch'],
  [251004, 'repositoryNotFound'],
  [251006, 'repositoryNotFound'],
  [251010, 'fileNotFound'],
  [251011, 'pathRefused'],
  [251012, 'fileExists'],
  [251013, 'folderInTheWay'],
  [251024, 'fileNotFound'],
  [251025, 'quotaExceeded'],
  [251037, 'sharingDisabled'],
  [251207, 'guardedRepository'],
  [251208, 'guardedRepository'],
  [251209, 'guardedRepository'],
  [251210, 'guardedRepository'],
  [251211, 'guardedRepository'],
]);

/**
 * Returns the code of an unsuccessful response. `number` is BK-Repo's error code; if it is missing or unknown, the HTTP
 * status decides.
 */
export function repositoryErrorCodeOf(status: number, number: number | undefined): RepositoryErrorCode {
  const known = number === undefined ? undefined : codeByBkRepoCode.get(number);
  if (known) return known;
  // BK-Repo's gateway sends the HTTP status as the error code, so its errors are classified by the status.
  if (status === 401) return 'credentialRefused';
  if (status === 403) return 'notPermitted';
  if (status === 413) return 'fileTooLarge';
  if (status === 429) return 'tooManyRequests';
  if (status >= 300 && status < 400) return 'redirectRefused';
  // Without BK-Repo's JSON, the response comes from another server. A 200 is probably a sign-in page.
  if (number === undefined && status < 500) return 'notABkRepo';
  return status >= 400 && status < 500 ? 'bkRepoRefused' : 'bkRepoFailed';
}
