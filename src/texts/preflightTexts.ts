import type { PreflightWarning } from '../core/operations/upload/preflight.ts';
import type { Advice, ErrorText, User } from './errorText.ts';
import { errorText } from './errorTexts.ts';
import { damageText, packAgainText } from './integrityTexts.ts';
import type { Translate } from './translate.ts';

type Warning<Code> = Extract<PreflightWarning, { code: Code }>;

/** Returns what can go wrong with an upload, what to do about it, and who can do it. */
export function preflightText(t: Translate, warning: PreflightWarning): Omit<ErrorText, 'why'> {
  return { who: 'you', ...warningText(t, warning) };
}

/** Returns the text of a warning. Reuses parts of the text of the error that the upload would otherwise report. */
function warningText(t: Translate, warning: PreflightWarning): Advice & { who?: User } {
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
      };
    case 'unreachable':
      return unreachableText(t, warning);
    case 'redirectRefused':
      return { what: redirectText(t, warning), todo: t('Use the address of the file itself.') };
    case 'notFound':
      return {
        what: t('There is nothing at the link (HTTP {0}).', warning.status),
        todo: t('Check the link; what is private is often not there without signing in.'),
      };
    case 'signInWanted':
      return {
        what: t('“{0}” does not give the package without a sign-in (HTTP {1}).', warning.host, warning.status),
        todo: afterwards.todo,
      };
    case 'badStatus':
      return {
        what: t('“{0}” answers with HTTP {1} instead of the package.', warning.host, warning.status),
        todo: t('Try again later, or check the link.'),
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
      };
    case 'emptyFile':
      return { what: t('The file at the link is empty.'), todo: packAgainText(t) };
    case 'notAnArchive':
      return { what: damageText(t, 'notAnArchive'), todo: packAgainText(t) };
    case 'damagedArchive':
      return { what: damageText(t, warning.damage), todo: packAgainText(t) };
  }
}

function unreachableText(t: Translate, { error, host }: Warning<'unreachable'>): Advice & { who?: User } {
  const { what } = errorText(t, error === 'answerUndecodable' ? 'answerUnreadable' : error, { subject: host });
  if (error === 'certificateUntrusted' || error === 'tlsFailed')
    return {
      what,
      todo: t(
        'The platform checks certificates too. Use an address whose certificate it trusts, or ask the platform administrator whether it trusts this one.',
      ),
      who: 'platformAdministrator',
    };
  const todo = t('Check the link. If the platform’s servers can reach it although this computer cannot, go on.');
  return { what, todo };
}

function redirectText(t: Translate, { why, host }: Warning<'redirectRefused'>): string {
  const texts: Record<typeof why, string> = {
    tooMany: t('The link is redirected again and again, last to “{0}”.', host),
    notHttp: t('The link is redirected to something else than a web address.'),
    thisMachine: t('The link is redirected to “{0}”, which is this computer itself.', host),
  };
  return texts[why];
}

/** Formats the local date as `2026-07-23`, which is the Swedish format. */
function dayOf(at: number): string {
  return new Date(at).toLocaleDateString('sv');
}
