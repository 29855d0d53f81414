import * as vscode from 'vscode';
import { interruptionFromRecord } from '../../core/operations/trackedOperation.ts';
import { background } from '../editor/background.ts';
import type { SignedIn } from '../session/session.ts';
import type { DeployServices } from './deployServices.ts';
import { followDeployment } from './followDeployment.ts';
import { resumeAtSignIn } from '../session/resumeAtSignIn.ts';
import { reconcileLostDeploy } from './runDeploy.ts';

const errorSource = 'resume deployments';

/**
 * Follows unfinished deployments again when the user is signed in: deployments that a closed window, a crash or a
 * sign-out interrupted, and deployments whose page was restored.
 */
export function resumeDeployments(services: DeployServices): vscode.Disposable {
  const { session, deploys } = services;
  const { tracked, deployments, panels } = deploys;
  const resumeIn = (current: SignedIn): Promise<void> => followUnfinished(services, current);
  const { poll, disposable } = resumeAtSignIn({ source: errorSource, session, tracked, resume: resumeIn });
  return vscode.Disposable.from(
    disposable,
    panels.onDidSee((id) => {
      deployments.followed(id)?.hurry();
      if (deployments.get(id)?.idle) poll();
    }),
  );
}

async function followUnfinished(services: DeployServices, session: SignedIn): Promise<void> {
  const { tracked, deployments, panels } = services.deploys;
  for (const record of await tracked.takeUnfinished(session.platform.gatewayUrl)) {
    const { deploymentId: id, deploy } = record;
    const what = id && { id, target: deploy, version: deploy.version, record, show: false };
    background(
      errorSource,
      what
        ? followDeployment(services, session, what)
        : reconcileLostDeploy(services, session, record, interruptionFromRecord(record)),
    );
  }
  for (const { id, target, version, state } of deployments.idle(session.platform)) {
    // After a permanent error other than a sign-out, only a deployment with a page is followed again.
    if (!state.fatalError || state.fatalError.code === 'signedOut' || panels.has(id))
      background(errorSource, followDeployment(services, session, { id, target, version, show: false }));
  }
}
