import type { HttpErrorKind } from '../http/httpError.ts';

/** Errors of BK-Repo, as one closed list (release-sources.md 1.3). */
export const repositoryCodes = [
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
  'linkNotReadable',
] as const;

export type RepositoryCode = (typeof repositoryCodes)[number] | HttpErrorKind;

export interface RepositoryFacts {
  host: string;
  status?: number | undefined;
  /** BK-Repo's own message, and the id by which its administrator finds the request. */
  said?: string | undefined;
  traceId?: string | undefined;
  /** A project, repository, path or redirect target. */
  subject?: string | undefined;
}

/** The error of a repository call. It contains no credential. */
export class RepositoryError extends Error {
  readonly code: RepositoryCode;
  readonly facts: RepositoryFacts;
  /** Whether the whole request has left, so that the server may have acted on it. */
  readonly sent: boolean;

  constructor(code: RepositoryCode, facts: RepositoryFacts, options: { sent?: boolean; cause?: unknown } = {}) {
    super(`${code}${facts.status === undefined ? '' : ` (HTTP ${facts.status})`}`, { cause: options.cause });
    this.name = 'RepositoryError';
    this.code = code;
    this.facts = facts;
    this.sent = options.sent ?? true;
  }
}

/** Returns the caught error as a `RepositoryError`. Throws any other error, because it is a bug in the extension. */
export function repositoryErrorOf(error: unknown): RepositoryError {
  if (error instanceof RepositoryError) return error;
  throw error;
}

/** Error codes of BK-Repo (release-sources.md 1.3). */
const codes: ReadonlyMap<number, RepositoryCode> = new Map([
  [250107, 'fileExists'],
  [250112, 'repositoryReadOnly'],
  [250113, 'notPermitted'],
  [250114, 'credentialRefused'],
  [250124, 'tooManyRequests'],
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

/** Classifies a refusal by BK-Repo's error code, otherwise by the HTTP status of the server that responded. */
export function codeOf(status: number, number: number | undefined): RepositoryCode {
  const known = number === undefined ? undefined : codes.get(number);
  if (known) return known;
  // The code in a response of BK-Repo's gateway is the HTTP status.
  if (status === 401) return 'credentialRefused';
  if (status === 403) return 'notPermitted';
  if (status === 413) return 'fileTooLarge';
  if (status === 429) return 'tooManyRequests';
  if (status >= 300 && status < 400) return 'redirectRefused';
  // Without BK-Repo's JSON, a 200 is probably a sign-in page.
  if (number === undefined && status < 500) return 'notABkRepo';
  return 'bkRepoFailed';
}
