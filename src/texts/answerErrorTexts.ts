import type { ErrorTexts } from './errorText.ts';

/** Texts of errors that the platform returns for an upload (platform-api.md 1.10). */
export const answerErrorTexts = {
  notLoggedIn: (t) => ({
    what: t('The platform does not see who you are.'),
    why: t('The gateway let the call through, but the platform behind it found no signed-in user.'),
    todo: t('Sign in again with a fresh access token.'),
  }),
  applicationNotFound: (t) => ({
    what: t('The application does not exist on this platform.'),
    why: t('Its code is misspelled, it was deleted, or it belongs to another platform or tenant.'),
    todo: t('Check the application code, or choose the application from the list.'),
  }),
  moduleNotFound: (t, { subject }) => ({
    what: subject ? t('The application has no module “{0}”.', subject) : t('The application has no such module.'),
    why: t('Its name is misspelled, or the module was deleted.'),
    todo: t('Choose the module from the list.'),
  }),
  developRoleMissing: (t) => ({
    what: t('You are not allowed to develop this application.'),
    why: t('Uploading needs the developer or administrator role in the application; an operator may only look.'),
    todo: t('Apply for the developer role in the permission center.'),
    who: 'applicationAdministrator',
  }),
  moduleTakesNoPackages: (t, { subject }) => ({
    what: subject
      ? t('The module “{0}” is not built from source packages.', subject)
      : t('The module is not built from source packages.'),
    why: t(
      'Only LessCode, S-Mart and AI agent modules take source packages; this one uses a code repository or an image.',
    ),
    todo: t('Choose another module, or release this one from its repository or image.'),
  }),
  bodyTypeRefused: (t) => ({
    what: t('The platform does not accept the type of the request’s body.'),
    why: t('Something between here and the platform changed the request: it leaves as multipart/form-data.'),
    todo: t('Show the log and the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  jsonBodyUnreadable: (t) => ({
    what: t('The platform could not read the request as JSON.'),
    why: t('Something between here and the platform changed the request: it leaves as multipart/form-data.'),
    todo: t('Show the log and the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  multipartBodyUnreadable: (t) => ({
    what: t('The platform could not read the form that was sent.'),
    why: t('The request was cut or changed on its way, for example by a proxy.'),
    todo: t('Try again; if it happens again, show the log and the request ID to the administrator.'),
    who: 'networkAdministrator',
  }),
  packageUrlMissing: (t) => ({
    what: t('The package URL did not reach the platform.'),
    why: t('The form arrived without the field package_url.'),
    todo: t('Try again; if it happens again, show the log and the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  packageUrlBlank: (t) => ({
    what: t('The package URL reached the platform empty.'),
    why: t('The field package_url had no text in it.'),
    todo: t('Enter the link of the source package.'),
  }),
  packageUrlRefused: (t) => ({
    what: t('The platform does not take this for a valid URL.'),
    why: t(
      'It needs a host with a full domain name or an IP address and a valid port; a short host name such as “bkrepo” is refused.',
    ),
    todo: t('Use the full address of the package.'),
  }),
  uploadByLinkDisabled: (t, { subject }) => ({
    what: t('Uploading by link is switched off on this platform.'),
    why: t('The platform’s list of allowed package hosts (SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS) is empty.'),
    todo: subject
      ? t('Ask the platform administrator to add the host “{0}” to SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS.', subject)
      : t('Ask the platform administrator to add the host of your packages to that list.'),
    who: 'platformAdministrator',
  }),
  packageSchemeRefused: (t, { subject }) => ({
    what: t('The platform does not download over “{0}”.', subject ?? 'ftp'),
    why: t('Only http and https links are allowed.'),
    todo: t('Put the package on an http or https address.'),
  }),
  packageHostNotAllowed: (t, { subject }) => ({
    what: subject
      ? t('The platform is not allowed to download from “{0}”.', subject)
      : t('The platform is not allowed to download from this host.'),
    why: t(
      'The host and port are not in the platform’s list of allowed package hosts (SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS). As shipped, only its own BK-Repo is.',
    ),
    todo: subject
      ? t(
          'Put the package into the platform’s BK-Repo, or ask the platform administrator to add the host “{0}” to SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS.',
          subject,
        )
      : t('Put the package into the platform’s BK-Repo, or ask the platform administrator to add the host.'),
    who: 'platformAdministrator',
  }),
  versionRefused: (t) => ({
    what: t('The platform does not accept the version.'),
    why: t('It arrived empty.'),
    todo: t('Enter a version, for example 1.0.3.'),
  }),
  overwriteFlagRefused: (t) => ({
    what: t('The platform does not understand whether to overwrite.'),
    why: t('The field allow_overwrite arrived as something else than true or false.'),
    todo: t('Try again; if it happens again, show the log and the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  archiveUnreadable: (t) => ({
    what: t('What the platform downloaded is not a tar or zip archive.'),
    why: t('The file is damaged, or the link leads to a web page (often a sign-in page) instead of the file.'),
    todo: t('Open the link in a private browser window: it must download the archive without signing in.'),
  }),
  archiveSymlink: (t) => ({
    what: t('The archive holds a symbolic link that the platform does not allow.'),
    why: t('app_desc.yaml, or its folder, is a link that leads out of the archive.'),
    todo: t('Replace the symbolic link by the file itself and pack again.'),
  }),
  archiveDescriptionPath: (t) => ({
    what: t('The folder of app_desc.yaml in the archive is not allowed.'),
    why: t('Its path leads out of the archive.'),
    todo: t('Pack again with app_desc.yaml in the top folder and without “..” in any path.'),
  }),
  archiveDescriptionNotYaml: (t) => ({
    what: t('The app_desc.yaml in the archive is not valid YAML.'),
    why: t('The platform reads it before it stores the package.'),
    todo: t('Correct app_desc.yaml, pack again, and upload the new package.'),
  }),
  versionExists: (t, { subject }) => ({
    what: subject ? t('Version {0} is already there.', subject) : t('This version is already there.'),
    why: t('The module has a package under this version, and overwriting it was not asked for.'),
    todo: t('Upload under another version, or upload again and choose to overwrite.'),
  }),
  storageFailed: (t) => ({
    what: t('The platform could not store the package.'),
    why: t('Its object storage refused it or could not be reached.'),
    todo: t('Try again in a few minutes; if it happens again, show the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  packageNotTaken: (t, { subject }) => ({
    what: t('The platform did not take the package: it ran into an error of its own and does not say which.'),
    why: t(
      'Most likely it could not download the link from “{0}”: the platform’s servers cannot reach it, it answers with an error or wants a sign-in, or its certificate is not trusted there. The platform’s own storage may also have failed.',
      subject ?? '',
    ),
    todo: t(
      'Check that the link downloads without signing in and is reachable from the platform’s network; then show the request ID to the administrator.',
    ),
    who: 'platformAdministrator',
  }),
  packageNotArrived: (t, { subject }) => ({
    what: t('The package did not arrive: the platform has not stored it in the time it had.'),
    why: t(
      'Most likely downloading it from “{0}” was too slow for the platform, or its servers cannot reach that host. It gives up after two and a half minutes at the latest.',
      subject ?? '',
    ),
    todo: t(
      'Check that the link is reachable and fast from the platform’s network, make the package smaller if you can, and upload again.',
    ),
  }),
  refusedByPlatform: (t) => ({
    what: t('The platform refused the request.'),
    why: t('For a reason that this extension does not know.'),
    todo: t('Read what the platform said; if that does not help, show the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  platformFailed: (t) => ({
    what: t('The platform ran into an error of its own.'),
    why: t('It answered with an empty error page (HTTP 500). An unknown module can be the reason too.'),
    todo: t('Try again in a few minutes; if it happens again, show the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  pathNotFound: (t) => ({
    what: t('The platform has no such address.'),
    why: t('It is older or newer than this extension knows, or the gateway URL leads to something else.'),
    todo: t('Check the gateway URL, including its stage.'),
  }),
} satisfies Partial<ErrorTexts>;
