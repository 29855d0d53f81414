import type { DeploymentId, DeploymentStatus } from '../../platform/deployment.ts';
import type { ErrorTips } from '../../platform/deployments.ts';
import type { Phase } from '../../platform/deployPhases.ts';
import { isPermanent } from '../../platform/gatewayErrors.ts';
import type { DeployTarget } from '../../platform/paths.ts';
import type { Platform } from '../../platform/platform.ts';
import { platformErrorOf, type PlatformError } from '../../platform/platformError.ts';
import type { DeploymentLog } from './deploymentLog.ts';
import { phasesAreOver, nextPause, LogBudget } from './followPolicy.ts';
import { FollowedEvents, type News } from './followedEvents.ts';

/** State of a deployment as last read. Its log is separate (`DeploymentLog`). */
export interface FollowState {
  /** Undefined until the first read. */
  status: DeploymentStatus | undefined;
  phases: readonly Phase[];
  errorDetail: string | undefined;
  tips: ErrorTips | undefined;
  /** URL of the application, once the deployment has succeeded. */
  address: string | undefined;
  /** Why the last read failed. The next one is tried. */
  transientError: PlatformError | undefined;
  /** Why monitoring stopped before the deployment ended. */
  fatalError: PlatformError | undefined;
  /** Whether the log is too large to be read at every poll. It is read once it has grown enough, or on request. */
  logWaits: boolean;
}

export interface Following {
  platform: Platform;
  target: DeployTarget;
  id: DeploymentId;
  log: DeploymentLog;
  /** Returns whether the page is visible. If not, the deployment is read less often. */
  isWatched: () => boolean;
  onChange: (state: FollowState) => void;
}

/** Milliseconds after which the phases are read although nothing reports a change: with events, and without. */
const [phasesPauseMs, phasesPauseAloneMs] = [60_000, 30_000];

/** Milliseconds to trust the event channel: the platform does not close it when its worker is killed. */
const trustSilenceMs = 240_000;

/** Milliseconds that a release usually takes at most. */
const usualReleaseMs = 90_000;

/** How many times the result is read, whatever the log costs, after events or phases report the end. */
const maxEndReadings = 3;

/** The state before anything is read. */
export const unread: FollowState = {
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
 * Follows one deployment to its end by its id. Reads the result with the whole log, then the phases, and then the
 * events if the platform has them: they bring only what is new. The result decides verdict and log.
 */
export class FollowedDeployment {
  readonly #following: Following;
  readonly #budget: LogBudget;
  readonly #events: FollowedEvents;
  #state = unread;
  #phasesReadAt = -Infinity;
  #releasingSince = 0;
  #endReadings = 0;
  #asked = false;
  #pause = new AbortController();

  constructor(following: Following) {
    const { platform, id, log } = following;
    this.#following = following;
    this.#budget = new LogBudget(platform.clock);
    this.#events = new FollowedEvents(platform, id, log, this.#budget);
  }

  /** Reads now, or as soon as the read in progress ends. For a page that has become visible. */
  hurry(): void {
    this.#pause.abort();
  }

  /** Reads the log now, however large it is. */
  readLogNow(): void {
    this.#asked = true;
    this.hurry();
  }

  /**
   * Follows until the deployment ends, the signal is aborted, or no further read can succeed (`fatalError`). Resolves
   * to the last state, which includes failures. A thrown error is a fault of this program.
   */
  async run(signal: AbortSignal): Promise<FollowState> {
    const { clock } = this.#following.platform;
    this.#set({ fatalError: undefined, transientError: undefined });
    let pauseMs = 0;
    while (!signal.aborted) {
      const pause = (this.#pause = new AbortController());
      const moved = await this.#read(signal);
      if (isOver(this.#state)) break;
      pauseMs = nextPause(pauseMs, { moved, watched: this.#following.isWatched(), endIsNear: this.#endIsNear() });
      if (!pause.signal.aborted) await clock.wait(pauseMs, AbortSignal.any([signal, pause.signal]));
      if (pause.signal.aborted) pauseMs = 0;
    }
    return this.#state;
  }

  /** Runs one round of reads. Resolves to whether anything was new. */
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
      // The phases tell whether the deployment has ended, so a large log is not read for that.
      if (!readResult && this.#mayBeOver()) await this.#readResult(signal);
      if (this.#state.status === 'successful') await this.#readAddress(signal);
      this.#set({ transientError: readResult ? undefined : transientError });
    } catch (thrown) {
      const error = platformErrorOf(thrown);
      if (signal.aborted) return false;
      this.#set(isPermanent(error.code) ? { fatalError: error } : { transientError: error });
    }
    return stepsMoved || this.#following.log.lineCount !== before;
  }

  #resultIsDue(news: News): boolean {
    if (this.#asked || this.#mayBeOver()) return true;
    return (news === 'none' || this.#budget.sinceReadMs > trustSilenceMs) && this.#budget.isDue();
  }

  /** Returns whether events or phases report the end, and can still be trusted. */
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
        // As sent: ANSI codes are several times as long in JSON.
        bytes += Buffer.byteLength(JSON.stringify(text)) - 2;
        reading.add(text);
      },
    };
    try {
      const { status, errorDetail, tips } = await platform.deployments.result(target, id, reader, { signal });
      reading.end();
      this.#budget.hasSize(bytes);
      this.#asked = false;
      if (isEnd) this.#endReadings += 1;
      // Verdict and steps are shown together, so that they never contradict each other.
      const phases = status === 'pending' ? this.#state.phases : await this.#phases(signal);
      this.#set({ status, errorDetail, tips, phases, logWaits: false });
    } finally {
      this.#budget.spend(bytes);
    }
  }

  #phasesAreOld(): boolean {
    const pauseMs = this.#events.channel === 'works' ? phasesPauseMs : phasesPauseAloneMs;
    return this.#following.platform.clock.now() - this.#phasesReadAt > pauseMs;
  }

  /** Reads the events. A temporary failure is a `transientError`, because the log can be read whole instead. */
  async #readEvents(signal: AbortSignal): Promise<{ news: News; transientError?: PlatformError }> {
    try {
      return { news: await this.#events.read(signal) };
    } catch (thrown) {
      const error = platformErrorOf(thrown);
      if (isPermanent(error.code) || signal.aborted) throw error;
      return { news: 'none', transientError: error };
    }
  }

  /** Resolves to whether a phase or step has changed. */
  async #readPhases(signal: AbortSignal): Promise<boolean> {
    const phases = await this.#phases(signal);
    const isChanged = phases !== this.#state.phases;
    if (isChanged) this.#set({ phases });
    return isChanged;
  }

  /** Returns the phases, the same object if none has changed. A failed read changes nothing: the verdict needs no phases. */
  async #phases(signal: AbortSignal): Promise<readonly Phase[]> {
    const { platform, target, id } = this.#following;
    const { phases: known } = this.#state;
    this.#phasesReadAt = platform.clock.now();
    try {
      const phases = await platform.deployments.phases(target, id, { signal });
      if (phases.some(({ status }, index) => status !== known[index]?.status)) this.#budget.phaseMoved();
      return JSON.stringify(phases) === JSON.stringify(known) ? known : phases;
    } catch (error) {
      platform.log.debug(`The phases of the deployment cannot be read: ${platformErrorOf(error).code}`);
      return known;
    }
  }

  /** Returns whether the release has begun, but not long ago: its end often follows without any news before it. */
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
      platform.log.debug(`The address of the deployment cannot be read: ${platformErrorOf(error).code}`);
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
