import { faultRows, type FaultRow } from './faultRows.ts';

/** A fault of the upload's matrix, and what is known when a deployment or taking offline meets it. */
export interface DeployFaultRow extends FaultRow {
  /** The POST meets it, once, and what is looked at afterwards can be read, at once or after a while. */
  deploy: string;
  offline: string;
  /** Afterwards nothing can be read any more. Left out where no look follows. */
  deployBlind?: string;
  offlineBlind?: string;
  /** The platform here does everything as if it were another time, so how far a deployment is moves too. */
  movesTime: boolean;
}

/** What an upload is told, and what the same fault means for a deployment and for taking offline. */
const deployWords: Readonly<Record<string, string>> = {
  'uploaded answered': 'started answered',
  'uploaded found': 'started found',
  'failed packageNotArrived': 'failed deploymentNotStarted',
  'failed packageNotTaken': 'failed deploymentFailedToStart',
  // A package may be of anybody who was faster; a deployment names its operator.
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
    // That it has begun is answered, and how it goes on cannot be seen.
    ...(isHarmless ? { offlineBlind: 'unknown gatewayUnavailable' } : {}),
    movesTime: fault?.kind === 'clockSkew',
  };
});

/** What meets it everywhere is told as the first read is, in the words of a deployment and of taking offline. */
export function everywhereOf({ everywhere }: DeployFaultRow, what: 'deploy' | 'offline'): string {
  return (what === 'deploy' ? deployWords : offlineWords)[everywhere] ?? everywhere;
}
