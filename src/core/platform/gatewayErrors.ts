import type { ErrorCode } from './errorCode.ts';

/**
 * Error codes, keyed by the `code_name` of a gateway error (platform-api.md 2.5). The numeric `code` is ambiguous: two
 * errors have the number 1640302.
 */
const errorCodeByCodeName: ReadonlyMap<string, ErrorCode> = new Map([
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
 * Patterns for the reason in an `INVALID_ARGS` message. Only the message, which is English in every language,
 * distinguishes the reasons (platform-api.md 2.6). The first match wins.
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

/** Returns the error code for a gateway error; `gatewayUnknownError` if the `code_name` is unknown. */
export function gatewayErrorCode(codeName: string, message: string): ErrorCode {
  const reason = codeName === 'INVALID_ARGS' && authenticationReasons.find(([pattern]) => pattern.test(message));
  if (reason) return reason[1];
  if (codeName === 'APP_NO_PERMISSION' && /permission has expired/i.test(message)) return 'appPermissionExpired';
  return errorCodeByCodeName.get(codeName) ?? 'gatewayUnknownError';
}

/** Errors that every request with the same token would get. To resolve them, the user must sign in again. */
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

/** Errors that the same request would get again, although the token is valid. */
const permanentErrorCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
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
  'logQueryRefused',
]);

/**
 * Returns whether the gateway or the platform has rejected a read and would reject a repeated read too. Returns
 * false if an intermediary sent a response without JSON, whatever its HTTP status.
 */
export function isPermanent(code: ErrorCode): boolean {
  return rejectedTokenCodes.has(code) || permanentErrorCodes.has(code);
}

/**
 * Returns whether signing in can resolve the error. Returns true for `argumentsRefusedByGateway` too. The reason
 * for that error is unknown, but its most frequent cause is the token.
 */
export function signInHelps(code: ErrorCode): boolean {
  return code === 'signedOut' || code === 'argumentsRefusedByGateway' || rejectedTokenCodes.has(code);
}

/**
 * Returns whether the token's application has no grant for the API, or its grant has expired. The token itself is
 * valid. The user applies for the grant on the application's "Cloud API" page (platform-api.md 3.2).
 */
export function isGrantMissing(code: ErrorCode): boolean {
  return code === 'appNotPermitted' || code === 'appPermissionExpired';
}
