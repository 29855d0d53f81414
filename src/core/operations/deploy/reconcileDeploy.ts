import type { Deployment, DeploymentId } from '../../platform/deployment.ts';
import type { DeployTarget } from '../../platform/paths.ts';
import type { Platform } from '../../platform/platform.ts';
import { PlatformError } from '../../platform/platformError.ts';
import type { DeployUnknownReason, DeployOutcome, PendingDeploy } from './deployOutcome.ts';
import { errorOfInterruption, type Interruption } from '../interruption.ts';
import { reconcile, type SentAt, type Snapshot } from '../reconcile.ts';

/** Rows of the history in one read. In three minutes, one environment does not start more deployments. */
const rows = 20;

/** Most pages of the history to read. After days, the baseline may be far down. */
const maxPages = 10;

export interface ReconcileDeployOptions {
  sent: SentAt;
  signal?: AbortSignal | undefined;
}

/** Finds out whether a deployment whose response was lost was started, by comparing the environment's history. */
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

  function judge({ since, isWhole }: History, isOver: boolean): DeployOutcome | undefined {
    const candidates = since.filter(
      ({ version, operator }) =>
        version === deploy.version && (userName === undefined || operator === undefined || operator === userName),
    );
    const [candidate] = candidates;
    if (candidate) {
      // The same user may have deployed the same version elsewhere meanwhile. An unknown user name proves nothing.
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

interface History extends Snapshot {
  /** The deployments since the baseline, newest first. */
  since: Deployment[];
  /** Whether these are all: the newest deployment of the baseline was found below them, or there was none. */
  isWhole: boolean;
}

/** Reads the history down to the baseline's `newest` deployment. Throws `PlatformError`. */
async function readHistory(
  platform: Platform,
  target: DeployTarget,
  newest: DeploymentId | undefined,
  signal: AbortSignal | undefined,
): Promise<History> {
  // By id, because rows move to the next page while other deployments start.
  const since = new Map<DeploymentId, Deployment>();
  let answeredAt: number | undefined;
  for (let offset = 0; offset < rows * maxPages; offset += rows) {
    const page = await platform.deployments.list(target, { limit: rows, offset, signal });
    answeredAt ??= page.answeredAt;
    const known = page.deployments.findIndex(({ id }) => id === newest);
    for (const row of known < 0 ? page.deployments : page.deployments.slice(0, known)) since.set(row.id, row);
    // Without a baseline deployment, the list ends with the history. With one, a history without it is incomplete.
    const isEnd = page.deployments.length === 0 || offset + rows >= page.count;
    if (known >= 0 || isEnd)
      return { since: [...since.values()], isWhole: known >= 0 || newest === undefined, answeredAt };
  }
  return { since: [...since.values()], isWhole: false, answeredAt };
}
