import type { ErrorCode } from '../../platform/errorCode.ts';
import { isPermanent } from '../../platform/gatewayErrors.ts';
import type { DeployTarget } from '../../platform/paths.ts';
import type { Platform } from '../../platform/platform.ts';
import { requirePlatformError, type PlatformError } from '../../platform/platformError.ts';
import type { RunningProcesses, WantedProcess } from '../../platform/processes.ts';
import { joinProcesses, startProblems, type ProcessState, type StartProblem } from './processStates.ts';

/** The processes of an environment at the last read. */
export interface ProcessWatchState {
  /** Undefined until the first read. */
  processes: readonly ProcessState[] | undefined;
  /** Instances that do not start, or were restarted since the first read. */
  problems: readonly StartProblem[];
  /**
   * Why the instances cannot be read, although the processes can. With `appNotPermitted`, the platform's administrator
   * has to grant the permission to the application of the token. With `developRoleMissing`, the user's role lacks the
   * permission.
   */
  refusal: PlatformError | undefined;
  /** Why the last read failed, if the processes are still watched. */
  transientError: PlatformError | undefined;
  /** Why nothing can be read any more. */
  fatalError: PlatformError | undefined;
}

export interface ProcessWatchOptions {
  platform: Platform;
  target: DeployTarget;
  onChange: (state: ProcessWatchState) => void;
}

/** Milliseconds for which the processes are watched after a deployment. */
const watchMs = 10 * 60_000;

/** Shortest and longest pause between two reads, in milliseconds. */
const [shortestPauseMs, longestPauseMs] = [3000, 30_000];

/** Factor by which the pause grows after a read without a change. */
const pauseGrowthFactor = 1.6;

const initialState: ProcessWatchState = {
  processes: undefined,
  problems: [],
  refusal: undefined,
  transientError: undefined,
  fatalError: undefined,
};

/**
 * Reads the processes of an environment once, and returns the state. Resolves with `fatalError` or `transientError` for
 * a failure. If the gateway rejects the read of the instances (`refusal`), the state only has the processes that should
 * run.
 */
export async function readProcesses(
  platform: Platform,
  target: DeployTarget,
  signal?: AbortSignal,
): Promise<ProcessWatchState> {
  const reader = new ProcessReader(platform, target);
  return reader.read(signal);
}

/**
 * Watches the processes for ten minutes, for example after a deployment. Reads more often while something changes.
 * Stops after the first read that has a `refusal`, because without the instances there is nothing to watch. Resolves to
 * the last state. A thrown error is a bug in this program.
 */
export async function watchProcesses(
  { platform, target, onChange }: ProcessWatchOptions,
  signal: AbortSignal,
): Promise<ProcessWatchState> {
  const { clock } = platform;
  const end = clock.now() + watchMs;
  const reader = new ProcessReader(platform, target);
  let state = initialState;
  let pauseMs = shortestPauseMs;
  for (;;) {
    const next = await reader.read(signal);
    if (signal.aborted) return state;
    const hasMoved = JSON.stringify(next.processes) !== JSON.stringify(state.processes);
    state = next;
    onChange(state);
    if (state.fatalError || state.refusal) return state;
    pauseMs =
      hasMoved && !state.transientError ? shortestPauseMs : Math.min(longestPauseMs, pauseMs * pauseGrowthFactor);
    if (clock.now() + pauseMs > end) return state;
    await clock.wait(pauseMs, signal);
  }
}

/** Reads the processes repeatedly. Skips a resource once the gateway has rejected it. */
class ProcessReader {
  readonly #platform: Platform;
  readonly #target: DeployTarget;
  #canReadWanted = true;
  #refusal: PlatformError | undefined;
  #first: readonly ProcessState[] | undefined;
  #state = initialState;

  constructor(platform: Platform, target: DeployTarget) {
    this.#platform = platform;
    this.#target = target;
  }

  async read(signal: AbortSignal | undefined): Promise<ProcessWatchState> {
    const { processes } = this.#platform;
    const [wanted, running] = await Promise.allSettled([
      this.#canReadWanted ? processes.wanted(this.#target, { signal }) : undefined,
      this.#refusal ? undefined : processes.running(this.#target, { signal }),
    ]);
    const wantedRead = toReadResult(wanted);
    const runningRead = toReadResult(running);
    if ('refused' in wantedRead) this.#canReadWanted = false;
    if ('refused' in runningRead) this.#refusal = runningRead.refused;
    const failure = 'failure' in runningRead ? runningRead.failure : undefined;
    const error = failure ?? ('failure' in wantedRead ? wantedRead.failure : undefined);
    if (error) {
      const errors = isPermanent(error.code)
        ? { fatalError: error, transientError: undefined }
        : { fatalError: undefined, transientError: error };
      // The last known processes stay visible, with the reason why they may be out of date.
      this.#state = { ...this.#state, ...errors };
      return this.#state;
    }
    const joined = joinProcesses(
      'value' in wantedRead ? wantedRead.value : undefined,
      'value' in runningRead ? runningRead.value : undefined,
    );
    const problems = startProblems(joined, this.#first);
    this.#first ??= joined;
    this.#state = {
      processes: joined,
      problems,
      refusal: this.#refusal,
      transientError: undefined,
      fatalError: undefined,
    };
    return this.#state;
  }
}

/** Error codes that mean that one resource cannot be read, although other resources may be readable. */
const refusalCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'appNotPermitted',
  'appPermissionExpired',
  'developRoleMissing',
  'apiNotFound',
]);

type ReadResult<T> = { value: T | undefined } | { refused: PlatformError } | { failure: PlatformError };

function toReadResult<T extends WantedProcess[] | RunningProcesses>(
  settled: PromiseSettledResult<T | undefined>,
): ReadResult<T> {
  if (settled.status === 'fulfilled') return { value: settled.value };
  const failure = requirePlatformError(settled.reason);
  return refusalCodes.has(failure.code) ? { refused: failure } : { failure };
}
