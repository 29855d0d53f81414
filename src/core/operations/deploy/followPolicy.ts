import type { Clock } from '../../http/clock.ts';
import type { Phase } from '../../platform/deployPhases.ts';

/** Bytes that are read without counting: a log of half a megabyte can be read several times over. */
const freeBytes = 3 * 1024 * 1024;

/** Bytes more for each second: a small log is read on for as long as the deployment takes. */
const bytesPerSecond = 8 * 1024;

/**
 * What of a log may be fetched, in multiples of its size, before its last and whole reading: with that one, a log of 10 MB
 * costs less than three times its size.
 */
const timesSize = 1.5;

/** Bytes of a log that is read a second time only to learn how fast it grows. */
const maxToLearn = 4 * 1024 * 1024;

/** How much longer than it was seen to grow a log is taken to grow on at that speed. */
const farthest = 2;

/**
 * What reading one log has cost, and whether it may be read whole once more. The platform hands a log out whole only
 * (platform-api.md 4.9): read every two seconds, one of 10 MB would cost gigabytes.
 */
export class LogBudget {
  readonly #clock: Clock;
  readonly #startedAt: number;
  #spentBytes = 0;
  #readings = 0;
  #sizeBytes = 0;
  #readAt = 0;
  /** Between the last two readings. */
  #intervalMs = 0;
  #bytesPerMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  /** Bytes of the log when it was last known; 0 before. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Whether it costs enough for its growth to be asked after before it is read. */
  get isLarge(): boolean {
    return this.#sizeBytes > freeBytes / 3;
  }

  /** Milliseconds since its size was last known. */
  get sinceReadMs(): number {
    return this.#clock.now() - this.#readAt;
  }

  /** Another phase has begun: that the log grew in the last one says nothing any more. */
  phaseMoved(): void {
    this.#bytesPerMs = 0;
  }

  /** So much was fetched, to whatever use. */
  spend(bytes: number): void {
    this.#spentBytes += bytes;
  }

  /** It was read, whole or as events, and has so many bytes. */
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

  /** Whether it may be read whole once more: it is small, or has grown enough for what that costs if it grows as before. */
  isDue(): boolean {
    if (this.#readings === 1 && this.#sizeBytes <= maxToLearn && this.sinceReadMs > 30_000) return true;
    const growingMs = Math.min(this.sinceReadMs, farthest * this.#intervalMs);
    const expectedBytes = this.#sizeBytes + this.#bytesPerMs * growingMs;
    const seconds = (this.#clock.now() - this.#startedAt) / 1000;
    const allowed = Math.max(timesSize * expectedBytes, freeBytes + bytesPerSecond * seconds);
    return this.#spentBytes + expectedBytes <= allowed;
  }
}

/** Whether no phase can change any more: one has failed, or the last one is done. */
export function phasesAreOver(phases: readonly Phase[]): boolean {
  const last = phases.at(-1);
  return (
    phases.some(({ status }) => status === 'failed' || status === 'interrupted') ||
    (last?.status === 'successful' && last.type === 'release')
  );
}

/** Milliseconds between readings while things move, and the most when nothing does. */
const [shortestPauseMs, longestPauseMs, longestHiddenPauseMs] = [1500, 20_000, 30_000];

/** Milliseconds between readings at least while nobody is looking. */
const hiddenPauseMs = 5000;

/** How much longer each pause gets while nothing moves, and how much shorter when something did. */
const [growth, shrinking] = [1.8, 3];

/**
 * The pause before the next reading of a deployment, in milliseconds. One line in a quiet time does not bring back the shortest
 * pause, but some in a row do: a quiet deployment of 15 minutes costs fewer than 120
 * requests at this pace (npm run bench -- followDeployment).
 */
export function nextPause(lastMs: number, seen: { moved: boolean; watched: boolean }): number {
  const { moved, watched } = seen;
  const pause = Math.max(shortestPauseMs, moved ? lastMs / shrinking : lastMs * growth);
  return watched ? Math.min(pause, longestPauseMs) : Math.min(Math.max(pause, hiddenPauseMs), longestHiddenPauseMs);
}
