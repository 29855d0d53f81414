import { maxEventsBytes } from '../../platform/deployEvents.ts';
import type { DeploymentId } from '../../platform/deployment.ts';
import type { ErrorCode } from '../../platform/errorCode.ts';
import type { Platform } from '../../platform/platform.ts';
import { requirePlatformError } from '../../platform/platformError.ts';
import type { DeploymentLog } from './deploymentLog.ts';
import type { LogBudget } from './followPolicy.ts';

/** Maximum bytes of events to read. After that, the log is read whole, and less often. */
const maxBytes = 2 * 1024 * 1024;

/** Size of a log line as an event, relative to its size in the whole log (measured). */
const eventSizeFactor = 2;

/**
 * Maximum milliseconds to wait for the event channel to open. The platform opens the channel when the worker that runs
 * the deployment starts.
 */
const longestWaitMs = 60_000;

/**
 * Result of reading the events. `none`: no events could be read, so the log must be read whole. `read`: the events were
 * read, and no phase or step has changed. `stepsMoved`: the events were read, and a phase or step has changed.
 */
export type EventsReadResult = 'none' | 'read' | 'stepsMoved';

/**
 * Reads the events of one deployment (platform-api.md 4.12), which contain only new log lines. The platform opens the
 * event channel some time after the start and removes the channel a day later. Some releases of the platform have no
 * events (platform-api.md 0.1). Without events, the log must be read whole.
 */
export class FollowedEvents {
  readonly #platform: Platform;
  readonly #id: DeploymentId;
  readonly #addLines: (lines: readonly string[]) => boolean;
  readonly #budget: LogBudget;
  readonly #startedAt: number;
  #channel: 'notYet' | 'works' | 'closed' | 'none' = 'notYet';
  #lastId = 0;
  #bytes = 0;

  constructor(platform: Platform, id: DeploymentId, log: DeploymentLog, budget: LogBudget) {
    this.#platform = platform;
    this.#id = id;
    this.#addLines = log.readLines();
    this.#budget = budget;
    this.#startedAt = platform.clock.now();
  }

  /**
   * State of the event channel. `notYet`: no read has succeeded so far. `works`: events were read, and more can follow.
   * `closed`: the deployment is over and its result can be read. `none`: the log must be read whole.
   */
  get channel(): 'notYet' | 'works' | 'closed' | 'none' {
    return this.#channel;
  }

  /**
   * Reads new events and adds their lines to the log. Rejects with `PlatformError` if the read fails, unless the error
   * means that there are no events.
   */
  async read(signal: AbortSignal): Promise<EventsReadResult> {
    // The first read of the events starts at the beginning of the log. For a large log, this costs more than reading
    // the log whole.
    if (this.#channel === 'notYet' && this.#budget.sizeBytes > maxBytes / eventSizeFactor) this.#channel = 'none';
    if (this.#channel === 'none' || this.#channel === 'closed') return 'none';
    try {
      const events = await this.#platform.deployments.events(this.#id, this.#lastId, { signal });
      this.#channel = events.closed ? 'closed' : 'works';
      this.#lastId = events.lastId;
      this.#bytes += events.bytes;
      this.#budget.spend(events.bytes);
      // If the lines contradict the log that was read whole, they are not added, because that log is right.
      const fits = events.lines.length === 0 || this.#addLines(events.lines);
      if (!fits) this.#platform.log.debug('The events tell another log than the result of the deployment');
      if (this.#bytes > maxBytes) this.#budget.hasSize(this.#bytes / eventSizeFactor);
      if (!events.closed && (!fits || this.#bytes > maxBytes)) this.#channel = 'none';
      if (!fits) return 'none';
      return events.stepsMoved ? 'stepsMoved' : 'read';
    } catch (thrown) {
      const error = requirePlatformError(thrown);
      if (error.code === 'answerTooLarge') this.#budget.spend(maxEventsBytes);
      if (!noEventsCodes.has(error.code)) throw error;
      const waitedMs = this.#platform.clock.now() - this.#startedAt;
      const mayOpen = error.code === 'logChannelNotFound' && this.#channel === 'notYet' && waitedMs <= longestWaitMs;
      if (!mayOpen) this.#channel = 'none';
      return 'none';
    }
  }
}

/** Error codes that mean that the platform has no events for this token, or too many events. */
const noEventsCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'pathNotFound',
  'apiNotFound',
  'appNotPermitted',
  'appPermissionExpired',
  'deploymentNotFound',
  'answerTooLarge',
  'logChannelNotFound',
]);
