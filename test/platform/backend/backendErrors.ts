import {
  codedError,
  fieldErrors,
  forbidden,
  frameworkError,
  listError,
  notLoggedIn,
  pageNotFound,
  say,
  serverError,
} from './backendAnswer.ts';
import type { BackendAnswer } from './backendAnswer.ts';
import type { Language } from './language.ts';

/**
 * The backend's errors for an upload (platform-api.md 1.10) and the refusals that concern deployments (4.8 to 4.14),
 * each in the shape of 1.11. The views and planned faults use these errors.
 */
export const backendErrors = {
  notLoggedIn: () => notLoggedIn(),
  noApplication: (language) => frameworkError(404, say('noApplication', language)),
  noModule: (language) => frameworkError(404, say('notFound', language)),
  forbidden: () => forbidden(),
  unsupportedOrigin: (language) => codedError('UNSUPPORTED_SOURCE_ORIGIN', 4312008, say('unsupportedOrigin', language)),
  unsupportedMediaType: (language, type = 'application/x-www-form-urlencoded') =>
    frameworkError(415, say('unsupportedMediaType', language, type)),
  badJson: (_, cause = 'Expecting value: line 1 column 1 (char 0)') =>
    frameworkError(400, `JSON parse error - ${cause}`),
  badMultipart: (_, cause = 'Invalid boundary in multipart: None') =>
    frameworkError(400, `Multipart form parse error - ${cause}`),
  notObject: (language, type = 'list') => listError(say('notObject', language, type)),
  urlMissing: (language) => fieldErrors({ package_url: [say('required', language)] }),
  urlBlank: (language) => fieldErrors({ package_url: [say('blank', language)] }),
  urlInvalid: (language) => fieldErrors({ package_url: [say('notUrl', language)] }),
  uploadByLinkOff: (language) => fieldErrors({ package_url: [say('uploadByLinkOff', language)] }),
  schemeRefused: (language, scheme = 'ftp') => fieldErrors({ package_url: [say('schemeRefused', language, scheme)] }),
  urlMalformed: (language) => fieldErrors({ package_url: [say('urlMalformed', language)] }),
  hostRefused: (language, host = 'github.com') => fieldErrors({ package_url: [say('hostRefused', language, host)] }),
  versionBlank: (language) => fieldErrors({ version: [say('blank', language)] }),
  versionNull: (language) => fieldErrors({ version: [say('null', language)] }),
  overwriteNotBoolean: (language) => fieldErrors({ allow_overwrite: [say('notBoolean', language)] }),
  badArchive: (language) => listError(say('badArchive', language)),
  badSymlink: (language) => listError(say('badSymlink', language)),
  badDescriptionPath: (language) => listError(say('badDescriptionPath', language)),
  badDescription: (language) => listError(say('badDescription', language)),
  packageExists: (language) => codedError('PACKAGE_ALREADY_EXISTS', 4312009, say('packageExists', language)),
  objectStore: (language) => codedError('OBJECT_STORE_EXCEPTION', 4312011, say('objectStore', language)),
  noDeployment: (language, id = '36ef5721-7313-48fa-a59a-1dc47c585828') =>
    codedError('CANNOT_GET_DEPLOYMENT', 4311001, say('noDeployment', language, id)),
  noDeploymentInModule: (language, id = '36ef5721-7313-48fa-a59a-1dc47c585828', module = 'default') =>
    codedError('CANNOT_GET_DEPLOYMENT', 4311001, say('noDeploymentInModule', language, module, id)),
  roleRestricted: (language) => codedError('RESTRICT_ROLE_DEPLOY_ENABLED', 4311006, say('roleRestricted', language)),
  deployOngoing: (language) => codedError('CANNOT_DEPLOY_ONGOING_EXISTS', 4311004, say('deployOngoing', language)),
  noRevision: (language) => codedError('CANNOT_GET_REVISION', 4312004, say('noRevision', language)),
  cannotDeploy: (language) => codedError('CANNOT_DEPLOY_APP', 4311003, say('cannotDeploy', language)),
  cannotDeployStore: (language) => codedError('CANNOT_DEPLOY_APP', 4311003, say('cannotDeployStore', language)),
  badDeployDescription: (language, cause = 'processes: 该字段是必填项。') =>
    listError(say('badDeployDescription', language, cause)),
  notReleased: (language) => codedError('APP_NOT_RELEASED', 4311005, say('notReleased', language)),
  channelNotFound: (language) => codedError('CHANNEL_NOT_FOUND', 4311007, say('channelNotFound', language), 404),
  nothingToOffline: (language) => codedError('CANNOT_OFFLINE_APP', -1, say('nothingToOffline', language)),
  offlineOngoing: (language) => codedError('CANNOT_OFFLINE_APP', -1, say('offlineOngoing', language)),
  noOffline: (language, id = '36ef5721-7313-48fa-a59a-1dc47c585828', app = 'demo-app') =>
    codedError('CANNOT_GET_OFFLINE', -1, say('noOffline', language, app, id)),
  logQueryRefused: (language) => codedError('QUERY_REQUEST_ERROR', -1, say('logQueryRefused', language)),
  logQueryFailed: (language) => codedError('QUERY_LOG_FAILED', -1, say('logQueryFailed', language)),
  logScrollExpired: (language) => codedError('QUERY_LOG_FAILED', -1, say('logScrollExpired', language)),
  serverError: () => serverError(),
  pageNotFound: () => pageNotFound(),
} as const satisfies Readonly<Record<string, (language: Language, value?: string, owner?: string) => BackendAnswer>>;

export type BackendErrorName = keyof typeof backendErrors;
