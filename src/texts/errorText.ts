import type { ErrorCode } from '../core/platform/errorCode.ts';
import type { ErrorFacts } from '../core/platform/platformError.ts';
import type { Translate } from './translate.ts';

/** Who can fix an error. */
export type User =
  'you' | 'applicationAdministrator' | 'platformAdministrator' | 'gatewayAdministrator' | 'networkAdministrator';

/** What happened, and what to do about it. */
export interface Advice {
  what: string;
  todo: string;
}

/** An error for the user: also why it happened, and who can fix it. */
export interface ErrorText extends Advice {
  why: string;
  who: User;
}

/** The texts of the error codes. They name `who` only if it is not the user. */
export type ErrorTexts = Record<ErrorCode, (t: Translate, facts: ErrorFacts) => Advice & { why: string; who?: User }>;
