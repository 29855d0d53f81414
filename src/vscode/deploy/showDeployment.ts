import * as vscode from 'vscode';
import { showInformation } from '../editor/notifications.ts';
import { isNode } from '../modules/nodes.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import { endOf } from './deployments.ts';
import { followDeployment } from './followDeployment.ts';
import type { DeployServices } from './deployServices.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.showDeployment`: shows the page of a deployment in the history. Without an argument, shows the
 * page of the latest deployment of this window.
 */
export async function showDeployment(services: DeployServices, argument?: unknown): Promise<void> {
  const { deployments, panels } = services.deploys;
  if (!isNode(argument) || argument.kind !== 'deployment') {
    if (deployments.latest) panels.show(deployments.latest, true);
    else showInformation(t('No deployment has been started or opened in this window yet.'));
    return;
  }
  const session = await ensureSignedIn(services);
  if (!session) return;
  const { deployment: row } = argument;
  const { id, version } = row;
  const known = deployments.get(id);
  // An ended deployment that was already read is not read again.
  if (known && endOf(known.state)) panels.show(known, true);
  else await followDeployment(services, session, { id, target: argument, version, row, show: true });
}
