import type { Deployment, DeploymentId } from '../platform/deployment.ts';
import { isPermanent, rejectedTokenCodes } from '../platform/gatewayErrors.ts';
import type { Platform } from '../platform/platform.ts';
import { PlatformError, platformErrorOf } from '../platform/platformError.ts';
import type { DeployBaseline, DeployDoubt, DeployOutcome, PendingDeploy } from './deployOutcome.ts';
import type { Interruption } from './interruption.ts';
import { workingTimeMs } from './workingTime.ts';

/** Milliseconds between looks at the history: a deployment is in it as soon as it has begun. */
const pauses = [1000, 2000, 4000, 8000, 15_000] as const;

/** Rows of the history that are read at once: more deployments than that to one environment do not begin in three minutes. */
const rows = 20;

/** Pages of the history that are read at most: after days away, the deployments before may be far down. */
const maxPages = 10;

export interface SettleDeployOptions {
  /** When it was sent: by the platform's clock here, or, in an earlier run of the program, so long ago. */
  sent: { clock: number } | { claimedMs: number };
  signal?: AbortSignal | undefined;
}

/**
 * Finds out whether a deployment whose answer got lost was begun, by comparing the environment's history with what it was
 * before, for as long as the platform can be at work (platform-api.md 7.5). Sends nothing but reads. Failures are
 * outcomes; it throws only what is a fault of this program.
 */
export async function settleDeploy(
  platform: Platform,
  pending: PendingDeploy,
  interruption: Interruption,
  options: SettleDeployOptions,
): Promise<DeployOutcome> {
  const { baseline } = pending;
  if (!baseline) return doubtful('mayNotRead', interruption);
  const { clock } = platform;
  const claimedMs = 'clock' in options.sent ? 0 : Math.max(0, options.sent.claimedMs);
  const startedAt = 'clock' in options.sent ? options.sent.clock : clock.now();

  for (let looks = 0; ; looks += 1) {
    const sureMs = clock.now() - startedAt;
    const [seen] = await Promise.allSettled([look(platform, pending, baseline, options.signal)]);
    if (options.signal?.aborted) return doubtful('stoppedLooking', interruption);
    if (seen.status === 'rejected') {
      const isLast = sureMs >= workingTimeMs || (interruption.kind === 'serverError' && looks >= pauses.length);
      const doubt = permanentDoubt(platformErrorOf(seen.reason)) ?? (isLast ? 'historyUnreadable' : undefined);
      if (doubt) return doubtful(doubt, interruption);
    } else {
      // The platform's page for its own error is the end of its work; after anything else only time is. Time that passed
      // before this run of the program counts when the gateway's clock agrees.
      const isOver =
        interruption.kind === 'serverError' ||
        sureMs >= workingTimeMs ||
        Math.min(sureMs + claimedMs, elapsedThere(baseline, seen.value)) >= workingTimeMs;
      const outcome = judge(pending, seen.value, interruption, isOver);
      if (outcome) return outcome;
    }
    await clock.wait(pauses[Math.min(looks, pauses.length - 1)] ?? 0, options.signal);
  }
}

interface Look {
  /** The deployments that came since, newest first. */
  since: Deployment[];
  /** Whether these are all: what was the newest before was found below them, or the end of the history. */
  isWhole: boolean;
  /** The gateway's clock when it answered. */
  answeredAt: number | undefined;
}

/** One look at the history. Throws `PlatformError`. */
async function look(
  platform: Platform,
  { deploy }: PendingDeploy,
  { newest }: DeployBaseline,
  signal: AbortSignal | undefined,
): Promise<Look> {
  // By id, since rows move to the next page while others begin.
  const since = new Map<DeploymentId, Deployment>();
  let answeredAt: number | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await platform.deployments.list(deploy, { limit: rows, offset: pages * rows, signal });
    answeredAt ??= page.answeredAt;
    const known = page.deployments.findIndex(({ id }) => id === newest);
    for (const row of known < 0 ? page.deployments : page.deployments.slice(0, known)) since.set(row.id, row);
    // Without one before, the end of the history is where they end; with one, an end without it is no end to trust.
    const isEnd = page.deployments.length === 0 || (pages + 1) * rows >= page.count;
    if (known >= 0 || isEnd)
      return { since: [...since.values()], isWhole: known >= 0 || newest === undefined, answeredAt };
  }
  return { since: [...since.values()], isWhole: false, answeredAt };
}

function elapsedThere(baseline: DeployBaseline, { answeredAt }: Look): number {
  return baseline.answeredAt === undefined || answeredAt === undefined ? 0 : answeredAt - baseline.answeredAt;
}

/** Why it stays unknown after an error that every further look would meet; undefined after any other. */
function permanentDoubt({ code }: PlatformError): DeployDoubt | undefined {
  if (rejectedTokenCodes.has(code)) return 'signedOut';
  if (code === 'appNotPermitted' || code === 'appPermissionExpired') return 'mayNotRead';
  return isPermanent(code) ? 'historyUnreadable' : undefined;
}

/** The outcome, or undefined when the next look may say more. `isOver`: the platform cannot be at work any more. */
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
    // The same person may have deployed the same version elsewhere in these minutes; a name that is not known proves nothing.
    const isOurs = isWhole && candidates.length === 1 && userName !== undefined && candidate.operator === userName;
    return isOurs
      ? { status: 'started', id: candidate.id, known: 'found' }
      : doubtful('maybeAnothers', interruption, candidate);
  }
  if (!isOver) return undefined;
  if (!isWhole) return doubtful('historyUnreadable', interruption);
  if (interruption.kind === 'cancelled') return { status: 'cancelled', sent: true };
  const cause = errorOf(interruption);
  const code = interruption.kind === 'serverError' ? 'deploymentFailedToStart' : 'deploymentNotStarted';
  return { status: 'failed', error: new PlatformError(code, { ...cause.facts, subject: deploy.version, cause }) };
}

function doubtful(doubt: DeployDoubt, interruption: Interruption, found?: Deployment): DeployOutcome {
  return { status: 'unknown', error: errorOf(interruption), doubt, found };
}

function errorOf(interruption: Interruption): PlatformError {
  switch (interruption.kind) {
    case 'answerLost':
    case 'serverError':
      return interruption.error;
    case 'cancelled':
      return new PlatformError('cancelled');
    case 'interrupted':
      return new PlatformError('deploymentInterrupted');
  }
}
