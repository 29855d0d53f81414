import type { DeployEnd } from '../../core/operations/deploy/deployOutcome.ts';
import { FollowedDeployment, initialFollowState } from '../../core/operations/deploy/followedDeployment.ts';
import type { DeploymentId } from '../../core/platform/deployment.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { Platform } from '../../core/platform/platform.ts';
import { background } from '../editor/background.ts';
import type { DeploymentNodeBase } from '../modules/nodes.ts';
import { connect } from '../session/connect.ts';
import { finalStatusOf, type DeploymentReport } from './deployments.ts';
import type { SignedIn } from '../session/session.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import { presentDeployEnd, presentStartProblems } from './presentDeployEnd.ts';
import type { DeployServices } from './deployServices.ts';

export interface DeploymentToFollow extends Pick<DeploymentReport, 'id' | 'target' | 'version' | 'record' | 'row'> {
  /** Whether to open the deployment's page. */
  show: boolean;
}

/**
 * Follows a deployment to its end. The deployment's page and the status bar show the progress. If the page is not
 * visible at the end, a notification reports the end. Resolves when the deployment has ended or can no longer be
 * followed.
 */
export async function followDeployment(
  services: DeployServices,
  session: SignedIn,
  what: DeploymentToFollow,
): Promise<DeployEnd> {
  const { deployments, panels } = services.deploys;
  const { show, ...deployment } = what;
  const { id, record, row } = deployment;
  const { appCode, module, environment } = deployment.target;
  const report = { ...deployment, target: { appCode, module, environment }, platform: session.platform };
  const known = deployments.add({ ...report, state: initialFollowState, idle: false });
  deployments.update(id, { record: record ?? known.record, row: row ?? known.row });
  if (show) panels.show(deployments.get(id) ?? known, false);
  // A deployment that is already being followed is not followed twice. The second call waits for the same end.
  return deployments.end(id) ?? deployments.untilEnd(id, followUntilEnd(services, session, id));
}

/**
 * Returns the report of a deployment in the history. If the deployment's end is not known yet, starts to follow the
 * deployment without waiting for it. Resolves to undefined if the user does not sign in.
 */
export async function readDeployment(
  services: DeployServices,
  { deployment: row, ...target }: DeploymentNodeBase,
): Promise<DeploymentReport | undefined> {
  const session = await ensureSignedIn(services);
  if (!session) return undefined;
  const { id, version } = row;
  const known = services.deploys.deployments.get(id);
  if (known && finalStatusOf(known.state)) return known;
  background('deployment', followDeployment(services, session, { id, target, version, row, show: false }));
  return services.deploys.deployments.get(id);
}

async function followUntilEnd(services: DeployServices, session: SignedIn, id: DeploymentId): Promise<DeployEnd> {
  const { catalog } = services;
  const { observer } = services;
  const { deployments, panels, logs } = services.deploys;
  const report = deployments.get(id);
  const log = deployments.log(id);
  if (!report || !log) throw new Error(`Deployment ${id} is not known here`);
  const { target } = report;
  const platform = connect(session, services.session, services.log);
  const seen = { running: false };
  const followed = new FollowedDeployment({
    platform,
    target,
    id,
    log,
    isWatched: () => panels.isShowing(id) || logs.isShowing(id) || observer?.signal.aborted === false,
    onChange: (state) => {
      // A running deployment replaces the processes of the previous deployment, so those are no longer watched.
      if (state.status === 'pending' && !seen.running) services.deploys.watches.stop(target);
      seen.running ||= state.status === 'pending';
      deployments.update(id, { state });
    },
  });
  deployments.follow(id, followed);
  deployments.update(id, { idle: false, platform: session.platform });
  catalog.refreshEnvironment(target);
  const state = await services.deploys.work.run(session, (signal) => followed.run(signal));
  deployments.update(id, { idle: true });
  catalog.refreshEnvironment(target);
  const ended = finalStatusOf(state);
  const { record } = deployments.get(id) ?? report;
  if (!ended) return { kind: 'notFollowed', id, error: state.fatalError };
  // Notifies the user only of a deployment that was started on this computer, and only if no other window reports the
  // end and the end was not known before.
  const mayReport = record ? await services.deploys.tracked.finish({ ...record, outcome: ended }) : true;
  const isNews = mayReport && record !== undefined && !finalStatusOf(report.state);
  if (isNews) presentDeployEnd(services, id, ended);
  // A deployment that was opened from the history can have succeeded long ago. In this case, its processes are not
  // watched.
  if (ended === 'successful' && (isNews || seen.running))
    background('processes', watchProcessStart(services, session, { platform, target, id }));
  return { kind: 'ended', id, status: ended, address: state.address };
}

/**
 * Watches whether the processes start after a successful deployment. Notifies the user of the first problem, because
 * the platform reports only the success.
 */
async function watchProcessStart(
  services: DeployServices,
  session: SignedIn,
  { platform, target, id }: { platform: Platform; target: DeployTarget; id: DeploymentId },
): Promise<void> {
  let isReported = false;
  await services.deploys.watches.watch(session, platform, target, (processes) => {
    services.deploys.deployments.update(id, { processes });
    if (isReported || processes.problems.length === 0) return;
    isReported = true;
    presentStartProblems(services, id, processes.problems);
  });
}
