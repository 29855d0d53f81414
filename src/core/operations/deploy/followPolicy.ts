import type { Clock } from '../../http/clock.ts';
import type { Phase } from '../../platform/deployPhases.ts';

/** Bytes that are free: a log of half a megabyte can be read several times. */
const freeBytes = 3 * 1024 * 1024;

/** Free bytes that each second adds: a small log is read during the whole deployment. */
const bytesPerSecond = 8 * 1024;

/**
 * Limit of the bytes fetched before the last whole read, in multiples of the log's size. With that read, a log of 10 MB
 * costs less than three times its size.
 */
const timesSize = 1.5;

/** Largest log, in bytes, that is read a second time only to measure its growth. */
const maxToLearn = 4 * 1024 * 1024;

/** A measured growth is extrapolated for at most this many times the measured interval. */
const farthest = 2;

/**
 * Tracks what reading one log has cost, and decides whether it can be read whole again. The platform sends a log only
 * whole (platform-api.md 4.9): read every two seconds, one of 10 MB would cost gigabytes.
 */
export class LogBudget {
  readonly #clock: Clock;
  readonly #startedAt: number;
  #spentBytes = 0;
  #readings = 0;
  #sizeBytes = 0;
  #readAt = 0;
  /** Between the last two reads. */
  #intervalMs = 0;
  #bytesPerMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  /** The last known size; 0 before the first read. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Whether a read costs so much that the phases are read first, to learn whether it is due. */
  get isLarge(): boolean {
    return this.#sizeBytes > freeBytes / 3;
  }

  /** Milliseconds since the size was last known. */
  get sinceReadMs(): number {
    return this.#clock.now() - this.#readAt;
  }

  /** Resets the growth: growth in one phase tells nothing about the next. */
  phaseMoved(): void {
    this.#bytesPerMs = 0;
  }

  /** Counts fetched bytes, used or not. */
  spend(bytes: number): void {
    this.#spentBytes += bytes;
  }

  /** Sets the size after a read, whole or as events. */
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

  /** Returns whether the log can be read whole again: it is small, or its expected growth is worth the cost. */
  isDue(): boolean {
    if (this.#readings === 1 && this.#sizeBytes <= maxToLearn && this.sinceReadMs > 30_000) return true;
    const growingMs = Math.min(this.sinceReadMs, farthest * this.#intervalMs);
    const expectedBytes = this.#sizeBytes + this.#bytesPerMs * growingMs;
    const seconds = (this.#clock.now() - this.#startedAt) / 1000;
    const allowed = Math.max(timesSize * expectedBytes, freeBytes + bytesPerSecond * seconds);
    return this.#spentBytes + expectedBytes <= allowed;
  }
}

/** Returns whether no phase can change any more: one has failed, or the last one is done. */
export function phasesAreOver(phases: readonly Phase[]): boolean {
  const last = phases.at(-1);
  return (
    phases.some(({ status }) => status === 'failed' || status === 'interrupted') ||
    (last?.status === 'successful' && last.type === 'release')
  );
}

/** The shortest and the longest milliseconds between reads, while the page is visible and while it is hidden. */
const pausesMs = { watched: [1500, 20_000], hidden: [5000, 30_000] } as const;

/** The longest milliseconds between reads shortly before the end. */
const longestNearEndMs = 5000;

/** Factors by which a pause grows without a change, and shrinks after one. */
const [growth, shrinking] = [1.8, 3];

/**
 * Returns the milliseconds before the next read of a deployment. One line in a quiet time does not restore the shortest
 * pause, but several in a row do. A quiet deployment of 15 minutes costs fewer than 120 requests
 * (npm run bench -- followDeployment).
 */
export function nextPause(
  lastMs: number,
  { moved, watched, endIsNear = false }: { moved: boolean; watched: boolean; endIsNear?: boolean },
): number {
  const [shortestMs, longestMs] = watched ? pausesMs.watched : pausesMs.hidden;
  const mostMs = watched && endIsNear ? longestNearEndMs : longestMs;
  return Math.min(mostMs, Math.max(shortestMs, moved ? lastMs / shrinking : lastMs * growth));
}
