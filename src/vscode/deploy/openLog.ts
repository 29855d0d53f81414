import * as vscode from 'vscode';
import { background } from '../editor/background.ts';
import { showInformation } from '../editor/notifications.ts';
import { isNode } from '../modules/nodes.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import { endOf, type DeploymentReport } from './deployments.ts';
import type { DeployServices } from './deployServices.ts';
import { followDeployment } from './followDeployment.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.openLog`: opens the log of a deployment in the history as a document. From the menu of a
 * deployment's page, opens the log of that page's deployment. Otherwise opens the log of the latest deployment.
 */
export async function openLog(services: DeployServices, argument?: unknown): Promise<void> {
  const { deployments, panels, logs } = services.deploys;
  const report = isNode(argument)
    ? await readInHistory(services, argument)
    : (deployments.get(panels.activeId) ?? deployments.latest);
  if (report) await logs.open(report);
  else if (!isNode(argument)) showInformation(t('No deployment has been started or opened in this window yet.'));
}

/** Reads the log of a deployment in the history, unless it was read before. Does not wait until it has been read. */
async function readInHistory(services: DeployServices, node: object): Promise<DeploymentReport | undefined> {
  if (!isNode(node) || node.kind !== 'deployment') return undefined;
  const session = await ensureSignedIn(services);
  if (!session) return undefined;
  const { deployments } = services.deploys;
  const { id, version } = node.deployment;
  const known = deployments.get(id);
  if (known && endOf(known.state)) return known;
  const what = { id, target: node, version, row: node.deployment, show: false };
  background('open log', followDeployment(services, session, what));
  return deployments.get(id);
}
