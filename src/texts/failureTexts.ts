import { explainFailure, type Explanation, type FailureCause } from '../core/operations/upload/explainFailure.ts';
import type { PreflightWarning } from '../core/operations/upload/preflight.ts';
import type { PlatformError } from '../core/platform/platformError.ts';
import type { Contact } from './errorText.ts';
import { errorText } from './errorTexts.ts';
import { preflightText } from './preflightTexts.ts';
import type { Translate } from './translate.ts';

/** The text of a failed upload for its page. */
export interface FailureText extends Explanation {
  what: string;
  why: string;
  todo: string;
  /** Who can solve the failure. Undefined if the user can. */
  contact: Contact | undefined;
  /** What the platform reported. Set only if the link inspection has a better explanation, which is then in `what`. */
  reported: string | undefined;
}

/**
 * Returns the first text on the page of a failed upload. If inspecting the link showed why the platform rejected the
 * package, the text says that, and the platform's own report is in `reported`.
 */
export function failureText(
  t: Translate,
  error: PlatformError,
  warnings: readonly PreflightWarning[] = [],
): FailureText {
  const explanation = explainFailure(error, warnings);
  const { what, why, todo, who } = errorText(t, error.code, error.facts);
  const { cause, remedy } = explanation;
  if (!cause)
    return { ...explanation, what, why, todo, contact: remedy === 'contact' ? who : undefined, reported: undefined };
  return { ...explanation, ...causeText(t, cause), contact: undefined, reported: what };
}

function causeText(t: Translate, cause: FailureCause): Pick<FailureText, 'what' | 'why' | 'todo'> {
  const { what, todo } = preflightText(t, cause);
  const noCredentials = t('The platform downloads the package without your credentials.');
  switch (cause.code) {
    case 'notFound':
      return {
        what,
        why: t('The file was moved or deleted, the URL is misspelled, or the file is private and the server hides it.'),
        todo: t('Correct the URL, and upload again. A private file needs a URL that works without a sign-in.'),
      };
    case 'signInWanted':
      return { what, why: noCredentials, todo };
    case 'webPage': {
      // After a redirect, `what` already says that the page is probably a sign-in page.
      const signInPage = t('The server probably shows a sign-in page instead of the file.');
      return { what, why: cause.redirectedTo === undefined ? signInPage : noCredentials, todo };
    }
    case 'badStatus':
      return { what, why: t('The platform’s servers probably get the same response.'), todo };
    case 'redirectRefused':
      return { what, why: t('The platform can’t follow this redirect to the package either.'), todo };
    case 'hiddenFromPlatform':
      return { what, why: t('The platform downloads the package from its own network.'), todo };
    case 'unreachable':
      if (cause.error === 'certificateUntrusted' || cause.error === 'tlsFailed')
        return { what, why: t('The platform’s servers probably can’t connect securely either.'), todo };
      return {
        what,
        why: t('The platform’s servers probably can’t reach it either.'),
        todo: t('Check the URL and the server, and upload again.'),
      };
    case 'notAnArchive':
      return { what, why: t('The platform accepts only tar and zip archives.'), todo };
    case 'emptyFile':
    case 'damagedArchive':
      return { what, why: t('The platform couldn’t read the file as an archive.'), todo };
  }
}
