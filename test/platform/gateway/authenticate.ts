import { authenticationReasons as reasons } from './authenticationReasons.ts';
import { refusal } from './gatewayErrors.ts';
import type { GatewayRefusal } from './gatewayErrors.ts';
import type { PlatformState } from '../state.ts';
import type { Switches } from '../switches.ts';

/** A verified user, and the verified application that calls for the user. */
export interface Identity {
  user: string;
  appCode: string;
}

interface Caller {
  header: string | undefined;
  requestId: string;
  now: Date;
  state: PlatformState;
  switches: Switches;
}

/** One half of an identity: its verified name, or why it could not be verified. */
type Verified = { name: string } | { reason: string };

/**
 * Authenticates by the `X-Bkapi-Authorization` header as the gateway does (platform-api.md 2.2, 2.6): the application
 * is checked before the user, so one bad token gives one error. Ignores the same keys in query or body, which
 * platform-api.md leaves to each gateway.
 */
export function authenticate(caller: Caller): Identity | GatewayRefusal {
  const credentials = parseHeader(caller.header);
  if (credentials === undefined) return refusal('INVALID_ARGS', { reason: reasons.notJson });
  const text = (key: string): string | undefined => {
    const value = credentials[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const token = text('access_token');
  const app =
    token === undefined
      ? verifyAccount(caller, text('bk_app_code'), text('bk_app_secret'))
      : verifyTokenApp(caller, token);
  if ('reason' in app) return refuse(app.reason, caller.switches);
  const user =
    token === undefined ? verifyLogin(caller, text('bk_token'), text('bk_username')) : verifyTokenUser(caller, token);
  if ('reason' in user) return refuse(user.reason, caller.switches);
  return { user: user.name, appCode: app.name };
}

function refuse(reason: string, { wrong }: Switches): GatewayRefusal {
  if (wrong === 'expiredTokenAs401' && reason.includes('has expired')) return refusal('UNAUTHORIZED', { reason });
  return refusal(reason === reasons.authServiceDown ? 'INTERNAL_SERVER_ERROR' : 'INVALID_ARGS', { reason });
}

/** Returns the header's JSON object, empty without a header; `undefined` when it holds anything else. */
function parseHeader(header: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (header === undefined || header === '') return {};
  try {
    const value: unknown = JSON.parse(header);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function verifyAccount({ state }: Caller, code: string | undefined, secret: string | undefined): Verified {
  if (code === undefined) return { reason: reasons.noCredentials };
  if (secret === undefined) return { reason: reasons.noSecret };
  const known = state.callers.get(code);
  if (!known) return { reason: reasons.unknownApp };
  return known.secret === secret ? { name: code } : { reason: reasons.wrongSecret };
}

/**
 * Ignores a code and secret beside a bad token: the application would pass, but the user fails for the same reason
 * (platform-api.md 2.2).
 */
function verifyTokenApp(caller: Caller, token: string): Verified {
  const reason = tokenProblem(caller, token);
  return reason === undefined ? { name: caller.state.tokens.get(token)?.appCode ?? '' } : { reason };
}

function verifyTokenUser(caller: Caller, token: string): Verified {
  const reason = tokenProblem(caller, token);
  if (reason !== undefined) return { reason };
  const known = caller.state.tokens.get(token);
  return known?.kind === 'user' ? { name: known.user } : { reason: reasons.appToken };
}

function tokenProblem({ state, switches, now, requestId }: Caller, token: string): string | undefined {
  if (switches.authService === 'down') return reasons.authServiceDown;
  const known = state.tokens.get(token);
  if (!known) return reasons.unknownToken(requestId);
  if (known.expires.getTime() > now.getTime()) return undefined;
  return known.kind === 'user' ? reasons.userTokenExpired(known.user) : reasons.appTokenExpired;
}

function verifyLogin({ state }: Caller, cookie: string | undefined, username: string | undefined): Verified {
  if (cookie !== undefined) {
    const user = state.loginCookies.get(cookie);
    // platform-api.md gives no text for a bad login cookie; the general one is used.
    return user === undefined ? { reason: reasons.noUser } : { name: user };
  }
  return { reason: username === undefined ? reasons.noUser : reasons.userNotVerified };
}
