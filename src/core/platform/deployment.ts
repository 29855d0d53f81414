import { isObject, stringOf, type JsonObject } from '../http/json.ts';
import { jsonBody, type Call, type SendOptions } from './call.ts';
import { parseEnvironment, type Environment } from './names.ts';
import { unexpectedShapeError } from './platformError.ts';
import { parseServerDate, type ServerDate } from './serverDate.ts';

/** Statuses of a deployment or offline operation. All except `pending` are final (platform-api.md 4.9). */
export const deploymentStatuses = ['pending', 'successful', 'failed', 'interrupted'] as const;

export type DeploymentStatus = (typeof deploymentStatuses)[number];

/**
 * Id of a deployment or offline operation: 32 to 36 characters of `0-9a-f-`. The platform responds with 404 to any
 * other text, because its URL patterns match only such an id (platform-api.md 4.9).
 */
export type DeploymentId = string & { readonly deploymentId: unique symbol };

/** Returns the text as an id; undefined if the text cannot be an id. */
export function parseDeploymentId(text: string | undefined): DeploymentId | undefined {
  return text !== undefined && /^[0-9a-f-]{32,36}$/.test(text) ? (text as DeploymentId) : undefined; // pattern matches
}

/**
 * A deployment or offline operation that the platform has accepted. An offline operation takes an environment offline.
 */
export interface StartedOperation {
  id: DeploymentId;
}

/**
 * Starts a deployment or offline operation. Resolves with the operation's id. `idKey` is the name of the response's
 * member with the id. Sends the request once and never retries.
 */
export async function startOperation(
  call: Call,
  path: readonly string[],
  body: JsonObject,
  idKey: string,
  { timeoutMs, signal }: SendOptions,
): Promise<StartedOperation> {
  const { json, requestId } = await call(path, { method: 'POST', body: jsonBody(body), timeoutMs, signal });
  const id = isObject(json) ? parseDeploymentId(stringOf(json, idKey)) : undefined;
  if (!id) throw unexpectedShapeError(requestId);
  return { id };
}

/** An entry of the deployment history (platform-api.md 4.10). */
export interface Deployment {
  id: DeploymentId;
  status: DeploymentStatus;
  environment: Environment | undefined;
  version: string;
  operator: string | undefined;
  created: ServerDate | undefined;
  started: ServerDate | undefined;
  /**
   * End of the last finished phase. The platform sets this time as soon as the first phase ends (platform-api.md 4.10),
   * so a value does not mean that the deployment has ended.
   */
  lastPhaseEnded: ServerDate | undefined;
}

/** Parses a deployment from the history or from the released state. Returns undefined if the JSON has no id. */
export function parseDeployment(json: unknown): Deployment | undefined {
  if (!isObject(json)) return undefined;
  const id = parseDeploymentId(stringOf(json, 'deployment_id') ?? stringOf(json, 'id'));
  if (!id) return undefined;
  return {
    id,
    status: parseDeploymentStatus(json['status']) ?? 'pending',
    environment: parseEnvironment(stringOf(json, 'environment')),
    version: versionOf(json),
    operator: operatorOf(json),
    created: parseServerDate(json['created']),
    started: parseServerDate(json['start_time']),
    lastPhaseEnded: parseServerDate(json['complete_time']),
  };
}

export function parseDeploymentStatus(value: unknown): DeploymentStatus | undefined {
  return deploymentStatuses.find((status) => status === value);
}

/**
 * Returns the version of a deployment or offline operation: `repo.revision`, or `repo.name` if the revision is empty or
 * missing (platform-api.md 4.10). Returns an empty text if the name is missing too.
 */
export function versionOf(json: JsonObject): string {
  const repo = isObject(json['repo']) ? json['repo'] : {};
  return stringOf(repo, 'revision') || stringOf(repo, 'name') || '';
}

/**
 * Returns the operator's user name; undefined if it is missing. Accepts a user object, which the platform sends for
 * deployments, and plain text, which the platform sends for packages (platform-api.md 4.0).
 */
export function operatorOf(json: JsonObject): string | undefined {
  const { operator } = json;
  return isObject(operator) ? stringOf(operator, 'username') : stringOf(json, 'operator');
}
