import type { Clock } from '../../http/clock.ts';
import type { Phase } from '../../platform/deployPhases.ts';

/**
 * Bytes that may always be fetched, whatever the size of the log. They are enough to read a log of half a megabyte
 * several times.
 */
const alwaysAllowedBytes = 3 * 1024 * 1024;

/**
 * Additional bytes that may be fetched for each second, so that a small log can be read during the whole deployment.
 */
const bytesPerSecond = 8 * 1024;

/**
 * Maximum bytes to fetch before the final read, as a multiple of the log's size. Including the final read, a log of 10
 * MB costs less than three times its size.
 */
const maxSizeMultiple = 1.5;

/** Maximum size in bytes of a log that is read a second time just to measure how fast it grows. */
const maxBytesToMeasure = 4 * 1024 * 1024;

/** The measured growth is assumed to continue for at most this many times the interval in which it was measured. */
const maxExtrapolation = 2;

/**
 * Counts the bytes that reading one log has cost, and decides whether the log may be read whole again. The platform
 * always sends the whole log (platform-api.md 4.9), so reading a log of 10 MB every two seconds would cost gigabytes.
 */
export class LogBudget {
  readonly #clock: Clock;
  readonly #startedAt: number;
  #spentBytes = 0;
  #readings = 0;
  #sizeBytes = 0;
  #readAt = 0;
  /** Milliseconds between the last two updates of the size. */
  #intervalMs = 0;
  #bytesPerMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  /** Last known size of the log in bytes; 0 before the first read. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /**
   * Whether reading the log costs so much that the phases are read first. The phases may show that the log need not be
   * read yet.
   */
  get isLarge(): boolean {
    return this.#sizeBytes > alwaysAllowedBytes / 3;
  }

  /** Milliseconds since the last update of the size. */
  get sinceReadMs(): number {
    return this.#clock.now() - this.#readAt;
  }

  /** Resets the measured growth, because the log grows at a different rate in each phase. */
  phaseMoved(): void {
    this.#bytesPerMs = 0;
  }

  /** Counts fetched bytes, whether they were used or not. */
  spend(bytes: number): void {
    this.#spentBytes += bytes;
  }

  /** Sets the size of the log after the log was read whole or as events. */
  hasSize(bytes: number): void {
    const now = this.#clock.now();
    if (this.#readings > 0) {
      this.#intervalMs = Math.max(1, now - this.#readAt);
      this.#bytesPerMs = Math.max(0, bytes - this.#sizeBytes) / this.#intervalMs;
    }
    this.#readings += 1;
    this.#readAt = now;
    this.#sizeBytes = bytes;
  }

  /** Returns whether the log may be read whole again, because the log is small or has probably grown enough. */
  isDue(): boolean {
    if (this.#readings === 1 && this.#sizeBytes <= maxBytesToMeasure && this.sinceReadMs > 30_000) return true;
    const growingMs = Math.min(this.sinceReadMs, maxExtrapolation * this.#intervalMs);
    const expectedBytes = this.#sizeBytes + this.#bytesPerMs * growingMs;
    const seconds = (this.#clock.now() - this.#startedAt) / 1000;
    const allowed = Math.max(maxSizeMultiple * expectedBytes, alwaysAllowedBytes + bytesPerSecond * seconds);
    return this.#spentBytes + expectedBytes <= allowed;
  }
}

/** Returns whether no phase can change any more, because a phase has failed or the last phase has ended. */
export function phasesAreOver(phases: readonly Phase[]): boolean {
  const last = phases.at(-1);
  return (
    phases.some(({ status }) => status === 'failed' || status === 'interrupted') ||
    (last?.status === 'successful' && last.type === 'release')
  );
}

/**
 * The shortest and the longest pause between reads in milliseconds, for a visible page (`watched`) and for a hidden
 * page.
 */
const pausesMs = { watched: [1500, 20_000], hidden: [5000, 30_000] } as const;

/** The longest pause between reads in milliseconds while the page is visible and the end is near. */
const longestNearEndMs = 5000;

/**
 * `growth` multiplies the pause after a read without a change. `shrinking` divides the pause after a read with a
 * change.
 */
const [growth, shrinking] = [1.8, 3];

/**
 * Returns the milliseconds to wait before the next read of a deployment. After a quiet time, one change does not
 * restore the shortest pause, but several changes in a row do. A deployment of 15 minutes with few changes costs fewer
 * than 120 requests (npm run bench -- followDeployment).
 */
export function nextPauseMs(
  lastMs: number,
  { moved, watched, endIsNear = false }: { moved: boolean; watched: boolean; endIsNear?: boolean },
): number {
  const [shortestMs, longestMs] = watched ? pausesMs.watched : pausesMs.hidden;
  const mostMs = watched && endIsNear ? longestNearEndMs : longestMs;
  return Math.min(mostMs, Math.max(shortestMs, moved ? lastMs / shrinking : lastMs * growth));
}
