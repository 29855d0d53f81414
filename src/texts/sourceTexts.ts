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
        what: t('“{0}” has nothing there, or shows it only to those who sign in.', host),
        todo: t('Check the address, or sign in.'),
      };
    case 'credentialRefused':
      return { what: t('“{0}” does not accept the token.', host), todo: t('Sign in again with another one.') };
    case 'credentialWanted':
      return { what: t('“{0}” wants a sign-in.', host), todo: t('Sign in to it.') };
    case 'notPermitted':
      return {
        what: t('“{0}” does not let you read that.', host),
        todo: t('Sign in with a token that may read releases and packages.'),
      };
    case 'rateLimited':
      return {
        what: t('“{0}” has had too many requests.', host),
        todo:
          facts.retryAt === undefined
            ? t('Try again in a few minutes; who signs in may ask more often.')
            : t('Try again after {0}; who signs in may ask more often.', clockTime(facts.retryAt)),
      };
    case 'redirectRefused':
      return {
        what: t('“{0}” redirects to where it is not safe to follow.', host),
        todo: t('Check the address of the source.'),
      };
    case 'sourceFailed':
      return { what: t('“{0}” had an error of its own.', host), todo: t('Try again later.') };
    case 'notASource':
      return {
        what: t('“{0}” does not answer with releases.', host),
        todo: t('Check kind and address of the source; a proxy’s sign-in page looks like this, too.'),
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
    source: t('from the source'),
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
    index: t('list of files'),
  };
  return texts[kind];
}

/** Formats the local time as `14:05`, which is the Swedish format. */
function clockTime(moment: number): string {
  return new Date(moment).toLocaleTimeString('sv', { timeStyle: 'short' });
}
