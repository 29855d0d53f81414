import type { SendOptions } from '../../platform/call.ts';
import type { Deployment } from '../../platform/deployment.ts';
import type { Platform } from '../../platform/platform.ts';
import { PlatformError, requirePlatformError, settledValue } from '../../platform/platformError.ts';
import { isSameVersion, parseVersion } from '../../platform/names.ts';
import type { Deploy, DeployBaseline, DeployOutcome, PendingDeploy, SentDeploy } from './deployOutcome.ts';
import { interruptionFromError } from '../interruption.ts';
import { readVersions, undefinedIfForbidden } from '../readVersions.ts';

export interface DeployOptions extends SendOptions {
  userName: string | undefined;
  /**
   * Called just before the request is sent, with what is needed to reconcile the deployment. The request waits until
   * the returned promise has resolved.
   */
  beforeSending?: ((pending: PendingDeploy) => Promise<void>) | undefined;
}

/**
 * Starts the deployment of a version. Checks the module and the version, sends one request, and returns the outcome. If
 * the response is lost, returns what `reconcileDeploy` needs. Failures are outcomes; a thrown error is a bug in this
 * program.
 */
export async function deployPackage(
  platform: Platform,
  asked: Deploy,
  options: DeployOptions,
): Promise<DeployOutcome | SentDeploy> {
  let deploy = asked;
  let sent: Pick<SentDeploy, 'pending' | 'sentAt'> | undefined;
  try {
    // The version is trimmed, as on the platform. A version with more than 64 characters is rejected, because a
    // deployment cannot record it, although a package can have 128 (platform-api.md 4.8, 6.3).
    const parsed = parseVersion(asked.version);
    if (!parsed.ok) throw new PlatformError(parsed.problem);
    deploy = { ...asked, version: parsed.version };
    const { baseline, version } = await readBaseline(platform, deploy, options.signal);
    deploy = { ...asked, version };
    if (options.signal?.aborted) return { status: 'cancelled', sent: false };
    const pending = { deploy, userName: options.userName, baseline };
    await options.beforeSending?.(pending);
    sent = { pending, sentAt: platform.clock.now() };
    const { id } = await platform.deployments.start(deploy, deploy.version, options);
    return { status: 'started', id, known: 'answered' };
  } catch (error) {
    const interruption = sent && interruptionFromError(error, options.signal);
    if (sent && interruption) return { status: 'sent', ...sent, interruption };
    if (options.signal?.aborted) return { status: 'cancelled', sent: false };
    const failure = requirePlatformError(error);
    const ongoing = failure.code === 'deploymentOngoing' ? await findDeploymentInProgress(platform, deploy) : undefined;
    const isAboutVersion = failure.code === 'versionNotFound';
    return { status: 'failed', error: isAboutVersion ? failure.with({ subject: deploy.version }) : failure, ongoing };
  }
}

/**
 * Reads the history, and checks module and version. A cleaned-up version is rejected here, because otherwise its
 * deployment would start and then fail. `baseline` is undefined if the token cannot read the history. `version` is the
 * version as the platform spells it.
 */
async function readBaseline(
  platform: Platform,
  deploy: Deploy,
  signal: AbortSignal | undefined,
): Promise<{ baseline: DeployBaseline | undefined; version: string }> {
  // Both reads run in parallel to save a round trip. An error from reading the history is thrown only if the version is
  // valid.
  const [read, history] = await Promise.allSettled([
    readVersions(platform, deploy, signal),
    undefinedIfForbidden(platform, 'deployments', platform.deployments.list(deploy, { limit: 1, signal })),
  ]);
  const versions = settledValue(read)?.versions;
  const version = versions?.find((candidate) => isSameVersion(candidate.version, deploy.version));
  if (versions && !version) throw new PlatformError('versionNotFound', { subject: deploy.version });
  if (version?.cleanedUp) throw new PlatformError('versionCleanedUp', { subject: version.version });
  const page = settledValue(history);
  const baseline = page && { newest: page.deployments[0]?.id, answeredAt: page.answeredAt };
  return { baseline, version: version?.version ?? deploy.version };
}

/**
 * Returns the deployment that is in progress in the environment and blocks other deployments. Undefined if the history
 * shows no such deployment. Reads the history, because the platform's refusal does not name the deployment
 * (platform-api.md 4.8).
 */
async function findDeploymentInProgress(platform: Platform, deploy: Deploy): Promise<Deployment | undefined> {
  const [page] = await Promise.allSettled([platform.deployments.list(deploy, { limit: 5 })]);
  if (page.status === 'fulfilled') return page.value.deployments.find(({ status }) => status === 'pending');
  requirePlatformError(page.reason);
  return undefined;
}
