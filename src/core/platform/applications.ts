import type { CancelOptions } from '../http/clock.ts';
import type { Call, CallOptions, CallResult } from './call.ts';
import type { ApplicationType } from './consoleUrl.ts';
import { isObject, parseJson, stringOf } from '../http/json.ts';
import { packageOrigins } from './modules.ts';
import { parseAppCode, type AppCode } from './names.ts';
import { unexpectedShapeError } from './platformError.ts';

export interface Application {
  code: AppCode;
  name: string;
  /** Whether at least one module is built from uploaded source packages. */
  takesPackages: boolean;
}

/** The user and the application that the gateway derives from the token. */
export interface Identity {
  userName: string | undefined;
  appCode: string | undefined;
}

type ListedApplication = Omit<Application, 'takesPackages'>;

export interface ListApplicationsOptions extends CancelOptions {
  /** All applications of the user. Pass them if a sign-in has just returned them. This saves one request. */
  everything?: readonly ListedApplication[] | undefined;
}

export interface TokenOwner {
  identity: Identity;
  applications: ListedApplication[];
}

/**
 * Lists the user's applications. Applications that accept packages come first. Sends one request per package origin
 * (platform-api.md 4.1). If `everything` is missing, also sends one request for all applications. Sends no request per
 * application.
 */
export async function listApplications(
  call: Call,
  { everything, signal }: ListApplicationsOptions = {},
): Promise<Application[]> {
  const [all, ...byOrigin] = await Promise.all([
    everything ?? listMinimal(call, { signal }),
    ...packageOrigins.map((origin) => listMinimal(call, { query: { source_origin: String(origin) }, signal })),
  ]);
  const taking = new Set(byOrigin.flat().map((application) => application.code));
  // With an origin filter, the platform does not sort by name (platform-api.md 4.1), so the unfiltered list defines the
  // order.
  return all
    .map((application) => ({ ...application, takesPackages: taking.has(application.code) }))
    .sort((a, b) => Number(b.takesPackages) - Number(a.takesPackages));
}

/**
 * Checks the token with the cheapest request, which lists the user's applications. The gateway adds the token's user
 * and application in a response header (platform-api.md 2.4, 3.3). `whoAmI` returns nothing else from that header,
 * because the header also contains a signed identity that must never be logged or stored.
 */
export async function whoAmI(call: Call, { signal }: CancelOptions = {}): Promise<TokenOwner> {
  const answer = await call(minimalList, { headers: { 'X-Bkapi-Debug': 'true' }, signal });
  return { identity: parseIdentity(answer.headers['x-bkapi-debug-info']), applications: parseList(answer) };
}

/** Returns the type of an application, which determines the application's console URLs (platform-api.md 4.3, 5). */
export async function readApplicationType(
  call: Call,
  appCode: AppCode,
  { signal }: CancelOptions = {},
): Promise<ApplicationType> {
  const { json } = await call(['applications', appCode], { signal });
  const application = isObject(json) ? json['application'] : undefined;
  return isObject(application) && stringOf(application, 'type') === 'cloud_native' ? 'cloud_native' : 'default';
}

const minimalList = ['applications', 'lists', 'minimal'];

async function listMinimal(call: Call, options: CallOptions): Promise<ListedApplication[]> {
  return parseList(await call(minimalList, options));
}

function parseList({ json, requestId }: CallResult): ListedApplication[] {
  if (!isObject(json) || !Array.isArray(json['results'])) throw unexpectedShapeError(requestId);
  return json['results'].filter(isObject).flatMap(({ application }) => {
    if (!isObject(application)) return [];
    const code = parseAppCode(stringOf(application, 'code') ?? '');
    return code ? [{ code, name: stringOf(application, 'name') ?? code }] : [];
  });
}

function parseIdentity(header: string | string[] | undefined): Identity {
  const info = typeof header === 'string' ? parseJson(header) : undefined;
  if (!isObject(info)) return { userName: undefined, appCode: undefined };
  return { userName: stringOf(info, 'bk_username'), appCode: stringOf(info, 'bk_app_code') };
}
