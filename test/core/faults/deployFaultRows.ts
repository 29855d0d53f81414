import { faultRows, type FaultRow } from './faultRows.ts';

/** A fault of the upload's matrix, with the expected outcomes of a deployment and of taking offline. */
export interface DeployFaultRow extends FaultRow {
  /** The POST meets it once. Later reads succeed, at once or after a while. */
  deploy: string;
  offline: string;
  /** No later read succeeds. Absent if nothing is reconciled. */
  deployBlind?: string;
  offlineBlind?: string;
  /** The platform computes everything at a shifted time, so the progress of a deployment shifts too. */
  movesTime: boolean;
}

/** Maps an upload's outcome to that of a deployment with the same fault. */
const deployWords: Readonly<Record<string, string>> = {
  'uploaded answered': 'started answered',
  'uploaded found': 'started found',
  'failed packageNotArrived': 'failed deploymentNotStarted',
  'failed packageNotTaken': 'failed deploymentFailedToStart',
  // A package can be another user's; a deployment names its operator.
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
    // The response proves that it started, but its progress cannot be read.
    ...(isHarmless ? { offlineBlind: 'unknown gatewayUnavailable' } : {}),
    movesTime: fault?.kind === 'clockSkew',
  };
});

/**
 * Returns the outcome if every request meets the fault: that of the first read, in the words of a deployment or of
 * taking offline.
 */
export function everywhereOf({ everywhere }: DeployFaultRow, what: 'deploy' | 'offline'): string {
  return (what === 'deploy' ? deployWords : offlineWords)[everywhere] ?? everywhere;
}
