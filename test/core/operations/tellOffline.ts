import type { OfflineOutcome } from '../../../src/core/operations/deploy/takeOffline.ts';

/**
 * Returns the outcome as one text, such as `failed offlineOngoing`: the status, then the error code if there is an
 * error.
 */
export function offlineOutcomeText(outcome: OfflineOutcome): string {
  return 'error' in outcome ? `${outcome.status} ${outcome.error.code}` : outcome.status;
}
