import { maxVersionLength, maxPackageNameLength } from '../core/platform/names.ts';
import type { ErrorTextFunctions } from './errorText.ts';
import { packageUrlProblemText } from './inputTexts.ts';
import { packageUrlProblems } from '../core/releases/packageUrl.ts';

/** Texts of errors of the extension itself. Most of these errors are found before a request is sent. */
export const inputErrorTexts = {
  signedOut: (t) => ({
    what: t('You’re not signed in to BlueKing PaaS.'),
    why: t('This computer has no access token for this platform.'),
    todo: t('Sign in, and run the command again.'),
  }),
  platformUnknown: (t, { subject }) => ({
    what: t('There’s no platform “{0}” in your settings.', subject ?? ''),
    why: t('No entry in bkpaas.platforms has this name or gateway URL.'),
    todo: t('Sign in to the platform first, or use the name of a platform in your settings.'),
  }),
  argumentInvalid: (t, { subject }) => ({
    what: t('The command was called with an invalid argument: “{0}”.', subject ?? ''),
    why: t('allowOverwrite must be true or false, and all other arguments must be strings.'),
    todo: t('Fix the keybinding, task or extension that calls the command.'),
  }),
  appCodeInvalid: (t, { subject }) => ({
    what: t('“{0}” isn’t a valid App ID.', subject ?? ''),
    why: t('An App ID is 1 to 20 characters long and consists of letters, digits, “-” and “_”.'),
    todo: t('Copy the App ID from the application’s overview page, or select the application from the list.'),
  }),
  moduleNameInvalid: (t, { subject }) => ({
    what: t('“{0}” isn’t a valid module name.', subject ?? ''),
    why: t('A module name is 1 to 20 characters long and consists of letters, digits, “-” and “_”.'),
    todo: t('Select the module from the list. The first one is usually named “default”.'),
  }),
  packageUrlInvalid: (t, { subject }) => ({
    what: t('The package URL can’t be used.'),
    // `subject` is one of `packageUrlProblems`.
    why: packageUrlProblemText(t, packageUrlProblems.find((problem) => problem === subject) ?? 'notAUrl'),
    todo: t('Enter a URL that starts with http:// or https:// and that the platform’s servers can reach.'),
  }),
  extensionFault: (t) => ({
    what: t('The command failed because of an error in this extension.'),
    why: t('An unexpected error occurred.'),
    todo: t('Report the problem with the details in the log.'),
  }),
  versionBlank: (t) => ({
    what: t('The version is empty.'),
    why: t('Every source package needs a version.'),
    todo: t('Enter a version, for example 1.0.3.'),
  }),
  versionTooLong: (t) => ({
    what: t('The version is too long.'),
    why: t('A version longer than {0} characters can be uploaded but not deployed.', maxVersionLength),
    todo: t('Enter a version of at most {0} characters.', maxVersionLength),
  }),
  versionUnsafe: (t, { subject }) => ({
    what: t(
      'The platform’s storage treats some of the characters in version “{0}” as identical to other characters.',
      subject ?? '',
    ),
    why: t('Uploading a version like this can overwrite the package of another version.'),
    todo: t('Use only letters, digits, “.”, “_”, “-” and “+” in a version.'),
  }),
  packageNameTooLong: (t) => ({
    what: t('The package name generated from this URL and version is too long.'),
    why: t(
      'The platform combines the URL’s file name and the version into the package name, and allows at most {0} characters.',
      maxPackageNameLength,
    ),
    todo: t('Use a URL with a shorter file name.'),
  }),
  versionCleanedUp: (t, { subject }) => ({
    what: t('Version {0} was uploaded earlier, but the platform removed its package in a cleanup.', subject ?? ''),
    why: t(
      'The version stays reserved after the cleanup. You can’t deploy it or upload it again, even if you choose to overwrite.',
    ),
    todo: t('Use another version.'),
  }),
  uploadInterrupted: (t) => ({
    what: t('The window was closed or reloaded during the upload.'),
    why: t('The request was sent, but its response wasn’t received.'),
    todo: t('Check again whether the version was uploaded.'),
  }),
} satisfies Partial<ErrorTextFunctions>;
