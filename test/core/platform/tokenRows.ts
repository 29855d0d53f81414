import { authenticationReasons as reasons } from '../../platform/gateway/authenticationReasons.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { notSent, withGatewayError, row, withToken, type ErrorRow, type Situation } from './errorRow.ts';

const you = 'you';
const gatewayAdmin = 'gatewayAdministrator';

/** Returns a situation with a token that the gateway rejects at the first read. */
const rejectedToken = (text: string): Situation => ({ ...withToken(text), ...notSent });
/**
 * Returns a situation in which the gateway rejects the upload for this reason. The extension cannot cause such a
 * rejection, because the extension's authorization header contains only a token.
 */
const refusedBecause = (reason: string): Situation => withGatewayError('INVALID_ARGS', { reason });

const signInAdvice = /Sign in again with a new access token/;

/**
 * The rows of the table in platform-api.md 2.6, in the same order. The gateway responds to each with HTTP status 400.
 */
export const tokenRows: readonly ErrorRow[] = [
  row('no token', 'tokenMissing', 400, you, signInAdvice, rejectedToken('')),
  row(
    'header not JSON',
    'tokenHeaderMalformed',
    400,
    you,
    /contact your proxy’s administrator/,
    refusedBecause(reasons.notJson),
  ),
  row('invalid', 'tokenInvalid', 400, you, signInAdvice, rejectedToken('made-up-token')),
  row(
    'invalid, other edition',
    'tokenInvalid',
    400,
    you,
    signInAdvice,
    refusedBecause(reasons.unknownTokenOtherEdition),
  ),
  row('expired', 'tokenExpired', 400, you, signInAdvice, rejectedToken(demoTokens.expired)),
  row(
    'application’s, expired',
    'appTokenExpired',
    400,
    you,
    /with your own account/,
    rejectedToken(demoTokens.expiredApplication),
  ),
  row(
    'application’s',
    'tokenOfAppOnly',
    400,
    you,
    /Cloud API page, and sign in/,
    rejectedToken(demoTokens.application),
  ),
  row('no user', 'userCredentialMissing', 400, you, /with your own account/, refusedBecause(reasons.noUser)),
  row(
    'bk_username only',
    'userNotVerified',
    400,
    you,
    /your own access token/,
    refusedBecause(reasons.userNotVerified),
  ),
  row('code without secret', 'appSecretMissing', 400, you, signInAdvice, refusedBecause(reasons.noSecret)),
  row('wrong secret', 'appSecretWrong', 400, you, /an existing application/, refusedBecause(reasons.wrongSecret)),
  row('unknown application', 'appSecretWrong', 400, you, /an existing application/, refusedBecause(reasons.unknownApp)),
  row(
    'no token service',
    'tokensNotSupported',
    400,
    gatewayAdmin,
    /another gateway URL/,
    refusedBecause(reasons.tokensUnsupported),
  ),
];
