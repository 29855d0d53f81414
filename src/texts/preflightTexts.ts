import type { PreflightWarning } from '../core/operations/upload/preflight.ts';
import type { ErrorText } from './errorText.ts';
import { errorText } from './errorTexts.ts';
import { damageText, packAgainText } from './integrityTexts.ts';
import type { Translate } from './translate.ts';

/** A warning: what can go wrong, what to do, and who can do it. */
export type PreflightText = Omit<ErrorText, 'why'>;

/** Returns the text of a warning. Reuses the text of the error that the upload would otherwise report. */
export function preflightText(t: Translate, warning: PreflightWarning): PreflightText {
  const afterwards = errorText(t, 'archiveUnreadable');
  switch (warning.code) {
    case 'probablyRefused': {
      const { entry, everyHost, at } = warning;
      const { todo, who } = errorText(t, everyHost ? 'uploadByLinkDisabled' : 'packageHostNotAllowed', {
        subject: entry,
      });
      return {
        what: everyHost
          ? t('On {0}, uploading by link was switched off on this platform.', dayOf(at))
          : t('On {0}, this platform refused to download from “{1}”.', dayOf(at), entry),
        todo,
        who,
      };
    }
    case 'hiddenFromPlatform':
      return {
        what:
          warning.reach === 'thisMachine'
            ? t(
                '“{0}” is this computer itself; the platform’s servers would look for the package on themselves.',
                warning.host,
              )
            : t('“{0}” is known in this computer’s local network only.', warning.host),
        todo: t('Put the package where the platform’s servers can reach it, for example into its BK-Repo.'),
        who: 'you',
      };
    case 'unreachable':
      return unreachableText(t, warning.error, warning.host);
    case 'redirectRefused':
      return {
        what: redirectText(t, warning.why, warning.host),
        todo: t('Use the address of the file itself.'),
        who: 'you',
      };
    case 'notFound':
      return {
        what: t('There is nothing at the link (HTTP {0}).', warning.status),
        todo: t('Check the link; what is private is often not there without signing in.'),
        who: 'you',
      };
    case 'signInWanted':
      return {
        what: t('“{0}” does not give the package without a sign-in (HTTP {1}).', warning.host, warning.status),
        todo: afterwards.todo,
        who: 'you',
      };
    case 'badStatus':
      return {
        what: t('“{0}” answers with HTTP {1} instead of the package.', warning.host, warning.status),
        todo: t('Try again later, or check the link.'),
        who: 'you',
      };
    case 'webPage':
      return {
        what:
          warning.redirectedTo === undefined
            ? t('The link leads to a web page and not to an archive.')
            : t(
                'The link leads to a web page of “{0}”, most likely to sign in, and not to an archive.',
                warning.redirectedTo,
              ),
        todo: afterwards.todo,
        who: 'you',
      };
    case 'emptyFile':
      return { what: t('The file at the link is empty.'), todo: packAgainText(t), who: 'you' };
    case 'notAnArchive':
      return { what: damageText(t, 'notAnArchive'), todo: packAgainText(t), who: 'you' };
    case 'damagedArchive':
      return { what: damageText(t, warning.damage), todo: packAgainText(t), who: 'you' };
  }
}

function unreachableText(
  t: Translate,
  error: Extract<PreflightWarning, { code: 'unreachable' }>['error'],
  host: string,
): PreflightText {
  const { what } = errorText(t, error === 'answerUndecodable' ? 'answerUnreadable' : error, { subject: host });
  return error === 'certificateUntrusted' || error === 'tlsFailed'
    ? {
        what,
        todo: t(
          'The platform checks certificates too. Use an address whose certificate it trusts, or ask the platform administrator whether it trusts this one.',
        ),
        who: 'platformAdministrator',
      }
    : {
        what,
        todo: t('Check the link. If the platform’s servers can reach it although this computer cannot, go on.'),
        who: 'you',
      };
}

function redirectText(t: Translate, why: 'tooMany' | 'notHttp' | 'thisMachine', host: string): string {
  switch (why) {
    case 'tooMany':
      return t('The link is redirected again and again, last to “{0}”.', host);
    case 'notHttp':
      return t('The link is redirected to something else than a web address.');
    case 'thisMachine':
      return t('The link is redirected to “{0}”, which is this computer itself.', host);
  }
}

/** Formats the local date as year, month, day, the Swedish format. */
function dayOf(at: number): string {
  return new Date(at).toLocaleDateString('sv');
}
