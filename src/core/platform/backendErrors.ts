import type { ErrorCode } from './errorCode.ts';
import { isObject, stringOf, type JsonObject } from '../http/json.ts';

/** Error codes, keyed by the `code` of a backend error (platform-api.md 1.10, 1.11 A). */
const errorCodeByBackendCode: ReadonlyMap<string, ErrorCode> = new Map([
  ['Unauthorized', 'notLoggedIn'],
  ['UNSUPPORTED_SOURCE_ORIGIN', 'moduleTakesNoPackages'],
  ['PACKAGE_ALREADY_EXISTS', 'versionExists'],
  ['OBJECT_STORE_EXCEPTION', 'storageFailed'],
  // Errors of deployments (platform-api.md 4.8 to 4.14).
  ['RESTRICT_ROLE_DEPLOY_ENABLED', 'environmentProtected'],
  ['CANNOT_DEPLOY_ONGOING_EXISTS', 'deploymentOngoing'],
  ['CANNOT_GET_REVISION', 'versionNotFound'],
  ['CANNOT_DEPLOY_APP', 'deploymentNotTaken'],
  ['CANNOT_GET_DEPLOYMENT', 'deploymentNotFound'],
  ['CANNOT_GET_DEPLOYMENT_PHASES', 'deploymentNotFound'],
  ['CHANNEL_NOT_FOUND', 'logChannelNotFound'],
  ['APP_NOT_RELEASED', 'notReleased'],
  ['CANNOT_GET_OFFLINE', 'deploymentNotFound'],
  // Errors of the application log (platform-api.md 4.16).
  ['QUERY_REQUEST_ERROR', 'logQueryRefused'],
  ['QUERY_LOG_FAILED', 'logQueryFailed'],
]);

/**
 * Returns the error code for an error response of the backend. All validation errors have the same `code`, so most of
 * them are recognized by the invalid field (platform-api.md 1.11 B). The other validation errors are recognized by
 * their text, which is either English or Chinese.
 */
export function backendErrorCode(status: number, body: JsonObject): ErrorCode {
  const code = stringOf(body, 'code') ?? '';
  const detail = stringOf(body, 'detail') ?? '';
  const named = errorCodeByBackendCode.get(code);
  if (named) return named;
  if (code === 'VALIDATION_ERROR') return classifyValidationError(body);
  if (code === 'CANNOT_OFFLINE_APP')
    return /正在进行|ongoing/i.test(detail) ? 'offlineOngoing' : 'nothingToTakeOffline';
  // An unknown application and an unknown module both have the code `ERROR`. In every language, only the text about an
  // application contains the model name `Application`.
  if (status === 404) return /\bApplication\b/.test(detail) ? 'applicationNotFound' : 'moduleNotFound';
  if (status === 400) return firstMatch(parserMessages, detail) ?? 'refusedByPlatform';
  return errorCodeByStatus.get(status) ?? 'refusedByPlatform';
}

const errorCodeByStatus: ReadonlyMap<number, ErrorCode> = new Map([
  [401, 'notLoggedIn'],
  [403, 'developRoleMissing'],
  [415, 'bodyTypeRefused'],
]);

function classifyValidationError(body: JsonObject): ErrorCode {
  const fields = body['fields_detail'];
  if (isObject(fields)) {
    if ('package_url' in fields)
      return firstMatch(packageUrlMessages, joinTexts(fields['package_url'])) ?? 'packageUrlRefused';
    if ('version' in fields) return 'versionRefused';
    if ('allow_overwrite' in fields) return 'overwriteFlagRefused';
  }
  // Without an invalid field, the error concerns the archive (platform-api.md 1.11 "B-list").
  return firstMatch(archiveMessages, stringOf(body, 'detail') ?? joinTexts(fields)) ?? 'refusedByPlatform';
}

type MessageTable = readonly (readonly [RegExp, ErrorCode])[];

/** Messages of the platform's request parsers, which are English in every language (platform-api.md 1.10). */
const parserMessages: MessageTable = [
  [/^JSON parse error/, 'jsonBodyUnreadable'],
  [/^Multipart form parse error/, 'multipartBodyUnreadable'],
];

/**
 * Keywords of the messages about `package_url`. The messages of the host allow-list are Chinese in every language
 * (platform-api.md 1.4).
 */
const packageUrlMessages: MessageTable = [
  [/白名单/, 'packageHostNotAllowed'],
  [/未开启/, 'uploadByLinkDisabled'],
  [/不允许的协议/, 'packageSchemeRefused'],
  [/必填|required/i, 'packageUrlMissing'],
  [/不能为空|blank|null/i, 'packageUrlBlank'],
];

const archiveMessages: MessageTable = [
  // The platform sends this error only for a deployment, because an upload does not validate the description
  // (platform-api.md 1.3, 4.8).
  [/^应用描述文件校验失败|^APP description file verification failed/i, 'descriptionInvalid'],
  [/符号链接|symbolic link/i, 'archiveSymlink'],
  [/所在目录|file directory/i, 'archiveDescriptionPath'],
  [/YAML/i, 'archiveDescriptionNotYaml'],
  [/格式错误|format error/i, 'archiveUnreadable'],
];

function firstMatch(table: MessageTable, text: string): ErrorCode | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}

function joinTexts(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(joinTexts).join(' ');
  return isObject(value) ? Object.values(value).map(joinTexts).join(' ') : '';
}
