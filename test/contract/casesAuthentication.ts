import {
  apiNotFound,
  APPLICATION_PATH,
  listCaseBuilder,
  gatewayError,
  UPLOAD_PATH,
  APPLICATION_LIST_PATH,
  multipart,
  object,
  uploadRequest,
} from './shapes.ts';
import type { ContractCase, Expectation } from './contractCase.ts';

const requestAccepted: Expectation = { status: 200, body: object({ results: { is: 'list' } }) };
/**
 * Expects the response to a failed authentication, which is always a 400 with the code 1640001 (platform-api.md 2.6).
 * `reason` is a regular expression for the start of the reason.
 */
const authenticationError = (reason: string): Expectation =>
  gatewayError(400, 1640001, 'INVALID_ARGS', `^Parameters error \\[reason="${reason}`);
const permissionError = (reason: string): Expectation =>
  gatewayError(
    403,
    1640301,
    'APP_NO_PERMISSION',
    `^App has no permission to the resource \\[reason="${reason}, bk_app_code=`,
  );
const identityCase = listCaseBuilder('identity');

const noCredentials = authenticationError('app code cannot be empty');
const notJson = authenticationError('request header X-Bkapi-Authorization is not a valid JSON');

/** The caller's identity, and the permission of the caller's application (platform-api.md 2.2, 2.3, 2.6). */
export const casesAuthentication: readonly ContractCase[] = [
  identityCase('none', '2.6 row "app code cannot be empty": no header', { identity: null }, noCredentials),
  identityCase('empty', '2.6 row "app code cannot be empty": nothing in it', { identity: '{}' }, noCredentials),
  identityCase('notJson', '2.6 row "not a valid JSON"', { identity: 'no json' }, notJson),
  identityCase('bareToken', '2.2 value: one JSON object', { identity: 'Bearer contract' }, notJson),
  identityCase(
    'madeUp',
    '2.6 row "access_token is invalid"',
    { caller: 'madeUp' },
    authenticationError('access_token is invalid'),
  ),
  identityCase(
    'madeUpWithSecret',
    '2.2 an invalid access_token together with code and secret',
    { identity: '{"bk_app_code": "{callerApp}", "bk_app_secret": "{callerSecret}", "access_token": "made-up"}' },
    authenticationError('access_token is invalid'),
  ),
  identityCase(
    'expired',
    '2.6 row "the access_token of the user(<name>) has expired": 400, never 401',
    { caller: 'expired' },
    authenticationError('the access_token of the user\\([^)]+\\) has expired, please re-authorize'),
  ),
  identityCase(
    'expiredApplication',
    '2.6 row "access_token has expired"',
    { caller: 'expiredApplication' },
    authenticationError('access_token has expired'),
  ),
  identityCase(
    'application',
    '2.6 row "the access_token is the application type"',
    { caller: 'application' },
    authenticationError('the access_token is the application type and cannot indicate the user'),
  ),
  identityCase(
    'noSecret',
    '2.6 row "please provide bk_app_secret"',
    { identity: '{"bk_app_code": "contract"}' },
    authenticationError('please provide bk_app_secret or bk_signature to verify app'),
  ),
  identityCase(
    'unknownApp',
    '2.6 row "bk_app_code or bk_app_secret is incorrect, app not found"',
    { identity: '{"bk_app_code": "no-such-app-here", "bk_app_secret": "contract"}' },
    authenticationError('(bk_app_code or bk_app_secret is incorrect|app not found)'),
  ),
  identityCase(
    'wrongSecret',
    '2.6 row "bk_app_code or bk_app_secret is incorrect"',
    { identity: '{"bk_app_code": "{callerApp}", "bk_app_secret": "wrong"}' },
    authenticationError('bk_app_code or bk_app_secret is incorrect'),
  ),
  identityCase(
    'noUser',
    '2.6 row "user authentication failed": no user credential',
    { identity: '{"bk_app_code": "{callerApp}", "bk_app_secret": "{callerSecret}"}' },
    authenticationError('user authentication failed, please provide a valid user identity'),
  ),
  identityCase(
    'userName',
    '2.6 row "bk_username is not verified"',
    { identity: '{"bk_app_code": "{callerApp}", "bk_app_secret": "{callerSecret}", "bk_username": "{user}"}' },
    authenticationError('user authentication failed, the user indicated by bk_username is not verified'),
  ),
  identityCase(
    'loginCookie',
    '2.2 row "bk_token": login cookie value',
    { identity: '{"bk_app_code": "{callerApp}", "bk_app_secret": "{callerSecret}", "bk_token": "{loginCookie}"}' },
    requestAccepted,
  ),
  identityCase('token', '2.2 row "access_token": the normal mode; 3.3 200', {}, requestAccepted),
  identityCase(
    'upload',
    '8 point 9: the token before everything of the upload',
    {
      ...uploadRequest(multipart({ version: '{version}' }), { caller: 'madeUp' }),
    },
    authenticationError('access_token is invalid'),
  ),
  identityCase(
    'beforeApplication',
    '2.6 order of checks: token before backend',
    { caller: 'madeUp', path: UPLOAD_PATH.replace('{app}', 'no-such-app-here'), method: 'POST' },
    authenticationError('access_token is invalid'),
  ),
  identityCase(
    'routeFirst',
    '2.6 order of checks: route match before token',
    { identity: null, path: '/bkapps/no-such-path' },
    apiNotFound('GET', 'no-such-path'),
  ),
  identityCase('noGrant', '2.5 row 1640301: no permission', { caller: 'noGrant' }, permissionError('no permission')),
  identityCase(
    'expiredGrant',
    '2.5 row 1640301: type=gateway_permission',
    { caller: 'expiredGrant' },
    permissionError('permission has expired, type=gateway_permission'),
  ),
  identityCase(
    'expiredResourceGrant',
    '2.5 row 1640301: type=resource_permission',
    { caller: 'expiredResourceGrant' },
    permissionError('permission has expired, type=resource_permission'),
  ),
  identityCase('listOnly', '2.3 a grant for that resource', { caller: 'listOnly' }, requestAccepted),
  identityCase(
    'listOnlyElsewhere',
    '2.3 a grant for that resource, and no other',
    { caller: 'listOnly', path: APPLICATION_PATH },
    permissionError('no permission'),
  ),
  {
    ...identityCase(
      'limitBeforeGrant',
      '2.6 order of checks: rate limit before permission',
      { caller: 'noGrant' },
      {
        status: 429,
        body: object({ code: 1642903 }),
      },
    ),
    switches: { rateLimit: { limit: 1, windowSeconds: 3600 } },
    before: [{ path: APPLICATION_LIST_PATH, caller: 'noGrant', status: 403 }],
  },
];
