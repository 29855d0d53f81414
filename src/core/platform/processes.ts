import type { CancelOptions } from '../http/clock.ts';
import { isObject, numberOf, objectsIn, stringOf, type JsonObject } from '../http/json.ts';
import type { Call } from './call.ts';
import { environmentPath, type DeployTarget } from './paths.ts';
import { PlatformError, unexpectedShapeError } from './platformError.ts';

/** The configuration of a process: how the platform should run it (platform-api.md 4.13). */
export interface WantedProcess {
  name: string;
  replicas: number;
  /** False if the process was stopped. */
  isStarted: boolean;
  maxReplicas: number | undefined;
  /** Name of the resource plan; undefined if the platform did not send one. */
  plan: string | undefined;
  /** Limits such as `{ cpu: '4000m', memory: '1024Mi' }`. */
  limits: { cpu: string | undefined; memory: string | undefined };
  /** Whether the platform changes the number of replicas automatically. */
  isAutoscaling: boolean;
}

/** The processes and instances that the cluster runs (platform-api.md 4.15). */
export interface RunningProcesses {
  processes: RunningProcess[];
  instances: Instance[];
}

export interface RunningProcess {
  /** The process's name in the description, such as `web`. */
  type: string;
  /** Number of replicas that the platform requested from the cluster. */
  replicas: number;
  ready: number;
  /** Replicas that are not ready. Includes replicas that are still starting (platform-api.md 4.15). */
  failed: number;
  /** Number of the release that the process belongs to. */
  release: string | undefined;
}

/** One instance of a process, which is a pod of the cluster. */
export interface Instance {
  /** Name of the pod. Unique in the environment. Log lines of the pod have this name in `instance`. */
  name: string;
  /** Short form of `name`, as the console shows it. */
  shortName: string;
  process: string;
  /** Such as `Running`, `Starting`, `Pending` or `CrashLoopBackOff`. A platform can send other states. */
  state: string;
  /** The container's reason for its state, such as `ImagePullBackOff`; `state` if the platform sent no reason. */
  richStatus: string;
  message: string | undefined;
  isReady: boolean;
  restarts: number;
  /** Milliseconds since 1970; undefined until the cluster has placed the instance. */
  startedAt: number | undefined;
  /** How the container ended before its last restart; undefined if it has never ended. */
  terminated: Termination | undefined;
  /** Number of the release that the instance belongs to. */
  release: string | undefined;
}

export interface Termination {
  /** Such as `Error` or `OOMKilled`. */
  reason: string | undefined;
  exitCode: number | undefined;
}

/** Returns the configured processes. Returns an empty list if no deployment to the environment has succeeded yet. */
export async function readWantedProcesses(
  call: Call,
  target: DeployTarget,
  { signal }: CancelOptions = {},
): Promise<WantedProcess[]> {
  const path = environmentPath(target, 'released_state');
  const answer = await call(path, { query: { with_processes: 'true' }, signal }).catch((error: unknown) => {
    if (error instanceof PlatformError && error.code === 'notReleased') return undefined;
    throw error;
  });
  if (!answer) return [];
  const { json, requestId } = answer;
  if (!isObject(json) || !Array.isArray(json['processes'])) throw unexpectedShapeError(requestId);
  // Each element is an object with one key, which is the name of the process.
  return objectsIn(json['processes']).flatMap((element) =>
    Object.entries(element).flatMap(([name, value]) => (isObject(value) ? [parseWanted(name, value)] : [])),
  );
}

/**
 * Returns the processes and instances that run. Usually, the token's application has no grant for this resource
 * (platform-api.md 4.0), so expect `appNotPermitted`.
 */
export async function readRunningProcesses(
  call: Call,
  target: DeployTarget,
  { signal }: CancelOptions = {},
): Promise<RunningProcesses> {
  const { json, requestId } = await call(environmentPath(target, 'processes', 'list'), { signal });
  const processes = isObject(json) && isObject(json['processes']) ? json['processes']['items'] : undefined;
  const instances = isObject(json) && isObject(json['instances']) ? json['instances']['items'] : undefined;
  if (!Array.isArray(processes) || !Array.isArray(instances)) throw unexpectedShapeError(requestId);
  return {
    processes: objectsIn(processes).flatMap((each) => parseRunning(each) ?? []),
    instances: objectsIn(instances).flatMap((each) => parseInstance(each) ?? []),
  };
}

function parseWanted(name: string, json: JsonObject): WantedProcess {
  const limits = isObject(json['resource_limit']) ? json['resource_limit'] : {};
  return {
    name: stringOf(json, 'name') || name,
    replicas: countOf(json, 'target_replicas'),
    isStarted: stringOf(json, 'target_status') !== 'stop',
    maxReplicas: numberOf(json, 'max_replicas'),
    plan: stringOf(json, 'plan_name') || undefined,
    limits: { cpu: stringOf(limits, 'cpu'), memory: stringOf(limits, 'memory') },
    isAutoscaling: json['autoscaling'] === true,
  };
}

function parseRunning(json: JsonObject): RunningProcess | undefined {
  const type = stringOf(json, 'type') || stringOf(json, 'name');
  if (!type) return undefined;
  return {
    type,
    replicas: countOf(json, 'replicas'),
    ready: countOf(json, 'success'),
    failed: countOf(json, 'failed'),
    release: releaseOf(json),
  };
}

function parseInstance(json: JsonObject): Instance | undefined {
  const name = stringOf(json, 'name');
  if (!name) return undefined;
  const startedAt = Date.parse(stringOf(json, 'start_time') ?? '');
  const state = stringOf(json, 'state') ?? '';
  return {
    name,
    shortName: stringOf(json, 'display_name') || name,
    process: stringOf(json, 'process_type') ?? '',
    state,
    richStatus: stringOf(json, 'rich_status') || state,
    message: stringOf(json, 'state_message') || undefined,
    isReady: json['ready'] === true,
    restarts: countOf(json, 'restart_count'),
    startedAt: Number.isNaN(startedAt) ? undefined : startedAt,
    terminated: parseTermination(json['terminated_info']),
    release: releaseOf(json),
  };
}

/** Parses `terminated_info`. Returns undefined if `reason` and `exit_code` are null: the container has never ended. */
function parseTermination(json: unknown): Termination | undefined {
  if (!isObject(json)) return undefined;
  const reason = stringOf(json, 'reason') || undefined;
  const exitCode = numberOf(json, 'exit_code');
  return reason === undefined && exitCode === undefined ? undefined : { reason, exitCode };
}

/** Returns the number of the release. The member `version` is a number for a process and text for an instance. */
function releaseOf(json: JsonObject): string | undefined {
  return String(numberOf(json, 'version') ?? '') || undefined;
}

function countOf(json: JsonObject, key: string): number {
  return Math.max(0, Math.trunc(numberOf(json, key) ?? 0));
}
