import type { Clock } from '../http/clock.ts';
import { isPermanent, rejectedTokenCodes } from '../platform/gatewayErrors.ts';
import { requirePlatformError } from '../platform/platformError.ts';
import type { Interruption } from './interruption.ts';

/** Milliseconds between two reads; the last value repeats. Reading for the whole `workingTimeMs` costs 15 requests. */
const readPausesMs = [1000, 2000, 4000, 8000, 15_000] as const;

/** When the request was sent. */
export type SentAt =
  /** Time of `Platform.clock` at which this run of the program sent the request. */
  | { clock: number }
  /**
   * Milliseconds since an earlier run of the program sent the request, by the local wall clock. The value is only a
   * hint, because the wall clock can be changed.
   */
  | { claimedMs: number };

/** Reasons for an unknown outcome that uploads and deployments share. */
export const commonUnknownReasons = [
  // The token's app has no grant for reading the platform's state (platform-api.md 2.3).
  'mayNotRead',
  // The user signed out, or the token was rejected.
  'signedOut',
  // The user stopped the check.
  'stoppedLooking',
  // The platform has a new package or deployment, which may come from this request or from another request.
  'maybeAnothers',
] as const;

export type CommonUnknownReason = (typeof commonUnknownReasons)[number];

/** The platform's state at one moment. */
export interface Snapshot {
  /** The gateway's clock at the time of the read, in milliseconds since 1970. Undefined if the gateway sent no date. */
  answeredAt: number | undefined;
}

export interface ReconcileOptions<Seen extends Snapshot, Outcome> {
  clock: Clock;
  interruption: Interruption;
  sent: SentAt;
  /** The platform's state before the request. Undefined if the token cannot read the state. */
  baseline: Snapshot | undefined;
  /** Aborted when the user stops the reconciliation or signs out. */
  signal: AbortSignal | undefined;
  /** Reads the platform's current state. Rejects with `PlatformError`. */
  read: () => Promise<Seen>;
  /**
   * Returns the outcome, or undefined if a later read can show the outcome. `isOver` is true if the platform no longer
   * works on the request; then `judge` should return an outcome.
   */
  judge: (seen: Seen, isOver: boolean) => Outcome | undefined;
  /** Returns an unknown outcome. `reason` is undefined if reading failed. */
  unknown: (reason?: CommonUnknownReason) => Outcome;
}

/**
 * Finds the outcome of a request whose response was lost. Reads the platform's state repeatedly, as long as the
 * platform can be working on the request (platform-api.md 7.5). Changes nothing on the platform.
 */
export async function reconcile<Seen extends Snapshot, Outcome>(
  given: ReconcileOptions<Seen, Outcome>,
): Promise<Outcome> {
  const { clock, sent, baseline, signal, unknown } = given;
  if (!baseline) return unknown('mayNotRead');
  const startedAt = 'clock' in sent ? sent.clock : clock.now();
  const claimedMs = 'clock' in sent ? 0 : Math.max(0, sent.claimedMs);
  // After its error page, the platform no longer works on the request. After any other interruption, only the elapsed
  // time shows that the platform has stopped.
  const hasStopped = given.interruption.kind === 'serverError';

  for (let reads = 0; ; reads += 1) {
    const elapsedMs = clock.now() - startedAt;
    const [seen] = await Promise.allSettled([given.read()]);
    if (signal?.aborted) return unknown('stoppedLooking');
    if (seen.status === 'rejected') {
      const { code } = requirePlatformError(seen.reason);
      if (rejectedTokenCodes.has(code)) return unknown('signedOut');
      if (code === 'appNotPermitted' || code === 'appPermissionExpired') return unknown('mayNotRead');
      const isLast = elapsedMs >= workingTimeMs || (hasStopped && reads >= readPausesMs.length);
      if (isLast || isPermanent(code)) return unknown();
    } else {
      // Time that passed before this run of the program counts only if the gateway's clock confirms it.
      const confirmedMs = (seen.value.answeredAt ?? -Infinity) - (baseline.answeredAt ?? Infinity);
      const workedMs = Math.max(elapsedMs, Math.min(elapsedMs + claimedMs, confirmedMs));
      const outcome = given.judge(seen.value, hasStopped || workedMs >= workingTimeMs);
      if (outcome) return outcome;
    }
    const pauseMs = readPausesMs[Math.min(reads, readPausesMs.length - 1)] ?? 0;
    await clock.wait(Math.min(pauseMs, Math.max(1000, workingTimeMs - elapsedMs)), signal);
  }
}

/**
 * Milliseconds after sending in which the platform can still be working on a request. The platform ends its worker
 * after 150 s (platform-api.md 1.3). The other 10 s are for the request to arrive and for the last read.
 */
export const workingTimeMs = 160_000;
