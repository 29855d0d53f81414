import { authenticationReasons as reasons } from './authenticationReasons.ts';
import { refusal } from './gatewayErrors.ts';
import type { GatewayRefusal } from './gatewayErrors.ts';
import type { PlatformState } from '../state.ts';
import type { Switches } from '../switches.ts';

/** A verified user, and the verified application that sends requests for the user. */
export interface Identity {
  user: string;
  appCode: string;
}

interface AuthenticationInput {
  header: string | undefined;
  requestId: string;
  now: Date;
  state: PlatformState;
  switches: Switches;
}

/** Result of verifying a user or an application: the verified name, or the reason for the failure. */
type VerificationResult = { name: string } | { reason: string };

/**
 * Verifies the `X-Bkapi-Authorization` header as the gateway does (platform-api.md 2.2, 2.6). The application is
 * verified before the user. A bad token already fails the verification of the application, so it gives only one error.
 * Identity keys in the query or the body are ignored, although some real gateways are configured to read such keys.
 */
export function authenticate(caller: AuthenticationInput): Identity | GatewayRefusal {
  const credentials = parseHeader(caller.header);
  if (credentials === undefined) return refusal('INVALID_ARGS', { reason: reasons.notJson });
  const text = (key: string): string | undefined => {
    const value = credentials[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const token = text('access_token');
  const app =
    token === undefined
      ? verifyAppSecret(caller, text('bk_app_code'), text('bk_app_secret'))
      : verifyTokenApp(caller, token);
  if ('reason' in app) return authenticationRefusal(app.reason, caller.switches);
  const user =
    token === undefined ? verifyLogin(caller, text('bk_token'), text('bk_username')) : verifyTokenUser(caller, token);
  if ('reason' in user) return authenticationRefusal(user.reason, caller.switches);
  return { user: user.name, appCode: app.name };
}

function authenticationRefusal(reason: string, { wrong }: Switches): GatewayRefusal {
  if (wrong === 'expiredTokenAs401' && reason.includes('has expired')) return refusal('UNAUTHORIZED', { reason });
  return refusal(reason === reasons.authServiceDown ? 'INTERNAL_SERVER_ERROR' : 'INVALID_ARGS', { reason });
}

/**
 * Returns the JSON object in the header. Returns an empty object if there is no header, and `undefined` if the header
 * contains anything else.
 */
function parseHeader(header: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (header === undefined || header === '') return {};
  try {
    const value: unknown = JSON.parse(header);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function verifyAppSecret(
  { state }: AuthenticationInput,
  code: string | undefined,
  secret: string | undefined,
): VerificationResult {
  if (code === undefined) return { reason: reasons.noCredentials };
  if (secret === undefined) return { reason: reasons.noSecret };
  const known = state.callers.get(code);
  if (!known) return { reason: reasons.unknownApp };
  return known.secret === secret ? { name: code } : { reason: reasons.wrongSecret };
}

/**
 * Verifies the application of a token. If the token is bad, ignores a code and secret that are sent with the token. The
 * real gateway accepts the application because of the code and secret, and then refuses the user because of the token
 * (platform-api.md 2.2). The caller gets the same error from both gateways.
 */
function verifyTokenApp(caller: AuthenticationInput, token: string): VerificationResult {
  const reason = tokenProblem(caller, token);
  return reason === undefined ? { name: caller.state.tokens.get(token)?.appCode ?? '' } : { reason };
}

function verifyTokenUser(caller: AuthenticationInput, token: string): VerificationResult {
  const reason = tokenProblem(caller, token);
  if (reason !== undefined) return { reason };
  const known = caller.state.tokens.get(token);
  return known?.kind === 'user' ? { name: known.user } : { reason: reasons.appToken };
}

function tokenProblem({ state, switches, now, requestId }: AuthenticationInput, token: string): string | undefined {
  if (switches.authService === 'down') return reasons.authServiceDown;
  const known = state.tokens.get(token);
  if (!known) return reasons.unknownToken(requestId);
  if (known.expires.getTime() > now.getTime()) return undefined;
  return known.kind === 'user' ? reasons.userTokenExpired(known.user) : reasons.appTokenExpired;
}

function verifyLogin(
  { state }: AuthenticationInput,
  cookie: string | undefined,
  username: string | undefined,
): VerificationResult {
  if (cookie !== undefined) {
    const user = state.loginCookies.get(cookie);
    // platform-api.md has no reason for a bad login cookie, so this returns the reason for a missing user.
    return user === undefined ? { reason: reasons.noUser } : { name: user };
  }
  return { reason: username === undefined ? reasons.noUser : reasons.userNotVerified };
}
