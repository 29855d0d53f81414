import type { OfflineOutcome } from '../../../src/core/operations/deploy/takeOffline.ts';

/** Returns `offline`, `failed offlineOngoing`, `unknown gatewayTimedOut` or `cancelled`. */
export function tellOffline(outcome: OfflineOutcome): string {
  return 'error' in outcome ? `${outcome.status} ${outcome.error.code}` : outcome.status;
}
