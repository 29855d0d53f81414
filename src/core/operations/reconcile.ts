import type { Clock } from '../http/clock.ts';
import { isPermanent, rejectedTokenCodes } from '../platform/gatewayErrors.ts';
import { platformErrorOf, type PlatformError } from '../platform/platformError.ts';
import type { Interruption } from './interruption.ts';

/** Milliseconds between reads. The first ones come soon; a whole wait costs 15 requests. */
const pausesMs = [1000, 2000, 4000, 8000, 15_000] as const;

/** How long ago the request was sent. */
export type SentAt =
  /** A time of the platform's `Clock`, in this run of the program. */
  | { clock: number }
  /** Milliseconds since an earlier run sent it, by the local wall clock: only a hint, because clocks are changed. */
  | { claimedMs: number };

/** Why the outcome stays unknown, for any kind of request. */
type Reason = 'mayNotRead' | 'signedOut' | 'stoppedLooking';

export interface Reconciliation<Seen extends { answeredAt: number | undefined }, Outcome, Unreadable extends string> {
  clock: Clock;
  interruption: Interruption;
  sent: SentAt;
  /** What the platform had before. Undefined if the token cannot read it. */
  baseline: { answeredAt: number | undefined } | undefined;
  /** Aborted when the user stops it or signs out. */
  signal: AbortSignal | undefined;
  /** Reads what the platform has now. Throws `PlatformError`. */
  read: () => Promise<Seen>;
  /** Returns the outcome, or undefined if a later read can tell more. `isOver`: the platform has stopped work. */
  judge: (seen: Seen, isOver: boolean) => Outcome | undefined;
  unknown: (reason: Reason | Unreadable) => Outcome;
  /** The reason if `read` fails. */
  unreadable: Unreadable;
}

/**
 * Finds the outcome of a request whose response was lost, by reading the platform's state for as long as it can be at
 * work on the request (platform-api.md 7.5). Sends only reads. Failures are outcomes: a thrown error is a fault of this
 * program.
 */
export async function reconcile<Seen extends { answeredAt: number | undefined }, Outcome, Unreadable extends string>({
  clock,
  interruption,
  sent,
  baseline,
  signal,
  read,
  judge,
  unknown,
  unreadable,
}: Reconciliation<Seen, Outcome, Unreadable>): Promise<Outcome> {
  if (!baseline) return unknown('mayNotRead');
  const startedAt = 'clock' in sent ? sent.clock : clock.now();
  const claimedMs = 'clock' in sent ? 0 : Math.max(0, sent.claimedMs);

  for (let reads = 0; ; reads += 1) {
    const sureMs = clock.now() - startedAt;
    const [seen] = await Promise.allSettled([read()]);
    if (signal?.aborted) return unknown('stoppedLooking');
    if (seen.status === 'rejected') {
      const isLast = sureMs >= workingTimeMs || (interruption.kind === 'serverError' && reads >= pausesMs.length);
      const reason = permanentReason(platformErrorOf(seen.reason), unreadable) ?? (isLast ? unreadable : undefined);
      if (reason) return unknown(reason);
    } else {
      // The platform's error page means that it has stopped; otherwise only time tells. Time before this run of the
      // program counts only if the gateway's clock confirms it.
      const isOver =
        interruption.kind === 'serverError' ||
        sureMs >= workingTimeMs ||
        Math.min(sureMs + claimedMs, elapsedThere(baseline, seen.value)) >= workingTimeMs;
      const outcome = judge(seen.value, isOver);
      if (outcome) return outcome;
    }
    const pauseMs = pausesMs[Math.min(reads, pausesMs.length - 1)] ?? 0;
    await clock.wait(Math.min(pauseMs, Math.max(1000, workingTimeMs - sureMs)), signal);
  }
}

/** Returns the reason if every later read would fail too. Undefined for other errors. */
function permanentReason<Unreadable extends string>(
  { code }: PlatformError,
  unreadable: Unreadable,
): Reason | Unreadable | undefined {
  if (rejectedTokenCodes.has(code)) return 'signedOut';
  if (code === 'appNotPermitted' || code === 'appPermissionExpired') return 'mayNotRead';
  return isPermanent(code) ? unreadable : undefined;
}

/** Returns the milliseconds that passed by the gateway's clock; 0 if unknown. */
function elapsedThere(before: { answeredAt: number | undefined }, now: { answeredAt: number | undefined }): number {
  return before.answeredAt === undefined || now.answeredAt === undefined ? 0 : now.answeredAt - before.answeredAt;
}

/**
 * Milliseconds after sending in which the platform can still be at work on a request. Its worker is ended after 150 s
 * (platform-api.md 1.3); ten more are for the request to arrive and for the last read.
 */
export const workingTimeMs = 160_000;
