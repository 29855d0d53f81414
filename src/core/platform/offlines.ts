import type { Cancellable } from '../http/clock.ts';
import { jsonBody, type Call, type SendOptions } from './call.ts';
import {
  parseDeploymentId,
  readStatus,
  type DeploymentId,
  type DeploymentStatus,
  type StartedOperation,
} from './deployment.ts';
import { isObject, stringOf } from '../http/json.ts';
import { environmentPath, modulePath, type DeployTarget, type ModuleTarget } from './paths.ts';
import { unexpectedShape } from './platformError.ts';

/**
 * Starts taking a module's environment offline and resolves with the operation's id (platform-api.md 4.14). Sent once,
 * never retried automatically. Throws `PlatformError`.
 */
export async function startOffline(
  call: Call,
  target: DeployTarget,
  { timeoutMs, signal }: SendOptions,
): Promise<StartedOperation> {
  const { json, requestId } = await call(environmentPath(target, 'offlines'), {
    method: 'POST',
    body: jsonBody({}),
    timeoutMs,
    signal,
  });
  const id = isObject(json) ? parseDeploymentId(stringOf(json, 'offline_operation_id')) : undefined;
  if (!id) throw unexpectedShape(requestId);
  return { id };
}

export interface OfflineResult {
  status: DeploymentStatus;
  errorDetail: string | undefined;
}

/** Returns the status of an offline operation. Throws `PlatformError`. */
export async function offlineResult(
  call: Call,
  target: ModuleTarget,
  id: DeploymentId,
  { signal }: Cancellable = {},
): Promise<OfflineResult> {
  const { json, requestId } = await call(modulePath(target, 'offlines', id, 'result'), { signal });
  const status = isObject(json) ? readStatus(json['status']) : undefined;
  if (!isObject(json) || !status) throw unexpectedShape(requestId);
  return { status, errorDetail: stringOf(json, 'err_detail') || undefined };
}

/** Returns the id of an operation in progress that is younger than 60 s, or undefined. Throws `PlatformError`. */
export async function offlineUnderWay(
  call: Call,
  target: DeployTarget,
  { signal }: Cancellable = {},
): Promise<DeploymentId | undefined> {
  const { json, requestId } = await call(environmentPath(target, 'offlines', 'resumable'), { signal });
  // Only an empty object means that there is none (platform-api.md 4.14); another server's JSON proves nothing.
  if (isObject(json) && Object.keys(json).length === 0) return undefined;
  const result = isObject(json) ? json['result'] : undefined;
  const id = isObject(result)
    ? parseDeploymentId(stringOf(result, 'offline_operation_id') ?? stringOf(result, 'id'))
    : undefined;
  if (!id) throw unexpectedShape(requestId);
  return id;
}
