import type { Deployment, DeploymentId } from '../../platform/deployment.ts';
import type { Platform } from '../../platform/platform.ts';
import { PlatformError } from '../../platform/platformError.ts';
import type { DeployUnknownReason, DeployOutcome, PendingDeploy } from './deployOutcome.ts';
import { errorOfInterruption, type Interruption } from '../interruption.ts';
import { reconcile, type SentAt } from '../reconcile.ts';

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
  pending: PendingDeploy,
  interruption: Interruption,
  { sent, signal }: ReconcileDeployOptions,
): Promise<DeployOutcome> {
  const { baseline } = pending;
  return reconcile({
    ...{ clock: platform.clock, interruption, sent, baseline, signal, unreadable: 'historyUnreadable' },
    read: () => look(platform, pending, baseline?.newest, signal),
    judge: (seen, isOver) => judge(pending, seen, interruption, isOver),
    unknown: (reason: DeployUnknownReason) => unknownOutcome(reason, interruption),
  });
}

interface Look {
  /** The deployments since the baseline, newest first. */
  since: Deployment[];
  /** Whether these are all: the newest deployment of the baseline was found below them, or there was none. */
  isWhole: boolean;
  /** The gateway's clock at the read. */
  answeredAt: number | undefined;
}

/** Reads the history. Throws `PlatformError`. */
async function look(
  platform: Platform,
  { deploy }: PendingDeploy,
  newest: DeploymentId | undefined,
  signal: AbortSignal | undefined,
): Promise<Look> {
  // By id, because rows move to the next page while other deployments start.
  const since = new Map<DeploymentId, Deployment>();
  let answeredAt: number | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await platform.deployments.list(deploy, { limit: rows, offset: pages * rows, signal });
    answeredAt ??= page.answeredAt;
    const known = page.deployments.findIndex(({ id }) => id === newest);
    for (const row of known < 0 ? page.deployments : page.deployments.slice(0, known)) since.set(row.id, row);
    // Without a baseline deployment, the list ends with the history. With one, a history without it is incomplete.
    const isEnd = page.deployments.length === 0 || (pages + 1) * rows >= page.count;
    if (known >= 0 || isEnd)
      return { since: [...since.values()], isWhole: known >= 0 || newest === undefined, answeredAt };
  }
  return { since: [...since.values()], isWhole: false, answeredAt };
}

/** Returns the outcome, or undefined if a later read can tell more. `isOver`: the platform has stopped work. */
function judge(
  { deploy, userName }: PendingDeploy,
  { since, isWhole }: Look,
  interruption: Interruption,
  isOver: boolean,
): DeployOutcome | undefined {
  const candidates = since.filter(
    ({ version, operator }) =>
      version === deploy.version && (userName === undefined || operator === undefined || operator === userName),
  );
  const [candidate] = candidates;
  if (candidate) {
    // The same user may have deployed the same version elsewhere meanwhile. An unknown user name proves nothing.
    const isOurs = isWhole && candidates.length === 1 && userName !== undefined && candidate.operator === userName;
    return isOurs
      ? { status: 'started', id: candidate.id, known: 'found' }
      : unknownOutcome('maybeAnothers', interruption, candidate);
  }
  if (!isOver) return undefined;
  if (!isWhole) return unknownOutcome('historyUnreadable', interruption);
  if (interruption.kind === 'cancelled') return { status: 'cancelled', sent: true };
  const cause = errorOf(interruption);
  const code = interruption.kind === 'serverError' ? 'deploymentFailedToStart' : 'deploymentNotStarted';
  return { status: 'failed', error: new PlatformError(code, { ...cause.facts, subject: deploy.version, cause }) };
}

function unknownOutcome(reason: DeployUnknownReason, interruption: Interruption, found?: Deployment): DeployOutcome {
  return { status: 'unknown', error: errorOf(interruption), reason, found };
}

function errorOf(interruption: Interruption): PlatformError {
  return errorOfInterruption(interruption, 'deploymentInterrupted');
}
