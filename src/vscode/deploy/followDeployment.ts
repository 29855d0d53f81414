import type { DeployEnd } from '../../core/operations/deploy/deployOutcome.ts';
import type { DeployRecord } from '../../core/operations/deploy/deployRecord.ts';
import { FollowedDeployment, unread } from '../../core/operations/deploy/followedDeployment.ts';
import type { Deployment, DeploymentId } from '../../core/platform/deployment.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import { connect } from '../session/connect.ts';
import type { DeploymentReport } from './deployments.ts';
import type { SignedIn } from '../session/session.ts';
import { presentDeployEnd } from './presentDeployEnd.ts';
import type { DeployServices } from './deployServices.ts';

export interface ToFollow {
  id: DeploymentId;
  target: DeployTarget;
  version: string;
  /** Set if the deployment was started on this computer. */
  record?: DeployRecord | undefined;
  row?: Deployment | undefined;
  /** Whether to open its page. */
  show: boolean;
}

/**
 * Follows a deployment to its end. Its page and the status bar show it; if the page is not visible, a notification
 * reports the end. Resolves when it has ended or cannot be followed any more.
 */
export async function followDeployment(
  services: DeployServices,
  session: SignedIn,
  what: ToFollow,
): Promise<DeployEnd> {
  const { deployments, panels } = services.deploys;
  const { id, target, version, record, row } = what;
  const { appCode, module, environment } = target;
  const known = deployments.get(id);
  const report: DeploymentReport = {
    id,
    platform: session.platform,
    target: { appCode, module, environment },
    version,
    record: record ?? known?.record,
    row: row ?? known?.row,
    state: known?.state ?? unread,
    idle: false,
  };
  deployments.add(report);
  deployments.update(id, { record: report.record, row: report.row });
  if (what.show) panels.show(deployments.get(id) ?? report, false);
  return followOn(services, session, id);
}

/** Follows a deployment known in this window. A second call waits for the first. */
async function followOn(services: DeployServices, session: SignedIn, id: DeploymentId): Promise<DeployEnd> {
  const running = services.deploys.deployments.end(id);
  if (running) return running;
  return services.deploys.deployments.untilEnd(id, follow(services, session, id));
}

async function follow(services: DeployServices, session: SignedIn, id: DeploymentId): Promise<DeployEnd> {
  const { catalog } = services;
  const { deployments, panels } = services.deploys;
  const report = deployments.get(id);
  const log = deployments.log(id);
  if (!report || !log) throw new Error(`Deployment ${id} is not known here`);
  const { target } = report;
  const followed = new FollowedDeployment({
    platform: connect(session, services.session, services.log),
    target,
    id,
    log,
    isWatched: () => panels.isShowing(id),
    onChange: (state) => {
      deployments.update(id, { state });
    },
  });
  deployments.follow(id, followed);
  deployments.update(id, { idle: false, platform: session.platform });
  catalog.refreshEnvironment(target);
  const wasOver = report.state.status !== undefined && report.state.status !== 'pending';
  const state = await services.deploys.work.run(session, (signal) => followed.run(signal));
  deployments.update(id, { idle: true });
  catalog.refreshEnvironment(target);
  const ended = state.status !== undefined && state.status !== 'pending' ? state.status : undefined;
  const { record } = deployments.get(id) ?? report;
  if (ended === undefined) return { kind: 'notFollowed', id, error: state.fatalError };
  // A deployment that had ended before it was followed is no news.
  const isOurs = record ? await services.deploys.tracked.finish({ ...record, outcome: ended }) : true;
  if (isOurs && !wasOver && record) presentDeployEnd(services, id, ended);
  return { kind: 'ended', id, status: ended, address: state.address };
}
