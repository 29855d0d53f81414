import type { Instance, RunningProcesses, Termination, WantedProcess } from '../../platform/processes.ts';

/**
 * State of a process: `running` (every replica is ready), `starting` (some replicas are not ready yet), `failing` (an
 * instance cannot start or ends again and again), `stopped` (no replica should run), `unknown` (the instances cannot be
 * read).
 */
export type ProcessStatus = 'running' | 'starting' | 'failing' | 'stopped' | 'unknown';

/** A process of an environment: how it should run and, if the token can read the instances, how it runs. */
export interface ProcessState {
  name: string;
  status: ProcessStatus;
  plan: string | undefined;
  limits: WantedProcess['limits'];
  isAutoscaling: boolean;
  /** Number of replicas that should run; 0 if the process was stopped. */
  wantedReplicas: number;
  /** Undefined if the instances cannot be read. */
  readyReplicas: number | undefined;
  /** In the platform's order; undefined if the instances cannot be read. */
  instances: readonly Instance[] | undefined;
  /** The release that should run. During a deployment, instances of the previous release can still be running. */
  release: string | undefined;
}

/** Why an instance does not run as it should. */
export type StartProblemKind =
  /** The container ends again and again. */
  | 'crashes'
  /** The cluster cannot get the image. */
  | 'imageUnavailable'
  /** The cluster cannot create the container, or has no node for it. */
  | 'notCreated'
  /** The container has restarted since an earlier read of the processes. */
  | 'restarts';

export interface StartProblem {
  kind: StartProblemKind;
  process: string;
  instance: Instance;
  /** The platform's word for the state, such as `CrashLoopBackOff`, to show and to search for. */
  state: string;
  /** How the container ended the last time. Undefined if it has not ended. */
  terminated: Termination | undefined;
}

const imageErrorPattern =
  /^(Err)?ImagePull|^ImagePullBackOff|^InvalidImageName|^ErrImageNeverPull|^RegistryUnavailable/;
const crashPattern =
  /^(CrashLoopBackOff|Error|OOMKilled|ContainerCannotRun|DeadlineExceeded|StartError|RunContainerError)$/;
const creationErrorPattern =
  /^(CreateContainer(Config)?Error|CreatePodSandboxError|FailedScheduling|Unschedulable|Failed|Evicted)$/;

/**
 * Joins `wanted`, the processes that should run, and `running`, the processes that run. Each is undefined if the token
 * cannot read it. The result also has processes that are in only one of the two lists, because a new process has no
 * instance yet, and a removed process can still have instances.
 */
export function joinProcesses(
  wanted: readonly WantedProcess[] | undefined,
  running: RunningProcesses | undefined,
): ProcessState[] {
  const names = [
    ...(wanted ?? []).map(({ name }) => name),
    ...(running?.processes ?? []).map(({ type }) => type),
    ...(running?.instances ?? []).map(({ process }) => process),
  ];
  return [...new Set(names)].map((name) => {
    const plan = wanted?.find((each) => each.name === name);
    const process = running?.processes.find(({ type }) => type === name);
    const instances = running?.instances.filter((each) => each.process === name);
    const isWanted = plan ? plan.isStarted : wanted === undefined;
    const wantedReplicas = isWanted ? Math.max(0, plan?.replicas ?? process?.replicas ?? 0) : 0;
    // The cluster decides how many replicas an autoscaling process has.
    const target = plan?.isAutoscaling === true && isWanted ? (process?.replicas ?? wantedReplicas) : wantedReplicas;
    const readyReplicas = instances?.filter(({ isReady }) => isReady).length;
    const release = process?.release;
    return {
      name,
      status: statusOf(target, readyReplicas, instances, release),
      plan: plan?.plan,
      limits: plan?.limits ?? { cpu: undefined, memory: undefined },
      isAutoscaling: plan?.isAutoscaling ?? false,
      wantedReplicas: target,
      readyReplicas,
      instances,
      release,
    };
  });
}

/**
 * Returns the instances that do not start, for example after a deployment that the platform calls successful. `before`
 * are the processes at an earlier read. An instance that has restarted since then has a problem even if it is running
 * now. Returns an empty list if the instances cannot be read.
 */
export function startProblems(
  processes: readonly ProcessState[],
  before: readonly ProcessState[] = [],
): StartProblem[] {
  const earlier = new Map(before.flatMap(({ instances = [] }) => instances.map((each) => [each.name, each.restarts])));
  return processes
    .filter(({ status }) => status !== 'stopped')
    .flatMap(({ name, instances = [], release }) =>
      instances.flatMap((instance) => {
        if (!belongsTo(instance, release)) return [];
        const kind = problemOf(instance, earlier.get(instance.name));
        if (!kind) return [];
        return [{ kind, process: name, instance, state: stateOf(instance), terminated: instance.terminated }];
      }),
    );
}

function statusOf(
  wanted: number,
  ready: number | undefined,
  instances: readonly Instance[] | undefined,
  release: string | undefined,
): ProcessStatus {
  if (wanted === 0) return 'stopped';
  if (ready === undefined || !instances) return 'unknown';
  if (instances.some((instance) => belongsTo(instance, release) && problemOf(instance, undefined))) return 'failing';
  return ready >= wanted ? 'running' : 'starting';
}

/** Returns whether an instance belongs to the release. True if either release is unknown. */
function belongsTo(instance: Instance, release: string | undefined): boolean {
  return instance.release === undefined || release === undefined || instance.release === release;
}

function problemOf(instance: Instance, restartsBefore: number | undefined): StartProblemKind | undefined {
  const { state, richStatus, isReady, restarts, terminated } = instance;
  const states = [richStatus, state];
  if (states.some((each) => imageErrorPattern.test(each))) return 'imageUnavailable';
  if (states.some((each) => crashPattern.test(each))) return 'crashes';
  if (!isReady && states.some((each) => creationErrorPattern.test(each))) return 'notCreated';
  if (!isReady && restarts > 0 && terminated) return 'crashes';
  return restartsBefore !== undefined && restarts > restartsBefore ? 'restarts' : undefined;
}

/**
 * Returns the more precise of `state` and `richStatus`. Until a container exists, `richStatus` is `Pending`, and only
 * `state` can show a problem.
 */
function stateOf({ state, richStatus }: Instance): string {
  return /^(Pending|Running|Waiting|Terminated|UnknownStatus)?$/.test(richStatus) ? state || richStatus : richStatus;
}
