import type { Clock } from '../http/clock.ts';
import { isPermanent, rejectedTokenCodes } from '../platform/gatewayErrors.ts';
import { platformErrorOf } from '../platform/platformError.ts';
import type { Interruption } from './interruption.ts';

/** Milliseconds between reads. The first ones come soon; a whole wait costs 15 requests. */
const pausesMs = [1000, 2000, 4000, 8000, 15_000] as const;

/** How long ago the request was sent. */
export type SentAt =
  /** A time of the platform's `Clock`, in this run of the program. */
  | { clock: number }
  /** Milliseconds since an earlier run sent it, by the local wall clock: only a hint, because clocks are changed. */
  | { claimedMs: number };

/** Why the outcome of any kind of request stays unknown. */
export const commonReasons = [
  // The token's app has no grant for the read (platform-api.md 2.3).
  'mayNotRead',
  // The user signed out, or the token was rejected.
  'signedOut',
  // The user stopped the check.
  'stoppedLooking',
  // The read shows a package or deployment that may be of this request or of another.
  'maybeAnothers',
] as const;

export type CommonReason = (typeof commonReasons)[number];

/** What the platform has at one moment. */
export interface Snapshot {
  /** The gateway's clock at the read, milliseconds since 1970. Undefined if the gateway sent no date. */
  answeredAt: number | undefined;
}

export interface Reconciliation<Seen extends Snapshot, Outcome> {
  clock: Clock;
  interruption: Interruption;
  sent: SentAt;
  /** What the platform had before. Undefined if the token cannot read it. */
  baseline: Snapshot | undefined;
  /** Aborted when the user stops it or signs out. */
  signal: AbortSignal | undefined;
  /** Reads what the platform has now. Throws `PlatformError`. */
  read: () => Promise<Seen>;
  /** Returns the outcome, or undefined if a later read can tell more. `isOver`: the platform has stopped work. */
  judge: (seen: Seen, isOver: boolean) => Outcome | undefined;
  /** Returns the outcome that stays unknown. Without a reason, reading has failed. */
  unknown: (reason?: CommonReason) => Outcome;
}

/**
 * Finds the outcome of a request whose response was lost, by reading the platform's state for as long as it can be at
 * work on the request (platform-api.md 7.5). Sends only reads.
 */
export async function reconcile<Seen extends Snapshot, Outcome>(
  given: Reconciliation<Seen, Outcome>,
): Promise<Outcome> {
  const { clock, sent, baseline, signal, unknown } = given;
  if (!baseline) return unknown('mayNotRead');
  const startedAt = 'clock' in sent ? sent.clock : clock.now();
  const claimedMs = 'clock' in sent ? 0 : Math.max(0, sent.claimedMs);
  // The platform's error page means that it has stopped; otherwise only time tells.
  const hasStopped = given.interruption.kind === 'serverError';

  for (let reads = 0; ; reads += 1) {
    const sureMs = clock.now() - startedAt;
    const [seen] = await Promise.allSettled([given.read()]);
    if (signal?.aborted) return unknown('stoppedLooking');
    if (seen.status === 'rejected') {
      const { code } = platformErrorOf(seen.reason);
      if (rejectedTokenCodes.has(code)) return unknown('signedOut');
      if (code === 'appNotPermitted' || code === 'appPermissionExpired') return unknown('mayNotRead');
      const isLast = sureMs >= workingTimeMs || (hasStopped && reads >= pausesMs.length);
      if (isLast || isPermanent(code)) return unknown();
    } else {
      // Time before this run of the program counts only if the gateway's clock confirms it.
      const confirmedMs = (seen.value.answeredAt ?? -Infinity) - (baseline.answeredAt ?? Infinity);
      const workedMs = Math.max(sureMs, Math.min(sureMs + claimedMs, confirmedMs));
      const outcome = given.judge(seen.value, hasStopped || workedMs >= workingTimeMs);
      if (outcome) return outcome;
    }
    const pauseMs = pausesMs[Math.min(reads, pausesMs.length - 1)] ?? 0;
    await clock.wait(Math.min(pauseMs, Math.max(1000, workingTimeMs - sureMs)), signal);
  }
}

/**
 * Milliseconds after sending in which the platform can still be at work on a request. Its worker is ended after 150 s
 * (platform-api.md 1.3); ten more are for the request to arrive and for the last read.
 */
export const workingTimeMs = 160_000;
