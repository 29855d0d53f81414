import { authenticationReasons as reasons } from '../../platform/gateway/authenticationReasons.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { notSent, refused, row, withToken, type ErrorRow, type Situation } from './errorRow.ts';

const you = 'you';
const ask = 'gatewayAdministrator';

/** Returns a situation with a token that the gateway rejects at the first read. */
const token = (text: string): Situation => ({ ...withToken(text), ...notSent });
/**
 * Returns a situation in which the gateway rejects the upload for this reason. The extension cannot cause such a
 * rejection, because its header contains only a token.
 */
const because = (reason: string): Situation => refused('INVALID_ARGS', { reason });

const fresh = /Sign in again with a new access token/;

/**
 * The rows of the table in platform-api.md 2.6, in the same order. The gateway responds to each with HTTP status 400.
 */
export const tokenRows: readonly ErrorRow[] = [
  row('no token', 'tokenMissing', 400, you, fresh, token('')),
  row(
    'header not JSON',
    'tokenHeaderMalformed',
    400,
    you,
    /contact your proxy’s administrator/,
    because(reasons.notJson),
  ),
  row('invalid', 'tokenInvalid', 400, you, fresh, token('made-up-token')),
  row('invalid, other edition', 'tokenInvalid', 400, you, fresh, because(reasons.unknownTokenOtherEdition)),
  row('expired', 'tokenExpired', 400, you, fresh, token(demoTokens.expired)),
  row(
    'application’s, expired',
    'appTokenExpired',
    400,
    you,
    /with your own account/,
    token(demoTokens.expiredApplication),
  ),
  row('application’s', 'tokenOfAppOnly', 400, you, /Cloud API page, and sign in/, token(demoTokens.application)),
  row('no user', 'userCredentialMissing', 400, you, /with your own account/, because(reasons.noUser)),
  row('bk_username only', 'userNotVerified', 400, you, /your own access token/, because(reasons.userNotVerified)),
  row('code without secret', 'appSecretMissing', 400, you, fresh, because(reasons.noSecret)),
  row('wrong secret', 'appSecretWrong', 400, you, /an existing application/, because(reasons.wrongSecret)),
  row('unknown application', 'appSecretWrong', 400, you, /an existing application/, because(reasons.unknownApp)),
  row('no token service', 'tokensNotSupported', 400, ask, /another gateway URL/, because(reasons.tokensUnsupported)),
];
