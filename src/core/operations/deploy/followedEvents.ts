import { maxEventsBytes } from '../../platform/deployEvents.ts';
import type { DeploymentId } from '../../platform/deployment.ts';
import type { ErrorCode } from '../../platform/errorCode.ts';
import type { Platform } from '../../platform/platform.ts';
import { platformErrorOf } from '../../platform/platformError.ts';
import type { DeploymentLog } from './deploymentLog.ts';
import type { LogBudget } from './followPolicy.ts';

/** Bytes of events after which the log is read whole, and less often, instead. */
const maxBytes = 2 * 1024 * 1024;

/** How many times larger a line is as an event (measured). */
const eventTimesLine = 2;

/** Milliseconds to wait for a channel that never existed. The platform's worker opens it when it starts. */
const longestWaitMs = 60_000;

/** What a read of the events brought. `none`: there are no events, now or ever. */
export type News = 'none' | 'read' | 'stepsMoved';

/**
 * The events of one deployment (platform-api.md 4.12), which bring only what is new in its log. The platform opens
 * their channel some time after the start and ends it a day later, and some releases have none (0.1): then the log is
 * read whole.
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

  /** `closed`: the deployment is over and its result can be read. `none`: the log must be read whole. */
  get channel(): 'notYet' | 'works' | 'closed' | 'none' {
    return this.#channel;
  }

  /** Reads new events into the log. Throws `PlatformError` if a read fails, unless the platform has no events. */
  async read(signal: AbortSignal): Promise<News> {
    // From its beginning, a large log costs more as events than as text.
    if (this.#channel === 'notYet' && this.#budget.sizeBytes > maxBytes / eventTimesLine) this.#channel = 'none';
    if (this.#channel === 'none' || this.#channel === 'closed') return 'none';
    try {
      const events = await this.#platform.deployments.events(this.#id, this.#lastId, { signal });
      this.#channel = events.closed ? 'closed' : 'works';
      this.#lastId = events.lastId;
      this.#bytes += events.bytes;
      this.#budget.spend(events.bytes);
      // If events and result contradict each other, the log of the result is right.
      const fits = events.lines.length === 0 || this.#addLines(events.lines);
      if (!fits) this.#platform.log.debug('The events tell another log than the result of the deployment');
      if (this.#bytes > maxBytes) this.#budget.hasSize(this.#bytes / eventTimesLine);
      if (!events.closed && (!fits || this.#bytes > maxBytes)) this.#channel = 'none';
      if (!fits) return 'none';
      return events.stepsMoved ? 'stepsMoved' : 'read';
    } catch (thrown) {
      const error = platformErrorOf(thrown);
      if (error.code === 'answerTooLarge') this.#budget.spend(maxEventsBytes);
      if (!lacksEvents.has(error.code)) throw error;
      const waitedMs = this.#platform.clock.now() - this.#startedAt;
      const mayOpen = error.code === 'logChannelNotFound' && this.#channel === 'notYet' && waitedMs <= longestWaitMs;
      if (!mayOpen) this.#channel = 'none';
      return 'none';
    }
  }
}

/** Codes of platforms that have no events for this token, or too many. */
const lacksEvents: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'pathNotFound',
  'apiNotFound',
  'appNotPermitted',
  'appPermissionExpired',
  'deploymentNotFound',
  'answerTooLarge',
  'logChannelNotFound',
]);
