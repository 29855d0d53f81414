import type { CancelOptions } from '../http/clock.ts';
import type { Call } from './call.ts';
import { operatorOf, parseDeployment, versionOf, type Deployment } from './deployment.ts';
import { isSameVersion } from './names.ts';
import { isObject, webAddressIn } from '../http/json.ts';
import { environmentPath, type DeployTarget } from './paths.ts';
import { PlatformError, unexpectedShapeError } from './platformError.ts';
import { parseServerDate, type ServerDate } from './serverDate.ts';

/** What runs in a module's environment (platform-api.md 4.13). */
export type ReleasedState =
  /** No deployment has succeeded yet. The platform responds with HTTP 400, but this state is not an error. */
  | { kind: 'neverReleased' }
  | { kind: 'released'; deployment: Deployment; address: string | undefined }
  /** `version` was taken offline by `operator` at `at`. */
  | { kind: 'offlined'; version: string; operator: string | undefined; at: ServerDate | undefined };

/**
 * Returns what runs in an environment now. A deployment in progress does not change the result until the deployment
 * succeeds.
 */
export async function readReleasedState(
  call: Call,
  target: DeployTarget,
  { signal }: CancelOptions = {},
): Promise<ReleasedState> {
  const path = environmentPath(target, 'released_state');
  const answer = await call(path, { query: { with_processes: 'false' }, signal }).catch((error: unknown) => {
    if (error instanceof PlatformError && error.code === 'notReleased') return undefined;
    throw error;
  });
  if (!answer) return { kind: 'neverReleased' };
  const { json, requestId } = answer;
  // Without this check, JSON of another server would look like an environment in which nothing runs.
  if (!isObject(json) || typeof json['is_offlined'] !== 'boolean') throw unexpectedShapeError(requestId);
  if (json['is_offlined']) {
    const offline = isObject(json['offline']) ? json['offline'] : {};
    const at = parseServerDate(offline['created']);
    return { kind: 'offlined', version: versionOf(offline), operator: operatorOf(offline), at };
  }
  if ((json['deployment'] ?? null) === null) return { kind: 'neverReleased' };
  const deployment = parseDeployment(json['deployment']);
  if (!deployment) throw unexpectedShapeError(requestId);
  // Do not use `default_access_entrance`, because that address is only reserved and may have no server (platform-api.md
  // 4.13).
  const address = isObject(json['exposed_link']) ? webAddressIn(json['exposed_link'], 'url') : undefined;
  return { kind: 'released', deployment, address };
}

/** Returns whether an environment in this state runs a version. */
export function runsVersion(state: ReleasedState | undefined, version: string): boolean {
  return state?.kind === 'released' && isSameVersion(state.deployment.version, version);
}
