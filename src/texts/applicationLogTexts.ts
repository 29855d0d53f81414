import type { logRangeSeconds } from '../core/platform/applicationLog.ts';
import { isGrantMissing } from '../core/platform/gatewayErrors.ts';
import type { PlatformError } from '../core/platform/platformError.ts';
import { errorMessage } from './errorTexts.ts';
import type { Translate } from './translate.ts';

/** Returns the name of a time range. */
export function logRangeText(t: Translate, range: keyof typeof logRangeSeconds): string {
  const texts: Record<keyof typeof logRangeSeconds, string> = {
    '5m': t('Last 5 minutes'),
    '1h': t('Last hour'),
    '3h': t('Last 3 hours'),
    '6h': t('Last 6 hours'),
    '12h': t('Last 12 hours'),
    '1d': t('Last 24 hours'),
    '3d': t('Last 3 days'),
    '7d': t('Last 7 days'),
  };
  return texts[range];
}

/**
 * Returns why an application's log cannot be read, and who can change that. `isSearch` tells whether the log was
 * searched. Searching needs a separate grant, so its text differs.
 */
export function logProblemText(t: Translate, { code, facts }: PlatformError, isSearch: boolean): string {
  // For a missing grant, `errorMessage` tells the user to apply for permission, but users cannot apply for this API
  // (platform-api.md 4.16).
  if (!isGrantMissing(code)) return errorMessage(t, code, facts);
  const { subject } = facts;
  if (isSearch)
    return subject
      ? t(
          'To search this log here, a gateway administrator must grant the application of your token, “{0}”, the API search_standard_log_with_post of the gateway.',
          subject,
        )
      : t(
          'To search this log here, a gateway administrator must grant the application of your token the API search_standard_log_with_post of the gateway.',
        );
  return subject
    ? t(
        'To show this log here, a gateway administrator must grant the application of your token, “{0}”, the APIs search_standard_log_with_get and search_standard_log_with_post of the gateway.',
        subject,
      )
    : t(
        'To show this log here, a gateway administrator must grant the application of your token the APIs search_standard_log_with_get and search_standard_log_with_post of the gateway.',
      );
}
