import type { SendOptions } from '../../platform/call.ts';
import type { DeploymentId } from '../../platform/deployment.ts';
import type { DeployTarget } from '../../platform/paths.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ReleasedState } from '../../platform/releasedState.ts';
import { isPermanent } from '../../platform/gatewayErrors.ts';
import { PlatformError, platformErrorOf } from '../../platform/platformError.ts';
import { errorOfInterruption, interruptionBy, type Interruption } from '../interruption.ts';
import { workingTimeMs } from '../reconcile.ts';

export type OfflineOutcome =
  | { status: 'offline' }
  | { status: 'failed'; error: PlatformError }
  /** Cancelled before the platform started it. An operation that has started cannot be cancelled. */
  | { status: 'cancelled' }
  /** Whether the environment is offline is unknown. */
  | { status: 'unknown'; error: PlatformError };

export interface OfflineOptions extends SendOptions {
  onProgress?: ((step: 'checking' | 'sending' | 'stopping') => void) | undefined;
}

/** Milliseconds between reads of the state. */
const pauses = [1000, 2000, 3000, 5000, 10_000] as const;

/**
 * Milliseconds after which monitoring of an operation stops. Without hooks, no wait of the platform is longer than
 * 15 min (platform-api.md 4.8).
 */
const longestMs = 20 * 60_000;

/**
 * Milliseconds between two reads of the operation in progress within which none can be missed. It is listed for its
 * first 60 s only (platform-api.md 4.14); five seconds are left for the round trip.
 */
const longestGapMs = 55_000;

/**
 * Takes an environment offline and follows the operation to its end. Sends once. After a lost response, the released
 * state and the operation in progress show the outcome (platform-api.md 4.13, 4.14).
 */
export async function takeOffline(
  platform: Platform,
  target: DeployTarget,
  options: OfflineOptions,
): Promise<OfflineOutcome> {
  const { clock } = platform;
  let sentAt: number | undefined;
  let before: ReleasedState['kind'] | undefined;
  try {
    options.onProgress?.('checking');
    // Whether there is something to take offline is for the platform to say: a failed first deployment is enough
    // (platform-api.md 4.14).
    before = (await platform.released(target, { signal: options.signal })).kind;
    if (options.signal?.aborted) return { status: 'cancelled' };
    options.onProgress?.('sending');
    sentAt = clock.now();
    const { id } = await platform.offlines.start(target, options);
    options.onProgress?.('stopping');
    return await watch(id, options.signal);
  } catch (error) {
    const interruption = sentAt === undefined ? undefined : interruptionBy(error, options.signal);
    if (sentAt !== undefined && interruption) return reconcileOffline(interruption, sentAt);
    if (options.signal?.aborted) return { status: 'cancelled' };
    return { status: 'failed', error: platformErrorOf(error) };
  }

  /** Follows an operation to its end. A temporary failure is retried at the next read. */
  async function watch(id: DeploymentId, signal: AbortSignal | undefined): Promise<OfflineOutcome> {
    const startedAt = clock.now();
    for (let reads = 0; ; reads += 1) {
      await pause(reads, signal);
      if (signal?.aborted) return unknown(new PlatformError('cancelled'));
      const [result] = await Promise.allSettled([platform.offlines.result(target, id, { signal })]);
      const isLast = clock.now() - startedAt > longestMs;
      if (result.status === 'rejected') {
        const error = platformErrorOf(result.reason);
        if (isPermanent(error.code) || isLast) return unknown(error);
        continue;
      }
      const { status, errorDetail } = result.value;
      if (status === 'successful') return { status: 'offline' };
      if (status !== 'pending')
        return { status: 'failed', error: new PlatformError('offlineFailed', { said: errorDetail }) };
      if (isLast) return unknown(new PlatformError('timedOut'));
    }
  }

  /** Finds the outcome of a request whose response was lost: in progress, done, or not started. */
  async function reconcileOffline(interruption: Interruption, sentAt: number): Promise<OfflineOutcome> {
    const cause = errorOfInterruption(interruption, 'cancelled');
    // The signal that cancelled the request does not cancel the reconciliation.
    const signal = interruption.kind === 'cancelled' ? undefined : options.signal;
    let noneAt = sentAt;
    let mayHaveMissedIt = false;
    for (let reads = 0; ; reads += 1) {
      await pause(reads, signal);
      if (signal?.aborted) return unknown(new PlatformError('cancelled'));
      const readAt = clock.now();
      const [underWay] = await Promise.allSettled([platform.offlines.underWay(target, { signal })]);
      // A failed read is retried; `platformErrorOf` throws a fault of this program.
      if (underWay.status === 'rejected') platformErrorOf(underWay.reason);
      else if (underWay.value) {
        options.onProgress?.('stopping');
        return watch(underWay.value, signal);
      } else {
        mayHaveMissedIt ||= readAt - noneAt > longestGapMs;
        noneAt = readAt;
      }
      const [state] = await Promise.allSettled([platform.released(target, { signal })]);
      if (signal?.aborted) return unknown(new PlatformError('cancelled'));
      if (state.status === 'rejected' && isPermanent(platformErrorOf(state.reason).code)) return unknown(cause);
      if (state.status === 'fulfilled' && state.value.kind === 'offlined' && before !== 'offlined')
        return { status: 'offline' };
      const timeIsOver = readAt - sentAt >= workingTimeMs;
      const isReadable = underWay.status === 'fulfilled' && state.status === 'fulfilled';
      // The released state shows the outcome only where something was released before.
      const isConclusive = isReadable && !mayHaveMissedIt && before === 'released';
      if (isConclusive && (timeIsOver || interruption.kind === 'serverError')) {
        if (interruption.kind === 'cancelled') return { status: 'cancelled' };
        return { status: 'failed', error: new PlatformError('offlineNotStarted', { ...cause.facts, cause }) };
      }
      if (timeIsOver) return unknown(cause);
    }
  }

  async function pause(reads: number, signal: AbortSignal | undefined): Promise<void> {
    await clock.wait(pauses[Math.min(reads, pauses.length - 1)] ?? 0, signal);
  }
}

function unknown(error: PlatformError): OfflineOutcome {
  return { status: 'unknown', error };
}
