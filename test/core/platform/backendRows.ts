import { demoTokens } from '../../platform/seedDemo.ts';
import { moduleOf } from '../../platform/state.ts';
import {
  withBackendError,
  notSent,
  withUploadFault,
  withPackagePath,
  withName,
  row,
  withSwitches,
  withUploadTexts,
  withToken,
} from './errorRow.ts';
import type { ErrorRow, Situation } from './errorRow.ts';

/**
 * A situation in which the token's application has permission to upload but not to read. So the client cannot check the
 * application and the module before the upload. It sends the upload, and the platform detects the error.
 */
const mayOnlyUpload: Situation = {
  ...withToken(demoTokens.noGrant),
  arrange({ state }) {
    const operationId = 'upload_source_package_via_link';
    state.grants.push({ appCode: 'my-own-app', operationId, expires: new Date('2099-01-01') });
  },
};

/** A situation in which another user uploads the same version after the baseline read. */
const concurrentUpload: Situation = {
  meanwhile({ state }) {
    const { packages } = moduleOf(state, 'demo-app', 'default');
    const newest = packages.at(-1);
    if (newest) packages.push({ ...newest, version: '1.0.3' });
  },
};

const namedConcurrentUpload: Situation = { ...concurrentUpload, ...withName('1.0.3') };

const timedOut: Situation = {
  ...withUploadFault({ kind: 'hangThen504' }),
  settles: 'uploaded',
};

const namesPackageHost: Situation = { names: ({ packagesUrl }) => new URL(packagesUrl).host };
const overTls: Situation = { upload: ({ packagesUrl }) => ({ packageUrl: packagesUrl.replace('http:', 'https:') }) };
const newRule = withBackendError({ status: 400, headers: {}, body: { code: 'NEW_RULE', detail: 'Not on Sundays' } });
const anyHost = withSwitches({ allowedHosts: 'any' });
const anyHostErrorsAsJson = withSwitches({ allowedHosts: 'any', duplicateAs: '400json' });
const storeFails = withSwitches({ objectStore: 'fails' });
const storeFailsAsJson = withSwitches({ objectStore: 'fails', duplicateAs: '400json' });

const operator = withToken(demoTokens.operator);
const noApp = withUploadTexts({ appCode: 'no-such-app' });
const noModule = withUploadTexts({ module: 'nope' });
const gitModule = withUploadTexts({ module: 'web' });
const cleanedUp = withUploadTexts({ version: '1.0.1', allowOverwrite: true });

const you = 'you';
const platformAdmin = 'platformAdministrator';
const gatewayAdmin = 'gatewayAdministrator';
const appAdmin = 'applicationAdministrator';
const networkAdmin = 'networkAdministrator';

const showLogAdvice = /log and the request ID/;
const addHostAdvice = /BK-Repo, or ask the platform administrator to add the host/;
const checkLinkAdvice = /URL works without a sign-in and is reachable from the platform’s network/;

/**
 * The rows of the table in platform-api.md 1.10, in the same order. refusedBeforeSending.test.ts has the rows for
 * requests that the extension's client never sends.
 */
export const backendRows: readonly ErrorRow[] = [
  row('no user', 'notLoggedIn', 401, you, /Sign in again with a new/, withBackendError('notLoggedIn')),
  row('application unknown', 'applicationNotFound', 404, you, /Check the App ID/, noApp, notSent),
  row('application unknown, said by the upload', 'applicationNotFound', 404, you, /App ID/, noApp, mayOnlyUpload),
  row(
    'application deleted',
    'applicationNotFound',
    404,
    you,
    /from the list/,
    withUploadTexts({ appCode: 'removed' }),
    notSent,
  ),
  row('module unknown', 'moduleNotFound', undefined, you, /from the list/, noModule, withName('nope'), notSent),
  row('module unknown, said by the upload', 'moduleNotFound', 404, you, /from the list/, noModule, mayOnlyUpload),
  row(
    'role missing',
    'developRoleMissing',
    403,
    appAdmin,
    /developer role in the permission center/,
    operator,
    notSent,
  ),
  row(
    'role missing, said by the upload',
    'developRoleMissing',
    403,
    appAdmin,
    /developer role/,
    withBackendError('forbidden'),
  ),
  row(
    'no package module',
    'moduleTakesNoPackages',
    undefined,
    you,
    /another module/,
    gitModule,
    withName('web'),
    notSent,
  ),
  row('no package module, said by the upload', 'moduleTakesNoPackages', 400, you, /module/, gitModule, mayOnlyUpload),
  row('wrong body type', 'bodyTypeRefused', 415, gatewayAdmin, showLogAdvice, withBackendError('unsupportedMediaType')),
  row('bad JSON', 'jsonBodyUnreadable', 400, gatewayAdmin, showLogAdvice, withBackendError('badJson')),
  row(
    'bad multipart',
    'multipartBodyUnreadable',
    400,
    networkAdmin,
    /Try again\. .* log/,
    withBackendError('badMultipart'),
  ),
  row('package_url missing', 'packageUrlMissing', 400, gatewayAdmin, showLogAdvice, withBackendError('urlMissing')),
  row('package_url blank', 'packageUrlBlank', 400, you, /Enter the URL/, withBackendError('urlBlank')),
  row('package_url no URL', 'packageUrlRefused', 400, you, /full URL/, withBackendError('urlInvalid')),
  row(
    'list empty',
    'uploadByLinkDisabled',
    400,
    platformAdmin,
    /Ask the platform admin/,
    withSwitches({ allowedHosts: [] }),
  ),
  row(
    'host not listed',
    ...(['packageHostNotAllowed', 400, platformAdmin, addHostAdvice] as const),
    ...[withSwitches({ allowedHosts: ['bkrepo.example.com', '127.0.0.1:1'] }), withName('127.0.0.1')],
  ),
  row('version blank', 'versionRefused', 400, you, /Enter a version/, withBackendError('versionBlank')),
  row('version null', 'versionRefused', 400, you, /Enter a version/, withBackendError('versionNull')),
  row(
    'allow_overwrite',
    'overwriteFlagRefused',
    400,
    gatewayAdmin,
    showLogAdvice,
    withBackendError('overwriteNotBoolean'),
  ),
  row('no archive', 'archiveUnreadable', 400, you, /private browser window/, withPackagePath('not-an-archive.tar.gz')),
  row('half a zip', 'archiveUnreadable', 400, you, /without asking you to sign in/, withPackagePath('truncated.zip')),
  row('illegal symlink', 'archiveSymlink', 400, you, /with the file itself/, withPackagePath('symlink.tar.gz')),
  row('path escapes', 'archiveDescriptionPath', 400, you, /at the root/, withPackagePath('escaping.tar.gz')),
  row('not YAML', 'archiveDescriptionNotYaml', 400, you, /Fix app_desc\.yaml/, withPackagePath('bad-yaml.tar.gz')),
  row(
    'exists',
    'versionExists',
    undefined,
    you,
    /overwrite/,
    withUploadTexts({ version: '1.0.2' }),
    withName('1.0.2'),
    notSent,
  ),
  row(
    'exists, 500 HTML',
    'versionExists',
    500,
    you,
    /another version, or upload again .* overwrite/,
    namedConcurrentUpload,
  ),
  row('exists, 400 JSON', 'versionExists', 400, you, /choose to overwrite/, concurrentUpload, anyHostErrorsAsJson),
  row('package removed', 'versionCleanedUp', undefined, you, /another version/, cleanedUp, withName('1.0.1'), notSent),
  row('object store, 500 HTML', 'packageNotTaken', 500, platformAdmin, /request ID/, storeFails, namesPackageHost),
  row('object store, 400 JSON', 'storageFailed', 400, platformAdmin, /Try again in a few minutes/, storeFailsAsJson),
  row(
    'download 404',
    'packageNotTaken',
    500,
    platformAdmin,
    checkLinkAdvice,
    withPackagePath('status/404/a.tar.gz'),
    namesPackageHost,
  ),
  row(
    'download 403',
    'packageNotTaken',
    500,
    platformAdmin,
    checkLinkAdvice,
    withPackagePath('status/403/a.tar.gz'),
    namesPackageHost,
  ),
  row(
    'download cut',
    'packageNotTaken',
    500,
    platformAdmin,
    checkLinkAdvice,
    withPackagePath('hang-up/a.tar.gz'),
    namesPackageHost,
  ),
  row(
    'download refused',
    ...(['packageNotTaken', 500, platformAdmin, checkLinkAdvice] as const),
    ...[withUploadTexts({ packageUrl: 'http://127.0.0.1:1/a.tar.gz' }), withName('127.0.0.1:1'), anyHost],
  ),
  row(
    'download from an unknown host, a platform that answers duplicates in JSON',
    ...(['packageNotTaken', 500, platformAdmin, checkLinkAdvice] as const),
    ...[
      withUploadTexts({ packageUrl: 'http://packages.invalid/a.tar.gz' }),
      withName('packages.invalid'),
      anyHostErrorsAsJson,
    ],
  ),
  row('download over TLS', 'packageNotTaken', 500, platformAdmin, checkLinkAdvice, overTls, anyHost, namesPackageHost),
  row('more than 30 s', 'gatewayTimedOut', 504, you, /whether the version was uploaded/, timedOut),
  row('a newer rule', 'refusedByPlatform', 400, platformAdmin, /Read the platform’s message/, newRule),
];
