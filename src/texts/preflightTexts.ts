import type { PreflightWarning } from '../core/operations/upload/preflight.ts';
import type { Advice, ErrorText, Contact } from './errorText.ts';
import { errorText } from './errorTexts.ts';
import { damageText, packAgainText } from './integrityTexts.ts';
import type { Translate } from './translate.ts';

type Warning<Code> = Extract<PreflightWarning, { code: Code }>;

/** Returns what can go wrong with an upload, what to do about it, and who can do it. */
export function preflightText(t: Translate, warning: PreflightWarning): Omit<ErrorText, 'why'> {
  return { who: 'you', ...warningText(t, warning) };
}

/** Returns the text of a warning. Reuses parts of the text of the error that the upload would otherwise report. */
function warningText(t: Translate, warning: PreflightWarning): Advice & { who?: Contact } {
  const afterwards = errorText(t, 'archiveUnreadable');
  switch (warning.code) {
    case 'probablyRefused': {
      const { entry, everyHost, at } = warning;
      const { todo, who } = errorText(t, everyHost ? 'uploadByLinkDisabled' : 'packageHostNotAllowed', {
        subject: entry,
      });
      return {
        what: everyHost
          ? t('On {0}, this platform reported that uploading from a URL is turned off.', dayOf(at))
          : t('On {0}, this platform rejected a download from “{1}”.', dayOf(at), entry),
        todo,
        who,
      };
    }
    case 'hiddenFromPlatform':
      return {
        what:
          warning.reach === 'thisMachine'
            ? t(
                '“{0}” always refers to the local computer, so each of the platform’s servers would look for the package on itself.',
                warning.host,
              )
            : t('“{0}” can be reached only on this computer’s local network.', warning.host),
        todo: t('Put the package where the platform’s servers can reach it, for example in the platform’s BK-Repo.'),
      };
    case 'unreachable':
      return unreachableText(t, warning);
    case 'redirectRefused':
      return { what: redirectText(t, warning), todo: t('Use the direct URL of the file.') };
    case 'notFound':
      return {
        what: t('No file was found at the URL (HTTP {0}).', warning.status),
        todo: t('Check the URL. Private files often appear to be missing to anyone who isn’t signed in.'),
      };
    case 'signInWanted':
      return {
        what: t('“{0}” requires a sign-in to download the package (HTTP {1}).', warning.host, warning.status),
        todo: afterwards.todo,
      };
    case 'badStatus':
      return {
        what: t('“{0}” returned HTTP {1} instead of the package.', warning.host, warning.status),
        todo: t('Check the URL, or try again later.'),
      };
    case 'webPage':
      return {
        what:
          warning.redirectedTo === undefined
            ? t('The URL leads to a web page, not an archive.')
            : t('The URL leads to a web page on “{0}”, probably a sign-in page, not an archive.', warning.redirectedTo),
        todo: afterwards.todo,
      };
    case 'emptyFile':
      return { what: t('The file at the URL is empty.'), todo: packAgainText(t) };
    case 'notAnArchive':
      return { what: damageText(t, 'notAnArchive'), todo: packAgainText(t) };
    case 'damagedArchive':
      return { what: damageText(t, warning.damage), todo: packAgainText(t) };
  }
}

function unreachableText(t: Translate, { error, host }: Warning<'unreachable'>): Advice & { who?: Contact } {
  const { what } = errorText(t, error === 'answerUndecodable' ? 'answerUnreadable' : error, { subject: host });
  if (error === 'certificateUntrusted' || error === 'tlsFailed')
    return {
      what,
      todo: t(
        'The platform checks certificates too. Use a URL whose certificate it trusts, or ask the platform administrator whether it trusts this one.',
      ),
      who: 'platformAdministrator',
    };
  const todo = t('Check the URL. If the platform’s servers can reach it even though this computer can’t, continue.');
  return { what, todo };
}

function redirectText(t: Translate, { why, host }: Warning<'redirectRefused'>): string {
  const texts: Record<typeof why, string> = {
    tooMany: t('The URL redirects too many times. The last redirect leads to “{0}”.', host),
    notHttp: t('The URL redirects to an address that isn’t http or https.'),
    thisMachine: t('The URL redirects to “{0}”, which refers to the local computer.', host),
  };
  return texts[why];
}

/** Formats the local date as `2026-07-23`, which is the Swedish format. */
function dayOf(at: number): string {
  return new Date(at).toLocaleDateString('sv');
}
