import type { CancelOptions } from '../http/clock.ts';
import type { Call, SendOptions } from './call.ts';
import {
  parseDeploymentId,
  parseDeploymentStatus,
  startOperation,
  type DeploymentId,
  type StartedOperation,
} from './deployment.ts';
import type { DeploymentResult } from './deployments.ts';
import { isObject, stringOf } from '../http/json.ts';
import { environmentPath, modulePath, type DeployTarget, type ModuleTarget } from './paths.ts';
import { unexpectedShapeError } from './platformError.ts';

/** Starts taking a module's environment offline (platform-api.md 4.14). */
export function startOffline(call: Call, target: DeployTarget, options: SendOptions): Promise<StartedOperation> {
  return startOperation(call, environmentPath(target, 'offlines'), {}, 'offline_operation_id', options);
}

/** Returns the status and error of an offline operation. */
export async function readOfflineResult(
  call: Call,
  target: ModuleTarget,
  id: DeploymentId,
  { signal }: CancelOptions = {},
): Promise<Omit<DeploymentResult, 'tips'>> {
  const { json, requestId } = await call(modulePath(target, 'offlines', id, 'result'), { signal });
  const status = isObject(json) ? parseDeploymentStatus(json['status']) : undefined;
  if (!isObject(json) || !status) throw unexpectedShapeError(requestId);
  return { status, errorDetail: stringOf(json, 'err_detail') || undefined };
}

/** Returns the id of an offline operation that is in progress and younger than 60 s; undefined if there is none. */
export async function findOfflineInProgress(
  call: Call,
  target: DeployTarget,
  { signal }: CancelOptions = {},
): Promise<DeploymentId | undefined> {
  const { json, requestId } = await call(environmentPath(target, 'offlines', 'resumable'), { signal });
  // Only an empty object means that no operation is in progress (platform-api.md 4.14). Any other JSON without an id is
  // an error, because the JSON may come from another server.
  if (isObject(json) && Object.keys(json).length === 0) return undefined;
  const result = isObject(json) && isObject(json['result']) ? json['result'] : {};
  const id = parseDeploymentId(stringOf(result, 'offline_operation_id') ?? stringOf(result, 'id'));
  if (!id) throw unexpectedShapeError(requestId);
  return id;
}
