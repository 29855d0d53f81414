import type { DeploymentId, DeploymentStatus } from '../../platform/deployment.ts';
import type { ErrorTips } from '../../platform/deployments.ts';
import type { Phase } from '../../platform/deployPhases.ts';
import { isPermanent } from '../../platform/gatewayErrors.ts';
import type { DeployTarget } from '../../platform/paths.ts';
import type { Platform } from '../../platform/platform.ts';
import { requirePlatformError, type PlatformError } from '../../platform/platformError.ts';
import type { DeploymentLog } from './deploymentLog.ts';
import { phasesAreOver, nextPauseMs, LogBudget } from './followPolicy.ts';
import { FollowedEvents, type EventsReadResult } from './followedEvents.ts';

/** State of a deployment at the last read, without its log, which is in `DeploymentLog`. */
export interface FollowState {
  /** Undefined until the first read. */
  status: DeploymentStatus | undefined;
  phases: readonly Phase[];
  errorDetail: string | undefined;
  tips: ErrorTips | undefined;
  /** URL of the application. Undefined until the deployment has succeeded. */
  address: string | undefined;
  /** Why the last read failed, if the deployment is still followed. */
  transientError: PlatformError | undefined;
  /** Why following stopped before the deployment ended. */
  fatalError: PlatformError | undefined;
  /**
   * Whether the log is too large to be read in each round. The log is read again once it has grown enough, or when the
   * user requests it.
   */
  logWaits: boolean;
}

export interface FollowOptions {
  platform: Platform;
  target: DeployTarget;
  id: DeploymentId;
  log: DeploymentLog;
  /**
   * Returns whether the page or the log of the deployment is visible. If not, the deployment is read less often.
   */
  isWatched: () => boolean;
  onChange: (state: FollowState) => void;
}

/**
 * If nothing reports a change, the phases are read after this many milliseconds. The first value applies while the
 * event channel works, the second value otherwise.
 */
const [phasesPauseMs, phasesPauseWithoutEventsMs] = [60_000, 30_000];

/**
 * If the log was not read whole for this many milliseconds, the result may be read although the event channel works. A
 * working channel does not prove that the deployment continues, because the platform does not close the channel if the
 * platform's worker is killed.
 */
const maxLogSilenceMs = 240_000;

/** Milliseconds within which a release usually ends. */
const usualReleaseMs = 90_000;

/**
 * Maximum number of times that the result is read regardless of the log's size, after the events or phases have
 * reported the end.
 */
const maxEndReadings = 3;

/** The state before the first read. */
export const initialFollowState: FollowState = {
  status: undefined,
  phases: [],
  errorDetail: undefined,
  tips: undefined,
  address: undefined,
  transientError: undefined,
  fatalError: undefined,
  logWaits: false,
};

/**
 * Follows one deployment, identified by its id, until the deployment ends. The first round reads the result with the
 * whole log and then the phases. Later rounds read the events if the platform has events, because events contain only
 * new log lines. The final status and the final log always come from the result.
 */
export class FollowedDeployment {
  readonly #following: FollowOptions;
  readonly #budget: LogBudget;
  readonly #events: FollowedEvents;
  #state = initialFollowState;
  #phasesReadAt = -Infinity;
  #releasingSince = 0;
  #endReadings = 0;
  #logRequested = false;
  #pause = new AbortController();

  constructor(following: FollowOptions) {
    const { platform, id, log } = following;
    this.#following = following;
    this.#budget = new LogBudget(platform.clock);
    this.#events = new FollowedEvents(platform, id, log, this.#budget);
  }

  /**
   * Ends the current pause, so that the next round of reads starts now. If a round is in progress, the next round
   * starts right after it. Called when the page becomes visible.
   */
  hurry(): void {
    this.#pause.abort();
  }

  /** Reads the log now, however large the log is. */
  readLogNow(): void {
    this.#logRequested = true;
    this.hurry();
  }

  /**
   * Follows the deployment until it ends, the signal is aborted, or no further read can succeed (`fatalError`).
   * Resolves to the last state, which includes failures. A thrown error is a bug in this program.
   */
  async run(signal: AbortSignal): Promise<FollowState> {
    const { clock } = this.#following.platform;
    this.#set({ fatalError: undefined, transientError: undefined });
    let pauseMs = 0;
    while (!signal.aborted) {
      const pause = (this.#pause = new AbortController());
      const moved = await this.#read(signal);
      if (isOver(this.#state)) break;
      pauseMs = nextPauseMs(pauseMs, { moved, watched: this.#following.isWatched(), endIsNear: this.#endIsNear() });
      if (!pause.signal.aborted) await clock.wait(pauseMs, AbortSignal.any([signal, pause.signal]));
      if (pause.signal.aborted) pauseMs = 0;
    }
    return this.#state;
  }

  /** Runs one round of reads. Resolves to whether there are new log lines or a phase or step has changed. */
  async #read(signal: AbortSignal): Promise<boolean> {
    const before = this.#following.log.lineCount;
    let stepsMoved = false;
    try {
      const first = this.#state.status === undefined;
      const { news, transientError } = first ? { news: 'none' as const } : await this.#readEvents(signal);
      let readResult = first || this.#resultIsDue(news);
      if (readResult && this.#budget.isLarge) {
        stepsMoved = await this.#readPhases(signal);
        readResult = this.#resultIsDue(news);
      }
      if (readResult) await this.#readResult(signal);
      else this.#set({ logWaits: news === 'none' && !transientError });
      if (!isOver(this.#state) && (news === 'stepsMoved' || this.#phasesAreOld()))
        stepsMoved = (await this.#readPhases(signal)) || stepsMoved;
      // The events or phases of this round may report the end of the deployment. A large log is read only after such a
      // report, and not to find out whether the deployment has ended.
      if (!readResult && this.#mayBeOver()) await this.#readResult(signal);
      if (this.#state.status === 'successful') await this.#readAddress(signal);
      this.#set({ transientError: readResult ? undefined : transientError });
    } catch (thrown) {
      const error = requirePlatformError(thrown);
      if (signal.aborted) return false;
      this.#set(isPermanent(error.code) ? { fatalError: error } : { transientError: error });
    }
    return stepsMoved || this.#following.log.lineCount !== before;
  }

  #resultIsDue(news: EventsReadResult): boolean {
    if (this.#logRequested || this.#mayBeOver()) return true;
    return (news === 'none' || this.#budget.sinceReadMs > maxLogSilenceMs) && this.#budget.isDue();
  }

  /**
   * Returns whether the events or phases report the end of the deployment. False if `maxEndReadings` results have
   * contradicted this report.
   */
  #mayBeOver(): boolean {
    const { status, phases } = this.#state;
    if (status !== 'pending' || this.#endReadings >= maxEndReadings) return false;
    return this.#events.channel === 'closed' || phasesAreOver(phases);
  }

  async #readResult(signal: AbortSignal): Promise<void> {
    const { platform, target, id, log } = this.#following;
    const isEnd = this.#mayBeOver();
    let reading = log.read();
    let bytes = 0;
    const reader = {
      begin: () => {
        this.#budget.spend(bytes);
        bytes = 0;
        reading = log.read();
      },
      piece: (text: string) => {
        // The bytes are counted as sent in JSON, because ANSI codes are several times as long in JSON.
        bytes += Buffer.byteLength(JSON.stringify(text)) - 2;
        reading.add(text);
      },
    };
    try {
      const { status, errorDetail, tips } = await platform.deployments.result(target, id, reader, { signal });
      reading.end();
      this.#budget.hasSize(bytes);
      this.#logRequested = false;
      if (isEnd) this.#endReadings += 1;
      // The final status and the phases are set together, so that the page never shows a contradiction.
      const phases = status === 'pending' ? this.#state.phases : await this.#phases(signal);
      this.#set({ status, errorDetail, tips, phases, logWaits: false });
    } finally {
      this.#budget.spend(bytes);
    }
  }

  #phasesAreOld(): boolean {
    const pauseMs = this.#events.channel === 'works' ? phasesPauseMs : phasesPauseWithoutEventsMs;
    return this.#following.platform.clock.now() - this.#phasesReadAt > pauseMs;
  }

  /**
   * Reads the events. A temporary failure is returned as `transientError` and not thrown, because the log can be read
   * whole instead.
   */
  async #readEvents(signal: AbortSignal): Promise<{ news: EventsReadResult; transientError?: PlatformError }> {
    try {
      return { news: await this.#events.read(signal) };
    } catch (thrown) {
      const error = requirePlatformError(thrown);
      if (isPermanent(error.code) || signal.aborted) throw error;
      return { news: 'none', transientError: error };
    }
  }

  /** Reads the phases. Resolves to whether a phase or step has changed. */
  async #readPhases(signal: AbortSignal): Promise<boolean> {
    const phases = await this.#phases(signal);
    const isChanged = phases !== this.#state.phases;
    if (isChanged) this.#set({ phases });
    return isChanged;
  }

  /**
   * Returns the current phases. If nothing has changed or reading failed, returns the same object as before. A failure
   * to read the phases is not reported, because the final status does not depend on the phases.
   */
  async #phases(signal: AbortSignal): Promise<readonly Phase[]> {
    const { platform, target, id } = this.#following;
    const { phases: known } = this.#state;
    this.#phasesReadAt = platform.clock.now();
    try {
      const phases = await platform.deployments.phases(target, id, { signal });
      if (phases.some(({ status }, index) => status !== known[index]?.status)) this.#budget.phaseMoved();
      return JSON.stringify(phases) === JSON.stringify(known) ? known : phases;
    } catch (error) {
      platform.log.debug(`The phases of the deployment cannot be read: ${requirePlatformError(error).code}`);
      return known;
    }
  }

  /**
   * Returns whether the release began recently. Such a release often ends without any other change before its end, so
   * the pauses must be short.
   */
  #endIsNear(): boolean {
    const isReleasing = this.#state.phases.some(({ type, status }) => type === 'release' && status === 'pending');
    const now = this.#following.platform.clock.now();
    if (!isReleasing) this.#releasingSince = now;
    return isReleasing && now - this.#releasingSince < usualReleaseMs;
  }

  async #readAddress(signal: AbortSignal): Promise<void> {
    const { platform, target, id } = this.#following;
    try {
      const state = await platform.released(target, { signal });
      if (state.kind === 'released' && state.deployment.id === id) this.#set({ address: state.address });
    } catch (error) {
      platform.log.debug(`The address of the deployment cannot be read: ${requirePlatformError(error).code}`);
    }
  }

  #set(change: Partial<FollowState>): void {
    const keys = Object.keys(change) as (keyof FollowState)[];
    if (keys.every((key) => this.#state[key] === change[key])) return;
    this.#state = { ...this.#state, ...change };
    this.#following.onChange(this.#state);
  }
}

function isOver({ status, fatalError }: FollowState): boolean {
  return fatalError !== undefined || (status !== undefined && status !== 'pending');
}
