import type { ReleaseSourceKind } from '../core/releases/sources/releaseSourceSetting.ts';
import type { VersionOrigin } from '../core/releases/sources/releaseSource.ts';
import type { SourceError } from '../core/releases/sources/sourceError.ts';
import type { Advice } from './errorText.ts';
import { httpErrorText } from './httpErrorText.ts';
import type { Translate } from './translate.ts';

export function sourceErrorText(t: Translate, { code, facts }: SourceError): Advice {
  const { host } = facts;
  switch (code) {
    case 'notFound':
      return {
        what: t('“{0}” has no page at this address, or shows it only to signed-in users.', host),
        todo: t('Check the address, or sign in.'),
      };
    case 'credentialRefused':
      return { what: t('“{0}” rejected the token.', host), todo: t('Sign in again with another token.') };
    case 'credentialWanted':
      return { what: t('“{0}” requires a sign-in.', host), todo: t('Sign in to this release source.') };
    case 'notPermitted':
      return {
        what: t('You don’t have read permission for “{0}”.', host),
        todo: t('Sign in with a token that can read releases and packages.'),
      };
    case 'rateLimited':
      return {
        what: t('“{0}” received too many requests.', host),
        todo:
          facts.retryAt === undefined
            ? t('Try again in a few minutes. Signed-in users have a higher rate limit.')
            : t('Try again after {0}. Signed-in users have a higher rate limit.', clockTime(facts.retryAt)),
      };
    case 'redirectRefused':
      return {
        what: t('“{0}” redirects to an unsafe address.', host),
        todo: t('Check the address of the release source.'),
      };
    case 'sourceFailed':
      return { what: t('“{0}” returned an internal error.', host), todo: t('Try again later.') };
    case 'notASource':
      return {
        what: t('“{0}” didn’t return any releases in a known format.', host),
        todo: t(
          'Check the kind and the address of the release source. A proxy’s sign-in page can also cause this error.',
        ),
      };
    default:
      return httpErrorText(t, code, host);
  }
}

export function sourceErrorMessage(t: Translate, error: SourceError): string {
  const { what, todo } = sourceErrorText(t, error);
  return t('{0} {1}', what, todo);
}

export function versionOriginText(t: Translate, origin: VersionOrigin): string {
  const texts: Record<VersionOrigin, string> = {
    source: t('from the release source'),
    tag: t('from the tag'),
    fileName: t('from the file name'),
    path: t('from the path'),
  };
  return texts[origin];
}

export function sourceKindText(t: Translate, kind: ReleaseSourceKind): string {
  const texts: Record<ReleaseSourceKind, string> = {
    github: 'GitHub',
    gitlab: 'GitLab',
    gitea: 'Gitea / Forgejo',
    gitee: 'Gitee',
    bkrepo: 'BK-Repo',
    index: t('file list'),
  };
  return texts[kind];
}

/** Formats the local time as `14:05`, which is the Swedish format. */
function clockTime(moment: number): string {
  return new Date(moment).toLocaleTimeString('sv', { timeStyle: 'short' });
}
