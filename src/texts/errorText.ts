import type { ErrorCode } from '../core/platform/errorCode.ts';
import type { ErrorFacts } from '../core/platform/platformError.ts';
import type { Translate } from './translate.ts';

/** Who can fix an error. */
export type User =
  'you' | 'applicationAdministrator' | 'platformAdministrator' | 'gatewayAdministrator' | 'networkAdministrator';

/** An error for the user: what happened, why, what to do, and who can do it. */
export interface ErrorText {
  what: string;
  why: string;
  todo: string;
  who: User;
}

export type ErrorTexts<Code extends ErrorCode = ErrorCode> = Readonly<
  Record<Code, (t: Translate, facts: ErrorFacts) => ErrorText>
>;
