import type { ErrorCode } from '../core/platform/errorCode.ts';
import type { ErrorFacts, PlatformError } from '../core/platform/platformError.ts';
import { answerErrorTexts } from './answerErrorTexts.ts';
import { connectionErrorTexts } from './connectionErrorTexts.ts';
import { deployErrorTexts } from './deployErrorTexts.ts';
import type { ErrorText, ErrorTextFunctions, Contact } from './errorText.ts';
import { gatewayErrorTexts } from './gatewayErrorTexts.ts';
import { inputErrorTexts } from './inputErrorTexts.ts';
import { tokenErrorTexts } from './tokenErrorTexts.ts';
import type { Translate } from './translate.ts';

/** The texts of all error codes. The compiler reports a code without a text. */
const errorTexts: ErrorTextFunctions = {
  ...inputErrorTexts,
  ...answerErrorTexts,
  ...deployErrorTexts,
  ...gatewayErrorTexts,
  ...tokenErrorTexts,
  ...connectionErrorTexts,
};

export function errorText(t: Translate, code: ErrorCode, facts: ErrorFacts = {}): ErrorText {
  return { who: 'you', ...errorTexts[code](t, facts) };
}

/** Returns what happened and what to do in one line, for a notification or an outcome's `message`. */
export function errorMessage(t: Translate, code: ErrorCode, facts: ErrorFacts = {}): string {
  const { what, todo } = errorText(t, code, facts);
  return t('{0} {1}', what, todo);
}

/** Maximum number of characters of a platform's message in a notification. */
const maxPlatformMessageLength = 300;

/**
 * Returns the platform's own message about a rejected request, for a notification. Undefined if the platform did not
 * reject the request, or sent no message.
 */
export function platformMessageText(t: Translate, { facts: { said, status } }: PlatformError): string | undefined {
  // Responses with other statuses contain the web page of a server, not a message.
  const isRefusal = status === undefined || (status >= 400 && status < 500);
  return said && isRefusal ? t('Message from the platform: {0}', said.slice(0, maxPlatformMessageLength)) : undefined;
}

export function contactText(t: Translate, who: Contact): string {
  const texts: Record<Contact, string> = {
    you: t('You'),
    applicationAdministrator: t('Application administrator'),
    platformAdministrator: t('Platform administrator'),
    gatewayAdministrator: t('Gateway administrator'),
    networkAdministrator: t('Network or proxy administrator'),
  };
  return texts[who];
}
