import { demoTokens } from '../../platform/seedDemo.ts';
import {
  notSent,
  withName,
  withGatewayError,
  row,
  withSwitches,
  withToken,
  type ErrorRow,
  type Situation,
} from './errorRow.ts';

const you = 'you';
const platformAdmin = 'platformAdministrator';
const gatewayAdmin = 'gatewayAdministrator';

const multiTenantPlatform = withSwitches({ multiTenant: true });
const lowRateLimit = withSwitches({ rateLimit: { limit: 2, windowSeconds: 60 } });
const noAuthService = withSwitches({ authService: 'down' });
/**
 * A situation in which the response leaves open whether the platform stored the package. In these rows, the upload
 * never reached the platform.
 */
const lostUpload: Situation = { settles: 'packageNotArrived' };

/** A situation in which the token's application has permission to read but not to upload. */
const mayOnlyRead: Situation = {
  ...withToken(demoTokens.noGrant),
  ...withName('my-own-app'),
  arrange({ state }) {
    for (const operationId of ['list_app_modules', 'get_repo_branches'])
      state.grants.push({ appCode: 'my-own-app', operationId, expires: new Date('2099-01-01') });
  },
};
const mayNothing: Situation = { ...withToken(demoTokens.noGrant), ...withName('my-own-app') };
const refusalWithoutName = withGatewayError('APP_NO_PERMISSION', { reason: 'no permission' });
const expiredGateway: Situation = { ...withToken(demoTokens.expiredGrant), ...withName('once-granted-app') };
const expiredResource: Situation = {
  ...withGatewayError('APP_NO_PERMISSION', {
    reason: 'permission has expired, type=resource_permission, bk_app_code=once-listed-app',
  }),
  ...withName('once-listed-app'),
};

const cloudApiAdvice = /Cloud API page[^]*After your request is approved, wait two minutes/;
const tenantAdvice = /Correct the tenant ID in bkpaas\.platforms, or use a token for the right tenant/;
const retryOrRequestId = /Try again in a few minutes\. .* request ID/;
const checkUploadAdvice = /whether the version was uploaded/;

/** The rows of the table in platform-api.md 2.5, in the same order. tokenRows.ts has the reasons of code 1640001. */
export const gatewayRows: readonly ErrorRow[] = [
  row(
    '1640001 unknown',
    'argumentsRefusedByGateway',
    400,
    you,
    /Sign in/,
    withGatewayError('INVALID_ARGS', { reason: 'new' }),
  ),
  row('1640004', 'jwtNotVerified', 400, gatewayAdmin, /request ID/, withGatewayError('JWT_VERIFY_FAILED')),
  row('1640100', 'gatewayUnauthorized', 401, gatewayAdmin, /which access token/, withGatewayError('UNAUTHORIZED')),
  row('1640101', 'appNotVerified', 401, you, /token for another application/, withGatewayError('APP_VERIFY_FAILED')),
  row('1640102', 'userNotVerifiedByGateway', 401, you, /with your own account/, withGatewayError('USER_VERIFY_FAILED')),
  row('1640301 none', 'appNotPermitted', 403, gatewayAdmin, cloudApiAdvice, mayNothing),
  row('1640301 none for the upload', 'appNotPermitted', 403, gatewayAdmin, cloudApiAdvice, mayOnlyRead),
  row('1640301 none, no name given', 'appNotPermitted', 403, gatewayAdmin, cloudApiAdvice, refusalWithoutName),
  row('1640301 gateway expired', 'appPermissionExpired', 403, gatewayAdmin, /Renew it/, expiredGateway, notSent),
  row('1640301 resource expired', 'appPermissionExpired', 403, gatewayAdmin, /Renew it/, expiredResource),
  row(
    '1640302 [AH1]',
    'tenantForbidden',
    403,
    you,
    tenantAdvice,
    multiTenantPlatform,
    withToken(demoTokens.globalTenant),
    notSent,
  ),
  row(
    '1640302 [AH2]',
    'tenantForbidden',
    403,
    you,
    tenantAdvice,
    multiTenantPlatform,
    withToken(demoTokens.admin, 'x'),
    notSent,
  ),
  row(
    '1640302 [AU]',
    'tenantForbidden',
    403,
    you,
    tenantAdvice,
    multiTenantPlatform,
    withToken(demoTokens.otherTenant),
    notSent,
  ),
  row('1640302 IP', 'ipNotAllowed', 403, gatewayAdmin, /allow your IP address/, withGatewayError('IP_NOT_ALLOWED')),
  row('1640303', 'userNotAllowed', 403, gatewayAdmin, /allow your user/, withGatewayError('BK_USER_NOT_ALLOWED')),
  row('1640304', 'tenantNotAllowed', 403, gatewayAdmin, /allow your tenant/, withGatewayError('BK_TENANT_NOT_ALLOWED')),
  row(
    '1640401',
    'apiNotFound',
    404,
    you,
    /Correct the gateway URL, and sign in again/,
    withGatewayError('API_NOT_FOUND'),
  ),
  row('1641301', 'bodyTooLarge', 413, gatewayAdmin, /request ID/, withGatewayError('BODY_SIZE_LIMIT_EXCEED')),
  row('1641401', 'uriTooLong', 414, gatewayAdmin, /gateway URL is correct/, withGatewayError('URI_SIZE_LIMIT_EXCEED')),
  row(
    '1642901',
    'rateLimited',
    429,
    you,
    /Wait a minute/,
    withGatewayError('RATE_LIMIT_RESTRICTION', { code: 1642901 }),
  ),
  row(
    '1642902',
    'rateLimited',
    429,
    you,
    /Wait a minute/,
    withGatewayError('RATE_LIMIT_RESTRICTION', { code: 1642902 }),
  ),
  row('1642903', 'rateLimited', 429, you, /Try again in (60|5\d) s\./, lowRateLimit),
  row(
    '1642904',
    'concurrencyLimited',
    429,
    you,
    /Wait until other requests/,
    withGatewayError('CONCURRENCY_LIMIT_RESTRICTION'),
  ),
  row('1650001', 'gatewayInternalError', 500, gatewayAdmin, retryOrRequestId, noAuthService, notSent),
  row(
    '1650001 for the upload',
    'gatewayInternalError',
    500,
    gatewayAdmin,
    retryOrRequestId,
    withGatewayError('INTERNAL_SERVER_ERROR'),
    lostUpload,
  ),
  row(
    '1650000',
    'gatewayResourceFailed',
    500,
    platformAdmin,
    retryOrRequestId,
    withGatewayError('REQUEST_RESOURCE_5xx'),
    lostUpload,
  ),
  row('1650002', 'gatewayMisconfigured', 500, gatewayAdmin, /request ID/, withGatewayError('INVALID_RESOURCE_CONFIG')),
  row(
    '1650200',
    'gatewayBadAnswer',
    502,
    platformAdmin,
    checkUploadAdvice,
    withGatewayError('BAD_GATEWAY'),
    lostUpload,
  ),
  // According to platform-api.md 7.5, the version can exist after a 502, so both 502 codes have the same advice.
  row(
    '1650201',
    'gatewayCannotReachPlatform',
    502,
    platformAdmin,
    checkUploadAdvice,
    withGatewayError('ERROR_REQUESTING_RESOURCE'),
    lostUpload,
  ),
  row(
    '1650300',
    'gatewayUnavailable',
    503,
    gatewayAdmin,
    /few minutes/,
    withGatewayError('SERVICE_UNAVAILABLE'),
    lostUpload,
  ),
  row(
    '1650401',
    'gatewayTimedOut',
    504,
    you,
    checkUploadAdvice,
    withGatewayError('REQUEST_BACKEND_TIMEOUT'),
    lostUpload,
  ),
  row('1650801', 'gatewayLoop', 508, gatewayAdmin, /request ID/, withGatewayError('RECURSIVE_REQUEST_DETECTED')),
  row(
    '1650070',
    'gatewayUnknownError',
    500,
    gatewayAdmin,
    /Read the gateway’s message/,
    withGatewayError('UNKNOWN_ERROR'),
    lostUpload,
  ),
];
