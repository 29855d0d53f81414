import type { OfflineOutcome } from '../../../src/core/operations/deploy/takeOffline.ts';

/** Returns the outcome as one text: its status, then the error code if it has one, such as `failed offlineOngoing`. */
export function tellOffline(outcome: OfflineOutcome): string {
  return 'error' in outcome ? `${outcome.status} ${outcome.error.code}` : outcome.status;
}
