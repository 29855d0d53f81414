import { date, integer, json, object, orNull, pattern, text, uuid } from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation, Preparation } from './contractCase.ts';
import type { Matcher } from './matcher.ts';

// Constants and functions that the cases about deployments share.
export const MODULE_PATH = '/bkapps/applications/{app}/modules/{module}';
export const STAG_PATH = `${MODULE_PATH}/envs/stag`;
export const DEPLOY_PATH = `${STAG_PATH}/deployments/`;
export const HISTORY_PATH = `${MODULE_PATH}/deployments/lists/`;
export const RESULT_PATH = `${MODULE_PATH}/deployments/{deployment}/result/`;
export const PHASES_PATH = `${STAG_PATH}/deploy_phases/`;
export const EVENTS_PATH = '/streams/{deployment}/history_events';
export const RELEASED_STATE_PATH = `${STAG_PATH}/released_state/`;
export const OFFLINE_PATH = `${STAG_PATH}/offlines/`;

/** An id that no deployment and no offline operation has. */
export const NO_SUCH_ID = '00000000-0000-4000-8000-000000000000';

export const offsetDate: Matcher = { is: 'date', offset: 'required' };
export const plainDate: Matcher = { is: 'date', offset: 'none' };
export const deploymentStatus: Matcher = { is: 'oneOf', of: ['pending', 'successful', 'failed', 'interrupted'] };
export const phaseType: Matcher = { is: 'oneOf', of: ['preparation', 'build', 'release'] };

/** Expects Django's page for an address that no route of the backend matches. */
export const noRoute: Expectation = {
  status: 404,
  headers: { 'Content-Type': pattern('^text/html') },
  body: { is: 'page', title: 'Not Found' },
};

/** Returns a POST that deploys. By default, `version_name` and `revision` are both `{deployVersion}`. */
export function deployRequest(
  fields: Readonly<Record<string, unknown>> = deployFields('{deployVersion}'),
  rest: Partial<ContractRequest> = {},
): ContractRequest {
  return { method: 'POST', path: DEPLOY_PATH, body: json(fields), ...rest };
}

/**
 * Returns the fields that deploy a version. `version_name` and `revision` are both the version (platform-api.md 4.8).
 */
export function deployFields(version: string): Readonly<Record<string, string>> {
  return { version_type: 'package', version_name: version, revision: version };
}

/** Returns a POST with an empty body that takes stag of the module offline. */
export function takeOfflineRequest(rest: Partial<ContractRequest> = {}): ContractRequest {
  return { method: 'POST', path: OFFLINE_PATH, ...rest };
}

/** Starts a deployment and sets `{deployment}` to the id of that deployment. */
export const startedDeployment: Preparation = {
  ...deployRequest(),
  status: 201,
  take: { deployment: ['deployment_id'] },
};

/** Sets `{deployment}` to the id of the newest deployment to stag in the history. */
export const newestDeployment: Preparation = {
  path: `${HISTORY_PATH}?environment=stag&limit=1`,
  status: 200,
  take: { deployment: ['results', 0, 'deployment_id'] },
  needs: 'a deployment to stag in the history of the module',
};

/** Requires that a version is released to stag. */
export const releasedVersion: Preparation = {
  path: RELEASED_STATE_PATH,
  status: 200,
  answers: object({ is_offlined: false, deployment: object({ id: uuid }) }),
  needs: 'a version released to stag of the module',
};

/** Starts an offline operation and sets `{offlineOperation}` to the id of that operation. */
export const startedOffline: Preparation = {
  ...takeOfflineRequest(),
  status: 201,
  take: { offlineOperation: ['offline_operation_id'] },
};

export const user = object({
  id: text,
  username: text,
  provider_type: { is: 'oneOf', of: [1, 2, 3, 9] },
  avatar: text,
});

export const repo = object({ type: text, name: text, url: orNull(text), revision: orNull(text) });

/** What every row of the history contains (platform-api.md 4.10). */
export const deploymentKeys = {
  id: uuid,
  deployment_id: uuid,
  status: deploymentStatus,
  operator: user,
  created: date,
  start_time: orNull(date),
  complete_time: orNull(date),
  finished_status: orNull(phaseType),
  has_requested_int: { is: 'boolean' },
  bkapp_revision_id: orNull(integer),
  environment: { is: 'oneOf', of: ['stag', 'prod'] },
  repo,
} as const satisfies Readonly<Record<string, Matcher>>;

/** Expects a 200 whose body is an object with these keys. */
export function okAnswer(keys: Readonly<Record<string, Matcher>>): Expectation {
  return { status: 200, body: object(keys) };
}

export const deployAccepted: Expectation = {
  status: 201,
  body: object({ deployment_id: uuid, stream_url: pattern('^/streams/[0-9a-f-]{36}$') }),
};

export const offlineAccepted: Expectation = { status: 201, body: object({ offline_operation_id: uuid }) };

/** A version that no module has. */
export const UNKNOWN_VERSION = 'no-such-version';
export const PROTECTED_DEPLOY_PATH = `${MODULE_PATH}/envs/{protectedEnvironment}/deployments/`;

/** Returns the fields that deploy a version, without `revision`. */
export function fieldsWithoutRevision(version: string): Readonly<Record<string, string>> {
  return { version_type: 'package', version_name: version };
}

/** Returns a case named `deploy.{id}`, whose request deploys. */
export function deployCase(id: string, standsFor: string, request: ContractRequest, expect: Expectation): ContractCase {
  return { id: `deploy.${id}`, statement: standsFor, writes: true, request, expect };
}
