import type { ErrorCode } from './errorCode.ts';

/**
 * `code_name` of a gateway error -> what it means (platform-api.md 2.5). The number alone is not enough: 1640302 is two
 * errors.
 */
const byCodeName: ReadonlyMap<string, ErrorCode> = new Map([
  ['INVALID_ARGS', 'argumentsRefusedByGateway'],
  ['JWT_VERIFY_FAILED', 'jwtNotVerified'],
  ['UNAUTHORIZED', 'gatewayUnauthorized'],
  ['APP_VERIFY_FAILED', 'appNotVerified'],
  ['USER_VERIFY_FAILED', 'userNotVerifiedByGateway'],
  ['APP_NO_PERMISSION', 'appNotPermitted'],
  ['CROSS_TENANT_FORBIDDEN', 'tenantForbidden'],
  ['IP_NOT_ALLOWED', 'ipNotAllowed'],
  ['BK_USER_NOT_ALLOWED', 'userNotAllowed'],
  ['BK_TENANT_NOT_ALLOWED', 'tenantNotAllowed'],
  ['API_NOT_FOUND', 'apiNotFound'],
  ['BODY_SIZE_LIMIT_EXCEED', 'bodyTooLarge'],
  ['URI_SIZE_LIMIT_EXCEED', 'uriTooLong'],
  ['RATE_LIMIT_RESTRICTION', 'rateLimited'],
  ['CONCURRENCY_LIMIT_RESTRICTION', 'concurrencyLimited'],
  ['INTERNAL_SERVER_ERROR', 'gatewayInternalError'],
  ['REQUEST_RESOURCE_5xx', 'gatewayResourceFailed'],
  ['INVALID_RESOURCE_CONFIG', 'gatewayMisconfigured'],
  ['BAD_GATEWAY', 'gatewayBadAnswer'],
  ['ERROR_REQUESTING_RESOURCE', 'gatewayCannotReachPlatform'],
  ['SERVICE_UNAVAILABLE', 'gatewayUnavailable'],
  ['REQUEST_BACKEND_TIMEOUT', 'gatewayTimedOut'],
  ['RECURSIVE_REQUEST_DETECTED', 'gatewayLoop'],
]);

/**
 * Reasons inside an INVALID_ARGS or APP_NO_PERMISSION message. The gateway gives nothing but this text to tell them apart
 * (platform-api.md 2.6), always in English, so here, and only here, an error is recognised by its words. First match
 * wins.
 */
const authenticationReasons: readonly (readonly [RegExp, ErrorCode])[] = [
  [/app code cannot be empty/i, 'tokenMissing'],
  [/X-Bkapi-Authorization is not a valid JSON/i, 'tokenHeaderMalformed'],
  [/access_token of the user.{0,200} has expired/i, 'tokenExpired'],
  [/access_token has expired/i, 'appTokenExpired'],
  [/access_token is the application type/i, 'tokenOfAppOnly'],
  [/access_token is not supported/i, 'tokensNotSupported'],
  [/access_token is invalid/i, 'tokenInvalid'],
  [/bk_username is not verified/i, 'userNotVerified'],
  [/user authentication failed/i, 'userCredentialMissing'],
  [/please provide bk_app_secret/i, 'appSecretMissing'],
  [/bk_app_secret is incorrect|app not found/i, 'appSecretWrong'],
];

/** Names a gateway error. An unknown `code_name` is `gatewayUnknownError`, so that a newer gateway still gets a sentence. */
export function nameGatewayError(codeName: string, message: string): ErrorCode {
  if (codeName === 'INVALID_ARGS') {
    for (const [pattern, code] of authenticationReasons) if (pattern.test(message)) return code;
  }
  if (codeName === 'APP_NO_PERMISSION' && /permission has expired/i.test(message)) return 'appPermissionExpired';
  return byCodeName.get(codeName) ?? 'gatewayUnknownError';
}

/** The codes after which the same token cannot succeed: the person has to sign in again. */
export const rejectedTokenCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'tokenMissing',
  'tokenHeaderMalformed',
  'tokenInvalid',
  'tokenExpired',
  'appTokenExpired',
  'tokenOfAppOnly',
  'userCredentialMissing',
  'userNotVerified',
  'appSecretMissing',
  'appSecretWrong',
  'appNotVerified',
  'userNotVerifiedByGateway',
  'gatewayUnauthorized',
  'notLoggedIn',
]);

/** Refusals that are no fault of the token's, and that the next call meets again. */
const lastingRefusals: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'appNotPermitted',
  'appPermissionExpired',
  'tenantForbidden',
  'tenantNotAllowed',
  'ipNotAllowed',
  'userNotAllowed',
  'apiNotFound',
  'developRoleMissing',
  'applicationNotFound',
  'moduleNotFound',
  'deploymentNotFound',
]);

/**
 * Whether reading again is pointless: the gateway or the platform has refused, and not a machine in between, whose pages have
 * codes of their own whatever their status.
 */
export function isPermanent(code: ErrorCode): boolean {
  return rejectedTokenCodes.has(code) || lastingRefusals.has(code);
}

/** Whether signing in (again) is what helps: also where the gateway does not say what it dislikes about the request. */
export function signInHelps(code: ErrorCode): boolean {
  return code === 'signedOut' || code === 'argumentsRefusedByGateway' || rejectedTokenCodes.has(code);
}
