import * as vscode from 'vscode';
import { showInformation } from '../editor/notifications.ts';
import { isNode } from '../modules/nodes.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import { followDeployment } from './followDeployment.ts';
import type { DeployServices } from './deployServices.ts';

const { t } = vscode.l10n;

/** Implements `bkpaas.showDeployment`: shows the page of a deployment in the history, otherwise of the latest one. */
export async function showDeployment(services: DeployServices, argument?: unknown): Promise<void> {
  if (isNode(argument) && argument.kind === 'deployment') {
    const session = await ensureSignedIn(services);
    if (!session) return;
    const { appCode, module, environment, deployment } = argument;
    const known = services.deploys.deployments.get(deployment.id);
    // An ended deployment is not read again.
    if (known?.state.status !== undefined && known.state.status !== 'pending') {
      services.deploys.panels.show(known, true);
      return;
    }
    const { id, version } = deployment;
    await followDeployment(services, session, {
      id,
      target: { appCode, module, environment },
      version,
      row: deployment,
      show: true,
    });
    return;
  }
  const latest = services.deploys.deployments.latest;
  if (latest) services.deploys.panels.show(latest, true);
  else showInformation(t('No deployment was begun or opened in this window yet.'));
}
