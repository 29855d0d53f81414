import type { UploadLink, UploadLinkProblem } from '../core/operations/upload/uploadLink.ts';
import { joinParts } from './formats.ts';
import type { Translate } from './translate.ts';

/** Returns the sentence for an upload link that cannot be used. It never repeats a part of the link. */
export function uploadLinkProblemText(t: Translate, problem: UploadLinkProblem): string {
  switch (problem.kind) {
    case 'linkWithSecret':
      return t(
        'This upload link contains a token, password or signature, so it wasn’t used. Ask the author to remove it from the link and to revoke it.',
      );
    case 'linkWithRepeatedPart':
      return t('This upload link contains more than one upload, so it wasn’t used.');
    case 'linkOverwrites':
      return t(
        'This upload link asks to overwrite a version, so it wasn’t used. A link can only upload a new version.',
      );
    case 'linkPartInvalid':
      return t('This upload link can’t be used because its part “{0}” is missing or invalid.', problem.part);
  }
}

/** Returns the sentence for an upload link of a platform that the user has not added. */
export function unknownPlatformText(t: Translate): string {
  return t(
    'This upload link is for a platform that you haven’t added, so it wasn’t used. Sign in to that platform first if you trust it.',
  );
}

/**
 * Describes the values that an upload link would fill in. The user confirms this text before anything is sent.
 * `platformName` is undefined if the user is not signed in.
 */
export function uploadLinkDetail(
  t: Translate,
  { packageUrl, version, module }: UploadLink,
  platformName: string | undefined,
): string {
  const lines = [
    t('Package URL: {0}', packageUrl),
    t('Module: {0}', module ?? t('not in the link')),
    t('Version: {0}', version ?? t('not in the link')),
    t('Platform: {0}', platformName ?? t('You’ll be asked to sign in first.')),
    t(
      'The upload starts only after its last question, and it can’t overwrite a version. Continue only if you trust the host of the package.',
    ),
  ];
  return joinParts(lines, '\n');
}
