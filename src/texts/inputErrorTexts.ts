import { maxVersionLength, maxPackageNameLength } from '../core/platform/names.ts';
import type { ErrorTexts } from './errorText.ts';
import { packageUrlProblemText } from './inputTexts.ts';
import { packageUrlProblems } from '../core/releases/packageUrl.ts';

/** Texts of errors of the extension itself. Most of these errors are found before a request is sent. */
export const inputErrorTexts = {
  signedOut: (t) => ({
    what: t('You are not signed in to BlueKing PaaS.'),
    why: t('There is no access token for this platform on this computer.'),
    todo: t('Sign in and run the command again.'),
  }),
  platformUnknown: (t, { subject }) => ({
    what: t('There is no platform “{0}” in your settings.', subject ?? ''),
    why: t('It is neither the name nor the gateway URL of an entry in the setting bkpaas.platforms.'),
    todo: t('Sign in to it first, or use the name of a platform that is in the settings.'),
  }),
  argumentInvalid: (t, { subject }) => ({
    what: t('The command was called with an argument it cannot use: “{0}”.', subject ?? ''),
    why: t('Texts must be strings, and allowOverwrite must be true or false.'),
    todo: t('Correct the keybinding or the extension that calls the command.'),
  }),
  appCodeInvalid: (t, { subject }) => ({
    what: t('“{0}” cannot be an application code.', subject ?? ''),
    why: t('A code has 1 to 20 letters, digits, “-” or “_”.'),
    todo: t('Copy the code from the application’s overview page, or choose the application from the list.'),
  }),
  moduleNameInvalid: (t, { subject }) => ({
    what: t('“{0}” cannot be a module name.', subject ?? ''),
    why: t('A module name has 1 to 20 letters, digits, “-” or “_”.'),
    todo: t('Choose the module from the list; the first one is usually called “default”.'),
  }),
  packageUrlInvalid: (t, { subject }) => ({
    what: t('The package URL cannot be used.'),
    // `subject` is one of `packageUrlProblems`.
    why: packageUrlProblemText(t, packageUrlProblems.find((problem) => problem === subject) ?? 'notAUrl'),
    todo: t('Give a link that begins with http:// or https:// and that the platform’s servers can reach.'),
  }),
  extensionFault: (t) => ({
    what: t('The command failed because of a fault in this extension.'),
    why: t('It ran into something that it was not written for.'),
    todo: t('The log has the details for a report.'),
  }),
  versionBlank: (t) => ({
    what: t('The version is empty.'),
    why: t('The platform needs a version for every source package.'),
    todo: t('Enter a version, for example 1.0.3.'),
  }),
  versionTooLong: (t) => ({
    what: t('The version is too long.'),
    why: t('A version of more than {0} characters can be stored but never deployed.', maxVersionLength),
    todo: t('Enter a version of at most {0} characters.', maxVersionLength),
  }),
  versionUnsafe: (t, { subject }) => ({
    what: t('The version “{0}” has characters that the platform’s storage confuses.', subject ?? ''),
    why: t('With other characters, an upload can replace the package of another version.'),
    todo: t('Use only letters, digits, “.”, “_”, “-” and “+” in a version.'),
  }),
  packageNameTooLong: (t) => ({
    what: t('The package name that results from this URL and version is too long.'),
    why: t(
      'The platform names the package after the file in the URL and the version, and holds {0} characters.',
      maxPackageNameLength,
    ),
    todo: t('Use a link with a shorter file name.'),
  }),
  versionCleanedUp: (t, { subject }) => ({
    what: t('Version {0} existed before and its package was cleaned up.', subject ?? ''),
    why: t(
      'The platform keeps the version number of a cleaned-up package, so it can neither be deployed nor uploaded again, not even by overwriting.',
    ),
    todo: t('Upload under another version.'),
  }),
  uploadInterrupted: (t) => ({
    what: t('The window was closed or reloaded while the platform was at work.'),
    why: t('The upload had been sent, and nobody was there for its answer.'),
    todo: t('Check again whether the version arrived.'),
  }),
} satisfies Partial<ErrorTexts>;
