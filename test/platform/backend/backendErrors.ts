import {
  codedError,
  fieldErrors,
  forbidden,
  frameworkError,
  nonFieldError,
  notLoggedIn,
  pageNotFound,
  localizedMessage,
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
  noApplication: (language) => frameworkError(404, localizedMessage('noApplication', language)),
  noModule: (language) => frameworkError(404, localizedMessage('notFound', language)),
  forbidden: () => forbidden(),
  unsupportedOrigin: (language) =>
    codedError('UNSUPPORTED_SOURCE_ORIGIN', 4312008, localizedMessage('unsupportedOrigin', language)),
  unsupportedMediaType: (language, type = 'application/x-www-form-urlencoded') =>
    frameworkError(415, localizedMessage('unsupportedMediaType', language, type)),
  badJson: (_, cause = 'Expecting value: line 1 column 1 (char 0)') =>
    frameworkError(400, `JSON parse error - ${cause}`),
  badMultipart: (_, cause = 'Invalid boundary in multipart: None') =>
    frameworkError(400, `Multipart form parse error - ${cause}`),
  notObject: (language, type = 'list') => nonFieldError(localizedMessage('notObject', language, type)),
  urlMissing: (language) => fieldErrors({ package_url: [localizedMessage('required', language)] }),
  urlBlank: (language) => fieldErrors({ package_url: [localizedMessage('blank', language)] }),
  urlInvalid: (language) => fieldErrors({ package_url: [localizedMessage('notUrl', language)] }),
  uploadByLinkOff: (language) => fieldErrors({ package_url: [localizedMessage('uploadByLinkOff', language)] }),
  schemeRefused: (language, scheme = 'ftp') =>
    fieldErrors({ package_url: [localizedMessage('schemeRefused', language, scheme)] }),
  urlMalformed: (language) => fieldErrors({ package_url: [localizedMessage('urlMalformed', language)] }),
  hostRefused: (language, host = 'github.com') =>
    fieldErrors({ package_url: [localizedMessage('hostRefused', language, host)] }),
  versionBlank: (language) => fieldErrors({ version: [localizedMessage('blank', language)] }),
  versionNull: (language) => fieldErrors({ version: [localizedMessage('null', language)] }),
  overwriteNotBoolean: (language) => fieldErrors({ allow_overwrite: [localizedMessage('notBoolean', language)] }),
  badArchive: (language) => nonFieldError(localizedMessage('badArchive', language)),
  badSymlink: (language) => nonFieldError(localizedMessage('badSymlink', language)),
  badDescriptionPath: (language) => nonFieldError(localizedMessage('badDescriptionPath', language)),
  badDescription: (language) => nonFieldError(localizedMessage('badDescription', language)),
  packageExists: (language) =>
    codedError('PACKAGE_ALREADY_EXISTS', 4312009, localizedMessage('packageExists', language)),
  objectStore: (language) => codedError('OBJECT_STORE_EXCEPTION', 4312011, localizedMessage('objectStore', language)),
  noDeployment: (language, id = '36ef5721-7313-48fa-a59a-1dc47c585828') =>
    codedError('CANNOT_GET_DEPLOYMENT', 4311001, localizedMessage('noDeployment', language, id)),
  noDeploymentInModule: (language, id = '36ef5721-7313-48fa-a59a-1dc47c585828', module = 'default') =>
    codedError('CANNOT_GET_DEPLOYMENT', 4311001, localizedMessage('noDeploymentInModule', language, module, id)),
  roleRestricted: (language) =>
    codedError('RESTRICT_ROLE_DEPLOY_ENABLED', 4311006, localizedMessage('roleRestricted', language)),
  deployOngoing: (language) =>
    codedError('CANNOT_DEPLOY_ONGOING_EXISTS', 4311004, localizedMessage('deployOngoing', language)),
  noRevision: (language) => codedError('CANNOT_GET_REVISION', 4312004, localizedMessage('noRevision', language)),
  cannotDeploy: (language) => codedError('CANNOT_DEPLOY_APP', 4311003, localizedMessage('cannotDeploy', language)),
  cannotDeployStore: (language) =>
    codedError('CANNOT_DEPLOY_APP', 4311003, localizedMessage('cannotDeployStore', language)),
  badDeployDescription: (language, cause = 'processes: 该字段是必填项。') =>
    nonFieldError(localizedMessage('badDeployDescription', language, cause)),
  notReleased: (language) => codedError('APP_NOT_RELEASED', 4311005, localizedMessage('notReleased', language)),
  channelNotFound: (language) =>
    codedError('CHANNEL_NOT_FOUND', 4311007, localizedMessage('channelNotFound', language), 404),
  nothingToOffline: (language) => codedError('CANNOT_OFFLINE_APP', -1, localizedMessage('nothingToOffline', language)),
  offlineOngoing: (language) => codedError('CANNOT_OFFLINE_APP', -1, localizedMessage('offlineOngoing', language)),
  noOffline: (language, id = '36ef5721-7313-48fa-a59a-1dc47c585828', app = 'demo-app') =>
    codedError('CANNOT_GET_OFFLINE', -1, localizedMessage('noOffline', language, app, id)),
  logQueryRefused: (language) => codedError('QUERY_REQUEST_ERROR', -1, localizedMessage('logQueryRefused', language)),
  logQueryFailed: (language) => codedError('QUERY_LOG_FAILED', -1, localizedMessage('logQueryFailed', language)),
  logScrollExpired: (language) => codedError('QUERY_LOG_FAILED', -1, localizedMessage('logScrollExpired', language)),
  serverError: () => serverError(),
  pageNotFound: () => pageNotFound(),
} as const satisfies Readonly<Record<string, (language: Language, value?: string, owner?: string) => BackendAnswer>>;

export type BackendErrorName = keyof typeof backendErrors;
