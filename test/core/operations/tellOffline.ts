import type { OfflineOutcome } from '../../../src/core/operations/deploy/takeOffline.ts';

/** `offline`, `failed offlineOngoing`, `unknown gatewayTimedOut`, `cancelled`. */
export function tellOffline(outcome: OfflineOutcome): string {
  return 'error' in outcome ? `${outcome.status} ${outcome.error.code}` : outcome.status;
}
