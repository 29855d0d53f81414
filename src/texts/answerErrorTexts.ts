import type { ErrorTextFunctions } from './errorText.ts';

/** Texts of errors that the platform returns for an upload (platform-api.md 1.10). */
export const answerErrorTexts = {
  notLoggedIn: (t) => ({
    what: t('The platform couldn’t identify you.'),
    why: t('The gateway accepted the request, but the platform found no signed-in user in it.'),
    todo: t('Sign in again with a new access token.'),
  }),
  applicationNotFound: (t) => ({
    what: t('The application doesn’t exist on this platform.'),
    why: t('The App ID is misspelled, the application was deleted, or it belongs to another platform or tenant.'),
    todo: t('Check the App ID, or select the application from the list.'),
  }),
  moduleNotFound: (t, { subject }) => ({
    what: subject ? t('The application has no module “{0}”.', subject) : t('The application doesn’t have this module.'),
    why: t('The name is misspelled, or the module was deleted.'),
    todo: t('Select the module from the list.'),
  }),
  developRoleMissing: (t) => ({
    what: t('You don’t have permission to develop this application.'),
    why: t(
      'To upload, you need the developer or administrator role in the application. Operators have read-only access.',
    ),
    todo: t('Apply for the developer role in the permission center.'),
    who: 'applicationAdministrator',
  }),
  moduleTakesNoPackages: (t, { subject }) => ({
    what: subject
      ? t('The module “{0}” doesn’t accept source packages.', subject)
      : t('The module doesn’t accept source packages.'),
    why: t(
      'Only LessCode, S-Mart and AI agent modules accept source packages. This module uses a code repository or an image.',
    ),
    todo: t('Choose another module, or deploy this module from its repository or image.'),
  }),
  bodyTypeRefused: (t) => ({
    what: t('The platform doesn’t accept the request’s content type.'),
    why: t('The request was sent as multipart/form-data. A proxy or the gateway probably changed it.'),
    todo: t('Send the log and the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  jsonBodyUnreadable: (t) => ({
    what: t('The platform couldn’t parse the request as JSON.'),
    why: t('The request was sent as multipart/form-data. A proxy or the gateway probably changed it.'),
    todo: t('Send the log and the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  multipartBodyUnreadable: (t) => ({
    what: t('The platform couldn’t parse the form data.'),
    why: t('The request was truncated or changed in transit, for example by a proxy.'),
    todo: t('Try again. If the problem persists, send the log and the request ID to the administrator.'),
    who: 'networkAdministrator',
  }),
  packageUrlMissing: (t) => ({
    what: t('The platform didn’t receive the package URL.'),
    why: t('The form data had no package_url field.'),
    todo: t('Try again. If the problem persists, send the log and the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  packageUrlBlank: (t) => ({
    what: t('The platform received an empty package URL.'),
    why: t('The package_url field was blank.'),
    todo: t('Enter the URL of the source package.'),
  }),
  packageUrlRefused: (t) => ({
    what: t('The platform rejected the package URL as invalid.'),
    why: t(
      'The host must be a full domain name or an IP address, and the port must be valid. Short host names such as “bkrepo” are rejected.',
    ),
    todo: t('Use the full URL of the package.'),
  }),
  uploadByLinkDisabled: (t, { subject }) => ({
    what: t('Uploading from a URL is turned off on this platform.'),
    why: t('The platform’s list of allowed package hosts (SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS) is empty.'),
    todo: subject
      ? t('Ask the platform administrator to add the host “{0}” to SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS.', subject)
      : t('Ask the platform administrator to add the host of your packages to that list.'),
    who: 'platformAdministrator',
  }),
  packageSchemeRefused: (t, { subject }) => ({
    what: t('The platform doesn’t support downloads over “{0}”.', subject ?? 'ftp'),
    why: t('Only http and https URLs are allowed.'),
    todo: t('Make the package available at an http or https URL.'),
  }),
  packageHostNotAllowed: (t, { subject }) => ({
    what: subject
      ? t('The platform isn’t allowed to download from “{0}”.', subject)
      : t('The platform isn’t allowed to download from this host.'),
    why: t(
      'The host and port aren’t in the platform’s list of allowed package hosts (SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS). By default, only the platform’s BK-Repo is allowed.',
    ),
    todo: subject
      ? t(
          'Publish the package to the platform’s BK-Repo, or ask the platform administrator to add the host “{0}” to SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS.',
          subject,
        )
      : t(
          'Publish the package to the platform’s BK-Repo, or ask the platform administrator to add the host to that list.',
        ),
    who: 'platformAdministrator',
  }),
  versionRefused: (t) => ({
    what: t('The platform doesn’t accept the version.'),
    why: t('The platform received an empty version.'),
    todo: t('Enter a version, for example 1.0.3.'),
  }),
  overwriteFlagRefused: (t) => ({
    what: t('The platform couldn’t read the overwrite option.'),
    why: t('The allow_overwrite field was something other than true or false.'),
    todo: t('Try again. If the problem persists, send the log and the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  archiveUnreadable: (t) => ({
    what: t('The file that the platform downloaded isn’t a tar or zip archive.'),
    why: t('The file is damaged, or the URL leads to a web page, often a sign-in page.'),
    todo: t('Open the URL in a private browser window. The archive should download without asking you to sign in.'),
  }),
  archiveSymlink: (t) => ({
    what: t('The archive contains a symbolic link that the platform doesn’t allow.'),
    why: t('app_desc.yaml or its folder is a symbolic link that points outside the archive.'),
    todo: t('Replace the symbolic link with the file itself, and pack again.'),
  }),
  archiveDescriptionPath: (t) => ({
    what: t('The archive’s app_desc.yaml is in a folder that isn’t allowed.'),
    why: t('The folder’s path points outside the archive.'),
    todo: t('Pack again with app_desc.yaml at the root and without “..” in any path.'),
  }),
  archiveDescriptionNotYaml: (t) => ({
    what: t('The app_desc.yaml in the archive isn’t valid YAML.'),
    why: t('The platform parses this file before it stores the package.'),
    todo: t('Fix app_desc.yaml, pack again, and upload the new package.'),
  }),
  versionExists: (t, { subject }) => ({
    what: subject ? t('Version {0} already exists.', subject) : t('This version already exists.'),
    why: t('The module already has a package for this version, and the upload didn’t allow overwriting it.'),
    todo: t('Use another version, or upload again and choose to overwrite.'),
  }),
  storageFailed: (t) => ({
    what: t('The platform couldn’t store the package.'),
    why: t('The platform’s object storage rejected the package or couldn’t be reached.'),
    todo: t('Try again in a few minutes. If the problem persists, send the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  packageNotTaken: (t, { subject }) => ({
    what: t('The platform rejected the package with an internal error and gave no details.'),
    why: t(
      'The platform probably couldn’t download the package from “{0}”. Possible reasons: its servers can’t reach the host, the host requires a sign-in or returns an error, or the host’s certificate isn’t trusted. The platform’s storage may also have failed.',
      subject ?? '',
    ),
    todo: t(
      'Check that the URL works without a sign-in and is reachable from the platform’s network. Then send the request ID to the administrator.',
    ),
    who: 'platformAdministrator',
  }),
  packageNotArrived: (t, { subject }) => ({
    what: t('The platform didn’t store the package in time.'),
    why: t(
      'The download from “{0}” was probably too slow, or the platform’s servers can’t reach the host. The platform stops trying after at most two and a half minutes.',
      subject ?? '',
    ),
    todo: t(
      'Check that the URL is reachable from the platform’s network and that the download is fast. Make the package smaller if you can, and upload again.',
    ),
  }),
  refusedByPlatform: (t) => ({
    what: t('The platform rejected the request.'),
    why: t('The reason is unknown.'),
    todo: t('Read the platform’s message. If it doesn’t help, send the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  platformFailed: (t) => ({
    what: t('The platform returned an internal error.'),
    why: t('It returned an empty error page (HTTP 500). A module that doesn’t exist can also cause this error.'),
    todo: t('Try again in a few minutes. If the problem persists, send the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  pathNotFound: (t) => ({
    what: t('The platform has no API at this address.'),
    why: t('This extension doesn’t support the platform’s version, or the gateway URL leads to another service.'),
    todo: t('Check the gateway URL, including its stage.'),
  }),
} satisfies Partial<ErrorTextFunctions>;
