import type { ErrorCode } from '../core/platform/errorCode.ts';
import type { ErrorFacts } from '../core/platform/platformError.ts';
import type { Translate } from './translate.ts';

/** Who can fix an error. */
export type Contact =
  'you' | 'applicationAdministrator' | 'platformAdministrator' | 'gatewayAdministrator' | 'networkAdministrator';

/** What happened, and what to do about it. */
export interface Advice {
  what: string;
  todo: string;
}

/** The text of an error for the user. In addition to `Advice`, says why the error happened and who can fix it. */
export interface ErrorText extends Advice {
  why: string;
  who: Contact;
}

/**
 * Functions that return the text of an error, keyed by error code. The functions omit `who` if the user can fix the
 * error.
 */
export type ErrorTextFunctions = Record<
  ErrorCode,
  (t: Translate, facts: ErrorFacts) => Advice & { why: string; who?: Contact }
>;
