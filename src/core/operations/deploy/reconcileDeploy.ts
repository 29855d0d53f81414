import type { Deployment, DeploymentId } from '../../platform/deployment.ts';
import type { DeployTarget } from '../../platform/paths.ts';
import type { Platform } from '../../platform/platform.ts';
import { PlatformError } from '../../platform/platformError.ts';
import type { DeployUnknownReason, DeployOutcome, PendingDeploy } from './deployOutcome.ts';
import { errorOfInterruption, type Interruption } from '../interruption.ts';
import { reconcile, type SentAt, type Snapshot } from '../reconcile.ts';

/**
 * Rows of the history in one page. Reconciling takes about three minutes, and in that time fewer deployments than this
 * number are started in one environment. So one page is usually enough.
 */
const rowsPerPage = 20;

/**
 * Maximum number of pages to read. If days have passed since the request, many deployments may be newer than the
 * baseline.
 */
const maxPages = 10;

export interface ReconcileDeployOptions {
  sent: SentAt;
  signal?: AbortSignal | undefined;
}

/**
 * Finds out whether a deployment was started although the response was lost. Compares the environment's history with
 * the baseline.
 */
export async function reconcileDeploy(
  platform: Platform,
  { deploy, userName, baseline }: PendingDeploy,
  interruption: Interruption,
  { sent, signal }: ReconcileDeployOptions,
): Promise<DeployOutcome> {
  const error = errorOfInterruption(interruption, 'deploymentInterrupted');
  return reconcile({
    ...{ clock: platform.clock, interruption, sent, baseline, signal, unknown },
    read: () => readHistory(platform, deploy, baseline?.newest, signal),
    judge,
  });

  function unknown(reason: DeployUnknownReason = 'historyUnreadable', found?: Deployment): DeployOutcome {
    return { status: 'unknown', error, reason, found };
  }

  function judge({ since, isWhole }: DeployHistory, isOver: boolean): DeployOutcome | undefined {
    const candidates = since.filter(
      ({ version, operator }) =>
        version === deploy.version && (userName === undefined || operator === undefined || operator === userName),
    );
    const [candidate] = candidates;
    if (candidate) {
      // If there are several candidates, the same user has deployed the same version from another place meanwhile. If
      // the user name is unknown, a candidate may belong to another user.
      const isOurs = isWhole && candidates.length === 1 && userName !== undefined && candidate.operator === userName;
      return isOurs ? { status: 'started', id: candidate.id, known: 'found' } : unknown('maybeAnothers', candidate);
    }
    if (!isOver) return undefined;
    if (!isWhole) return unknown('historyUnreadable');
    if (interruption.kind === 'cancelled') return { status: 'cancelled', sent: true };
    const code = interruption.kind === 'serverError' ? 'deploymentFailedToStart' : 'deploymentNotStarted';
    const facts = { ...error.facts, subject: deploy.version, cause: error };
    return { status: 'failed', error: new PlatformError(code, facts) };
  }
}

interface DeployHistory extends Snapshot {
  /** The deployments since the baseline, newest first. */
  since: Deployment[];
  /**
   * Whether `since` is complete. `since` is complete if the baseline's newest deployment was found in the history, or
   * if the baseline contains no deployment and the whole history was read.
   */
  isWhole: boolean;
}

/** Reads the history, newest first, until `newest` is found. Rejects with `PlatformError`. */
async function readHistory(
  platform: Platform,
  target: DeployTarget,
  newest: DeploymentId | undefined,
  signal: AbortSignal | undefined,
): Promise<DeployHistory> {
  // Keyed by id, because a row can be on two pages if another deployment starts between two reads.
  const since = new Map<DeploymentId, Deployment>();
  let answeredAt: number | undefined;
  for (let offset = 0; offset < rowsPerPage * maxPages; offset += rowsPerPage) {
    const page = await platform.deployments.list(target, { limit: rowsPerPage, offset, signal });
    answeredAt ??= page.answeredAt;
    const known = page.deployments.findIndex(({ id }) => id === newest);
    for (const row of known < 0 ? page.deployments : page.deployments.slice(0, known)) since.set(row.id, row);
    const isEnd = page.deployments.length === 0 || offset + rowsPerPage >= page.count;
    // At the end of the history, `since` is complete if there was no deployment before (`newest` is undefined). If
    // there was one and the history does not contain it, `since` is incomplete.
    if (known >= 0 || isEnd)
      return { since: [...since.values()], isWhole: known >= 0 || newest === undefined, answeredAt };
  }
  return { since: [...since.values()], isWhole: false, answeredAt };
}
