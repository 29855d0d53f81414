import * as vscode from 'vscode';
import { showInformation } from '../editor/notifications.ts';
import { isNode } from '../modules/nodes.ts';
import { finalStatusOf } from './deployments.ts';
import { readDeployment } from './followDeployment.ts';
import type { DeployServices } from './deployServices.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.showDeployment`: shows the page of the given deployment in the history. Without an argument, shows
 * the page of the latest deployment of this window.
 */
export async function showDeployment(services: DeployServices, argument?: unknown): Promise<void> {
  const { deployments, panels } = services.deploys;
  const isInHistory = isNode(argument) && argument.kind === 'deployment';
  const report = isInHistory ? await readDeployment(services, argument) : deployments.latest;
  // If the deployment's end is not known yet, the page leaves the focus in the tree.
  if (report) panels.show(report, !isInHistory || finalStatusOf(report.state) !== undefined);
  else if (!isInHistory) showInformation(t('No deployment has been started or opened in this window yet.'));
}
