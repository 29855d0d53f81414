import { authenticate } from './authenticate.ts';
import { checkGrant, isGrantable } from './checkGrant.ts';
import { checkTenant } from './checkTenant.ts';
import { backendDownRefusal, backendTimeoutRefusal, refusal } from './gatewayErrors.ts';
import { matchRoute, pathBelowStage } from './matchRoute.ts';
import { wait } from '../wait.ts';
import { answerAtBackend } from '../backend/answerAtBackend.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { languageOf } from '../backend/language.ts';
import { faultOf } from '../faults.ts';
import type { Identity } from './authenticate.ts';
import type { GatewayRefusal } from './gatewayErrors.ts';
import type { RateLimit } from './rateLimit.ts';
import type { BackendAnswer } from '../backend/backendAnswer.ts';
import type { Language } from '../backend/language.ts';
import type { Fault } from '../faults.ts';
import type { BackendCall, Route } from '../route.ts';
import type { PlatformState } from '../state.ts';
import type { Switches } from '../switches.ts';

/** A request as the gateway receives it. */
export interface GatewayCall {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Keyed by header name in lower case. */
  headers: ReadonlyMap<string, string>;
  body: Buffer;
  requestId: string;
  faults: readonly Fault[];
  now: () => Date;
}

/** The gateway's response, before `writeAnswer` converts it to HTTP. */
export interface GatewayAnswer {
  outcome: { backend: BackendAnswer } | { gateway: GatewayRefusal };
  /**
   * The verified identity, which the debug header contains. `undefined` if the request was refused before the identity
   * was verified.
   */
  identity: Identity | undefined;
  route: Route | undefined;
  headers: Readonly<Record<string, string>>;
}

/** What the gateway needs besides the request. */
export interface GatewayContext {
  routes: readonly Route[];
  state: PlatformState;
  switches: Switches;
  rateLimit: RateLimit;
  download: BackendCall['download'];
  /** Aborts when the platform closes. */
  closing: AbortSignal;
  /**
   * The gateway calls this with the promise of every backend action. An action can continue after its response is sent,
   * but the platform closes only after the action has ended.
   */
  follow: (action: Promise<unknown>) => void;
}

/**
 * Runs the gateway's checks in the order of platform-api.md 2.6: route, token, application, user, tenant, rate limit,
 * grant. Then calls the backend and returns the backend's response, or a 504 after the gateway's timeout. Applies the
 * faults `gatewayError`, `backendError` and `hangThen504`.
 */
export async function answerAtGateway(gateway: GatewayContext, call: GatewayCall): Promise<GatewayAnswer> {
  const { state, switches } = gateway;
  const refuse = (why: GatewayRefusal, rest: Partial<GatewayAnswer> = {}): GatewayAnswer => ({
    identity: undefined,
    route: undefined,
    headers: {},
    ...rest,
    outcome: { gateway: why },
  });
  const error = faultOf(call.faults, 'gatewayError');
  const planned = error && refusal(error.codeName, error.fields, error.code);
  if (planned && error.backend !== 'completes') return refuse(planned, { headers: error.headers ?? {} });

  const path = pathBelowStage(call.path);
  const match = path === undefined ? undefined : matchRoute(gateway.routes, call.method, path);
  if (!match) return refuse(refusal('API_NOT_FOUND', { method: call.method, path: call.path }));
  const { route } = match;

  const now = call.now();
  const identity = authenticate({
    header: call.headers.get('x-bkapi-authorization'),
    requestId: call.requestId,
    now,
    state,
    switches,
  });
  if ('error' in identity) return refuse(identity, { route });
  const foreign = switches.multiTenant && checkTenant(state, identity, call.headers.get('x-bk-tenant-id'));
  if (foreign) return refuse(foreign, { identity, route });
  const { limited, headers } = gateway.rateLimit.count(switches.rateLimit, identity.appCode, now);
  if (limited) return refuse(refusal('RATE_LIMIT_RESTRICTION', {}, 1642903), { identity, route, headers });
  const grants = isGrantable(route.operationId, switches) ? state.grants : [];
  const denied = checkGrant(grants, identity.appCode, route.operationId, now);
  if (denied) return refuse(denied, { identity, route, headers });

  if (switches.backend === 'down') return refuse(backendDownRefusal(), { identity, route, headers });

  const language = languageOf(call.headers.get('accept-language'), switches.defaultLanguage);
  const backendCall: BackendCall = {
    path: backendPath(route, match.params),
    params: match.params,
    query: call.query,
    headers: withoutSecrets(call.headers),
    body: call.body,
    user: identity.user,
    language,
    now: call.now,
    state,
    switches,
    download: gateway.download,
  };
  const action = startBackendAction(gateway, route, backendCall, call.faults);
  const outcome = planned ? { gateway: planned } : await awaitBackend(gateway, action, call.faults);
  return { outcome, identity, route, headers: { ...headers, ...error?.headers } };
}

/**
 * Returns the headers without cookies and without the identity header, because the gateway removes these headers before
 * it calls the backend (platform-api.md 2.2).
 */
function withoutSecrets(headers: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...headers].filter(([name]) => name !== 'cookie' && name !== 'x-bkapi-authorization'));
}

function startBackendAction(
  gateway: GatewayContext,
  route: Route,
  call: BackendCall,
  faults: readonly Fault[],
): Promise<BackendAnswer> {
  const action = runBackendAction(route, call, faultOf(faults, 'backendError'));
  gateway.follow(action);
  return action;
}

async function runBackendAction(
  route: Route,
  call: BackendCall,
  planned: Extract<Fault, { kind: 'backendError' }> | undefined,
): Promise<BackendAnswer> {
  if (!planned) return answerAtBackend(route, call);
  if (planned.backend === 'completes') await answerAtBackend(route, call);
  return plannedAnswer(planned.answer, call.language);
}

function plannedAnswer(answer: Extract<Fault, { kind: 'backendError' }>['answer'], language: Language): BackendAnswer {
  return typeof answer === 'string' ? backendErrors[answer](language) : answer;
}

/** The longest delay of a timer in Node. A timer with a longer delay fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Returns the backend's response, or the gateway's 504 after the timeout. After a 504, the backend's action continues
 * (platform-api.md 1.3).
 */
async function awaitBackend(
  gateway: GatewayContext,
  action: Promise<BackendAnswer>,
  faults: readonly Fault[],
): Promise<GatewayAnswer['outcome']> {
  const hang = faultOf(faults, 'hangThen504');
  const answered = new AbortController();
  const limitMs = hang ? (hang.ms ?? (hang.until ? longestTimerMs : 0)) : gateway.switches.gatewayTimeoutMs;
  const limit = wait(limitMs, AbortSignal.any([gateway.closing, answered.signal]));
  const timeout = Promise.race([limit, ...(hang?.until ? [hang.until] : [])]).then(() => {
    answered.abort();
    return { gateway: backendTimeoutRefusal() };
  });
  if (hang) return timeout;
  try {
    return await Promise.race([action.then((backend) => ({ backend })), timeout]);
  } finally {
    answered.abort();
  }
}

/**
 * Returns the path that the gateway requests from the backend: the template of the route with its placeholders filled
 * in. A slash at the end of the caller's path has no effect.
 */
function backendPath(route: Route, params: Readonly<Record<string, string>>): string {
  return route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}
