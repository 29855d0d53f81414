import type { UnknownReason } from '../core/operations/upload/uploadOutcome.ts';
import type { Translate } from './translate.ts';

export function unknownReasonText(t: Translate, reason: UnknownReason): string {
  const texts: Record<UnknownReason, string> = {
    versionsUnreadable: t(
      'The module’s versions could not be read since then, so nothing can be said yet. Check again later.',
    ),
    signedOut: t(
      'You were signed out, or the token was refused, before it was known. Sign in to this platform, and it is checked again.',
    ),
    mayNotRead: t(
      'The app of your access token may not read this module’s versions, so it cannot be checked from here. Look in the console.',
    ),
    maybeAnothers: t(
      'A package is under this version now, but whether it is this one or somebody else’s cannot be told. Compare what is there with what you meant to upload.',
    ),
    overwriteInvisible: t(
      'Nothing has changed that can be seen. But the version was written so shortly before that overwriting it would leave no trace. Compare what is there with what you meant to upload.',
    ),
    stoppedLooking: t('The checking was stopped before it was known. Check again.'),
  };
  return texts[reason];
}

/** Explains how the extension knows that a package was stored, although the platform's response did not arrive. */
export function foundText(t: Translate, known: 'found' | 'foundAfterCancel'): string {
  return known === 'found'
    ? t('The platform’s answer got lost on its way. The version was found there afterwards.')
    : t('You cancelled, but the platform had received the request and finished it.');
}

export function underWayText(t: Translate, doing: 'uploading' | 'checking' | 'checkingAfterCancel'): string {
  const texts: Record<typeof doing, string> = {
    uploading: t('The platform downloads the package and stores it.'),
    checking: t(
      'The answer got lost on its way, and the platform can still be at work for up to two and a half minutes. The module’s versions are read again and again until it is known. You can go on working; this page changes by itself.',
    ),
    checkingAfterCancel: t(
      'You cancelled, but the platform can have received the request and be at work for up to two and a half minutes. The module’s versions are read again and again until it is known. You can go on working; this page changes by itself.',
    ),
  };
  return texts[doing];
}

/**
 * Describes a cancelled upload. If the request was sent, aborting the request does not stop the platform's download.
 */
export function cancelledText(t: Translate, sent: boolean): string {
  return sent
    ? t('The request was broken off, and the platform has not stored the version in the time it had.')
    : t('Cancelled before anything was sent.');
}
