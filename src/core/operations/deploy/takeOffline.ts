import type { SendOptions } from '../../platform/call.ts';
import type { DeploymentId } from '../../platform/deployment.ts';
import type { DeployTarget } from '../../platform/paths.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ReleasedState } from '../../platform/releasedState.ts';
import { isPermanent } from '../../platform/gatewayErrors.ts';
import { PlatformError, requirePlatformError } from '../../platform/platformError.ts';
import { errorOfInterruption, interruptionFromError, type Interruption } from '../interruption.ts';
import { workingTimeMs } from '../reconcile.ts';

export type OfflineOutcome =
  | { status: 'offline' }
  | { status: 'failed'; error: PlatformError }
  /** The request was cancelled before the platform started the operation. A started operation cannot be cancelled. */
  | { status: 'cancelled' }
  /** It is unknown whether the environment is offline. */
  | { status: 'unknown'; error: PlatformError };

export interface OfflineOptions extends SendOptions {
  onProgress?: ((step: 'checking' | 'sending' | 'stopping') => void) | undefined;
}

/** Milliseconds between reads of the state; the last value repeats. */
const readPausesMs = [1000, 2000, 3000, 5000, 10_000] as const;

/**
 * Milliseconds after which the extension stops following an operation. Apart from hooks, the platform waits at most 15
 * minutes for anything (platform-api.md 4.8).
 */
const maxFollowMs = 20 * 60_000;

/**
 * Maximum milliseconds between two reads of the operation in progress. After a longer gap, the extension may have
 * missed an operation, because the platform lists an operation only for its first 60 s (platform-api.md 4.14). The
 * maximum is 5 s shorter, to leave time for the round trip.
 */
const longestGapMs = 55_000;

/**
 * Takes an environment offline and follows the operation until it ends. Sends the request once. If the response is
 * lost, the outcome is found from the released state and the operation in progress (platform-api.md 4.13, 4.14).
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
    // The request is sent in every state, because only the platform knows whether there is something to take offline.
    // For example, an environment can be taken offline after its first deployment failed (platform-api.md 4.14).
    before = (await platform.released(target, { signal: options.signal })).kind;
    if (options.signal?.aborted) return { status: 'cancelled' };
    options.onProgress?.('sending');
    sentAt = clock.now();
    const { id } = await platform.offlines.start(target, options);
    options.onProgress?.('stopping');
    return await watch(id, options.signal);
  } catch (error) {
    const interruption = sentAt === undefined ? undefined : interruptionFromError(error, options.signal);
    if (sentAt !== undefined && interruption) return reconcileOffline(interruption, sentAt);
    if (options.signal?.aborted) return { status: 'cancelled' };
    return { status: 'failed', error: requirePlatformError(error) };
  }

  /** Follows an operation until it ends. After a temporary failure, reads again. */
  async function watch(id: DeploymentId, signal: AbortSignal | undefined): Promise<OfflineOutcome> {
    const startedAt = clock.now();
    for (let reads = 0; ; reads += 1) {
      await pause(reads, signal);
      if (signal?.aborted) return unknownOutcome(new PlatformError('cancelled'));
      const [result] = await Promise.allSettled([platform.offlines.result(target, id, { signal })]);
      const isLast = clock.now() - startedAt > maxFollowMs;
      if (result.status === 'rejected') {
        const error = requirePlatformError(result.reason);
        if (isPermanent(error.code) || isLast) return unknownOutcome(error);
        continue;
      }
      const { status, errorDetail } = result.value;
      if (status === 'successful') return { status: 'offline' };
      if (status !== 'pending')
        return { status: 'failed', error: new PlatformError('offlineFailed', { said: errorDetail }) };
      if (isLast) return unknownOutcome(new PlatformError('timedOut'));
    }
  }

  /**
   * Finds out whether an operation whose response was lost is in progress, has succeeded, or was not started. An
   * operation in progress is followed until it ends.
   */
  async function reconcileOffline(interruption: Interruption, sentAt: number): Promise<OfflineOutcome> {
    const cause = errorOfInterruption(interruption, 'cancelled');
    // The signal that cancelled the request does not cancel the reconciliation.
    const signal = interruption.kind === 'cancelled' ? undefined : options.signal;
    let noneSeenAt = sentAt;
    let mayHaveMissedIt = false;
    for (let reads = 0; ; reads += 1) {
      await pause(reads, signal);
      if (signal?.aborted) return unknownOutcome(new PlatformError('cancelled'));
      const readAt = clock.now();
      const [underWay] = await Promise.allSettled([platform.offlines.underWay(target, { signal })]);
      // A failed read is repeated in the next round. `requirePlatformError` throws the error if it is a bug in this
      // program.
      if (underWay.status === 'rejected') requirePlatformError(underWay.reason);
      else if (underWay.value) {
        options.onProgress?.('stopping');
        return watch(underWay.value, signal);
      } else {
        mayHaveMissedIt ||= readAt - noneSeenAt > longestGapMs;
        noneSeenAt = readAt;
      }
      const [state] = await Promise.allSettled([platform.released(target, { signal })]);
      if (signal?.aborted) return unknownOutcome(new PlatformError('cancelled'));
      if (state.status === 'rejected' && isPermanent(requirePlatformError(state.reason).code))
        return unknownOutcome(cause);
      if (state.status === 'fulfilled' && state.value.kind === 'offlined' && before !== 'offlined')
        return { status: 'offline' };
      const timeIsOver = readAt - sentAt >= workingTimeMs;
      const isReadable = underWay.status === 'fulfilled' && state.status === 'fulfilled';
      // The released state shows the outcome only if something was released before.
      const isConclusive = isReadable && !mayHaveMissedIt && before === 'released';
      if (isConclusive && (timeIsOver || interruption.kind === 'serverError')) {
        if (interruption.kind === 'cancelled') return { status: 'cancelled' };
        return { status: 'failed', error: new PlatformError('offlineNotStarted', { ...cause.facts, cause }) };
      }
      if (timeIsOver) return unknownOutcome(cause);
    }
  }

  async function pause(reads: number, signal: AbortSignal | undefined): Promise<void> {
    await clock.wait(readPausesMs[Math.min(reads, readPausesMs.length - 1)] ?? 0, signal);
  }
}

function unknownOutcome(error: PlatformError): OfflineOutcome {
  return { status: 'unknown', error };
}
