import { demoTokens } from '../../platform/seedDemo.ts';
import { notSent, naming, refused, row, switched, withToken, type ErrorRow, type Situation } from './errorRow.ts';

const you = 'you';
const admin = 'platformAdministrator';
const gatewayAdmin = 'gatewayAdministrator';

const tenants = switched({ multiTenant: true });
const limited = switched({ rateLimit: { limit: 2, windowSeconds: 60 } });
const noAuthService = switched({ authService: 'down' });
/**
 * A situation in which the response leaves open whether the platform stored the package. In these rows, the upload
 * never reached the platform.
 */
const lost: Situation = { settles: 'packageNotArrived' };

/** A situation in which the application of the token may read but not upload. */
const mayOnlyRead: Situation = {
  ...withToken(demoTokens.noGrant),
  ...naming('my-own-app'),
  arrange({ state }) {
    for (const operationId of ['list_app_modules', 'get_repo_branches'])
      state.grants.push({ appCode: 'my-own-app', operationId, expires: new Date('2099-01-01') });
  },
};
const mayNothing: Situation = { ...withToken(demoTokens.noGrant), ...naming('my-own-app') };
const noName = refused('APP_NO_PERMISSION', { reason: 'no permission' });
const expiredGateway: Situation = { ...withToken(demoTokens.expiredGrant), ...naming('once-granted-app') };
const expiredResource: Situation = {
  ...refused('APP_NO_PERMISSION', {
    reason: 'permission has expired, type=resource_permission, bk_app_code=once-listed-app',
  }),
  ...naming('once-listed-app'),
};

const cloudApi = /Cloud API page[^]*After your request is approved, wait two minutes/;
const tenantSetting = /Correct the tenant ID in bkpaas\.platforms, or use a token for the right tenant/;
const retryOrRequestId = /Try again in a few minutes\. .* request ID/;
const lookFirst = /whether the version was uploaded/;

/** The rows of the table in platform-api.md 2.5, in the same order. tokenRows.ts has the reasons of code 1640001. */
export const gatewayRows: readonly ErrorRow[] = [
  row('1640001 unknown', 'argumentsRefusedByGateway', 400, you, /Sign in/, refused('INVALID_ARGS', { reason: 'new' })),
  row('1640004', 'jwtNotVerified', 400, gatewayAdmin, /request ID/, refused('JWT_VERIFY_FAILED')),
  row('1640100', 'gatewayUnauthorized', 401, gatewayAdmin, /which access token/, refused('UNAUTHORIZED')),
  row('1640101', 'appNotVerified', 401, you, /token for another application/, refused('APP_VERIFY_FAILED')),
  row('1640102', 'userNotVerifiedByGateway', 401, you, /with your own account/, refused('USER_VERIFY_FAILED')),
  row('1640301 none', 'appNotPermitted', 403, gatewayAdmin, cloudApi, mayNothing),
  row('1640301 none for the upload', 'appNotPermitted', 403, gatewayAdmin, cloudApi, mayOnlyRead),
  row('1640301 none, nobody named', 'appNotPermitted', 403, gatewayAdmin, cloudApi, noName),
  row('1640301 gateway expired', 'appPermissionExpired', 403, gatewayAdmin, /Renew it/, expiredGateway, notSent),
  row('1640301 resource expired', 'appPermissionExpired', 403, gatewayAdmin, /Renew it/, expiredResource),
  row(
    '1640302 [AH1]',
    'tenantForbidden',
    403,
    you,
    tenantSetting,
    tenants,
    withToken(demoTokens.globalTenant),
    notSent,
  ),
  row('1640302 [AH2]', 'tenantForbidden', 403, you, tenantSetting, tenants, withToken(demoTokens.admin, 'x'), notSent),
  row('1640302 [AU]', 'tenantForbidden', 403, you, tenantSetting, tenants, withToken(demoTokens.otherTenant), notSent),
  row('1640302 IP', 'ipNotAllowed', 403, gatewayAdmin, /allow your IP address/, refused('IP_NOT_ALLOWED')),
  row('1640303', 'userNotAllowed', 403, gatewayAdmin, /allow your user/, refused('BK_USER_NOT_ALLOWED')),
  row('1640304', 'tenantNotAllowed', 403, gatewayAdmin, /allow your tenant/, refused('BK_TENANT_NOT_ALLOWED')),
  row('1640401', 'apiNotFound', 404, you, /Correct the gateway URL, and sign in again/, refused('API_NOT_FOUND')),
  row('1641301', 'bodyTooLarge', 413, gatewayAdmin, /request ID/, refused('BODY_SIZE_LIMIT_EXCEED')),
  row('1641401', 'uriTooLong', 414, gatewayAdmin, /gateway URL is correct/, refused('URI_SIZE_LIMIT_EXCEED')),
  row('1642901', 'rateLimited', 429, you, /Wait a minute/, refused('RATE_LIMIT_RESTRICTION', { code: 1642901 })),
  row('1642902', 'rateLimited', 429, you, /Wait a minute/, refused('RATE_LIMIT_RESTRICTION', { code: 1642902 })),
  row('1642903', 'rateLimited', 429, you, /Try again in (60|5\d) s\./, limited),
  row('1642904', 'concurrencyLimited', 429, you, /Wait until other requests/, refused('CONCURRENCY_LIMIT_RESTRICTION')),
  row('1650001', 'gatewayInternalError', 500, gatewayAdmin, retryOrRequestId, noAuthService, notSent),
  row(
    '1650001 for the upload',
    'gatewayInternalError',
    500,
    gatewayAdmin,
    retryOrRequestId,
    refused('INTERNAL_SERVER_ERROR'),
    lost,
  ),
  row('1650000', 'gatewayResourceFailed', 500, admin, retryOrRequestId, refused('REQUEST_RESOURCE_5xx'), lost),
  row('1650002', 'gatewayMisconfigured', 500, gatewayAdmin, /request ID/, refused('INVALID_RESOURCE_CONFIG')),
  row('1650200', 'gatewayBadAnswer', 502, admin, lookFirst, refused('BAD_GATEWAY'), lost),
  // According to platform-api.md 7.5, the version can exist after a 502, so both 502 codes have the same advice.
  row('1650201', 'gatewayCannotReachPlatform', 502, admin, lookFirst, refused('ERROR_REQUESTING_RESOURCE'), lost),
  row('1650300', 'gatewayUnavailable', 503, gatewayAdmin, /few minutes/, refused('SERVICE_UNAVAILABLE'), lost),
  row('1650401', 'gatewayTimedOut', 504, you, lookFirst, refused('REQUEST_BACKEND_TIMEOUT'), lost),
  row('1650801', 'gatewayLoop', 508, gatewayAdmin, /request ID/, refused('RECURSIVE_REQUEST_DETECTED')),
  row(
    '1650070',
    'gatewayUnknownError',
    500,
    gatewayAdmin,
    /Read the gateway’s message/,
    refused('UNKNOWN_ERROR'),
    lost,
  ),
];
