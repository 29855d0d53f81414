import type { UploadUnknownReason } from '../core/operations/upload/uploadOutcome.ts';
import type { Translate } from './translate.ts';

export function unknownReasonText(t: Translate, reason: UploadUnknownReason): string {
  const texts: Record<UploadUnknownReason, string> = {
    versionsUnreadable: t('The module’s versions couldn’t be read, so the result is still unknown. Check again later.'),
    signedOut: t(
      'You signed out, or the token was rejected, before the check finished. Sign in to this platform to continue the check.',
    ),
    mayNotRead: t(
      'Your token’s application isn’t allowed to read this module’s versions. Check the version in the console.',
    ),
    maybeAnothers: t(
      'The version now has a package, but it’s unclear whether it’s yours or someone else’s. Compare the stored package with yours.',
    ),
    overwriteInvisible: t(
      'The stored package looks unchanged, but its last change was so close to this upload that it’s unclear whether this upload overwrote it. Compare the stored package with yours.',
    ),
    stoppedLooking: t('The check was stopped before it finished. Check again.'),
  };
  return texts[reason];
}

/** Explains how the extension knows that a package was stored, although the platform's response was lost. */
export function foundUploadText(t: Translate, known: 'found' | 'foundAfterCancel'): string {
  return known === 'found'
    ? t('The platform’s response was lost, but the version was found on the platform afterwards.')
    : t('You canceled, but the platform had already received the request and completed it.');
}

export function uploadProgressText(t: Translate, doing: 'uploading' | 'checking' | 'checkingAfterCancel'): string {
  const texts: Record<typeof doing, string> = {
    uploading: t('The platform is downloading and storing the package.'),
    checking: t(
      'The platform’s response was lost. The platform may need up to two and a half minutes to finish. Until the result is known, the extension checks the module’s versions repeatedly. You can continue working. This page updates automatically.',
    ),
    checkingAfterCancel: t(
      'You canceled, but the platform may already have received the request and may need up to two and a half minutes to finish it. Until the result is known, the extension checks the module’s versions repeatedly. You can continue working. This page updates automatically.',
    ),
  };
  return texts[doing];
}

/**
 * Describes a cancelled upload. If the request was sent, aborting the request does not stop the platform's download.
 */
export function cancelledText(t: Translate, sent: boolean): string {
  return sent
    ? t('The request was canceled, and the platform didn’t store the version.')
    : t('Canceled before the request was sent.');
}
