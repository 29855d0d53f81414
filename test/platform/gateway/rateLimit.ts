import type { Switches } from '../switches.ts';

export interface RateVerdict {
  limited: boolean;
  headers: Readonly<Record<string, string>>;
}

/** Counts the calls of each application in fixed time windows (platform-api.md 2.4, 8 point 4). */
export class RateLimit {
  readonly #windows = new Map<string, { started: number; calls: number }>();

  /**
   * Counts one call of the application and returns whether the call is over the limit. A `limit` of `null` limits
   * nothing.
   */
  count(limit: Switches['rateLimit'], appCode: string, now: Date): RateVerdict {
    if (!limit) return { limited: false, headers: {} };
    const length = limit.windowSeconds * 1000;
    const known = this.#windows.get(appCode);
    const window = known && now.getTime() - known.started < length ? known : { started: now.getTime(), calls: 0 };
    this.#windows.set(appCode, window);
    const limited = window.calls >= limit.limit;
    if (!limited) window.calls += 1;
    return {
      limited,
      headers: {
        'X-Bkapi-RateLimit-Limit': String(limit.limit),
        'X-Bkapi-RateLimit-Remaining': String(limit.limit - window.calls),
        'X-Bkapi-RateLimit-Reset': String(Math.ceil((window.started + length - now.getTime()) / 1000)),
        'X-Bkapi-RateLimit-Plugin': 'bk-resource-rate-limit',
      },
    };
  }

  clear(): void {
    this.#windows.clear();
  }
}
