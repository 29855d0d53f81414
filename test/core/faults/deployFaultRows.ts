import { faultRows, type FaultRow } from './faultRows.ts';

/** A row of `faultRows` with the expected outcomes of deploying and of taking an environment offline. */
export interface DeployFaultRow extends FaultRow {
  /** The outcome of deploying if only the POST meets the fault. Later reads succeed, at once or after 20 s. */
  deploy: string;
  /** The outcome of taking offline under the conditions of `deploy`. */
  offline: string;
  /**
   * The outcome of deploying if the POST meets the fault and every later read fails. Absent if nothing is reconciled.
   */
  deployBlind?: string;
  /** The outcome of taking offline under the conditions of `deployBlind`. */
  offlineBlind?: string;
  /**
   * Whether the fault shifts the platform's clock. If the clock shifts, the progress of a deployment or of an offline
   * operation shifts too.
   */
  movesTime: boolean;
}

/** Maps an upload's outcome to the outcome of a deployment with the same fault. */
const deployWords: Readonly<Record<string, string>> = {
  'uploaded answered': 'started answered',
  'uploaded found': 'started found',
  'failed packageNotArrived': 'failed deploymentNotStarted',
  'failed packageNotTaken': 'failed deploymentFailedToStart',
  // Another user can have stored the package, so the outcome of an upload stays unknown. A deployment names its
  // operator, so the client finds the user's own deployment.
  'unknown platformFailed maybeAnothers': 'started found',
};
const offlineWords: Readonly<Record<string, string>> = {
  'uploaded answered': 'offline',
  'uploaded found': 'offline',
  'failed packageNotArrived': 'failed offlineNotStarted',
  'failed packageNotTaken': 'failed offlineNotStarted',
  'unknown platformFailed maybeAnothers': 'offline',
};

export const deployFaultRows: readonly DeployFaultRow[] = faultRows.map((row) => {
  const { upload, blind, fault } = row;
  const isHarmless = upload === 'uploaded answered';
  return {
    ...row,
    deploy: deployWords[upload] ?? upload,
    offline: offlineWords[upload] ?? upload,
    ...(blind === undefined ? {} : { deployBlind: blind.replace('versionsUnreadable', 'historyUnreadable') }),
    ...(blind === undefined ? {} : { offlineBlind: blind.replace(' versionsUnreadable', '') }),
    // If the fault is harmless, the response to the POST proves that the offline operation has started. But the client
    // cannot read the progress of the operation.
    ...(isHarmless ? { offlineBlind: 'unknown gatewayUnavailable' } : {}),
    movesTime: fault?.kind === 'clockSkew',
  };
});

/**
 * Returns the outcome of deploying or of taking offline if every request meets the fault. The row contains only the
 * corresponding outcome of an upload, so this converts the outcome.
 */
export function everywhereOf({ everywhere }: DeployFaultRow, what: 'deploy' | 'offline'): string {
  return (what === 'deploy' ? deployWords : offlineWords)[everywhere] ?? everywhere;
}
