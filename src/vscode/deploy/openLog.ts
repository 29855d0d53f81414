import * as vscode from 'vscode';
import { DeploymentLog } from '../../core/operations/deploy/deploymentLog.ts';
import type { DeploymentId } from '../../core/platform/deployment.ts';
import type { DeploymentResult } from '../../core/platform/deployments.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { Platform } from '../../core/platform/platform.ts';
import { plainText } from '../../page/ansi.ts';
import { showInformation } from '../editor/notifications.ts';
import { isNode } from '../modules/nodes.ts';
import type { DeployServices } from './deployServices.ts';
import { readDeployment } from './followDeployment.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.openLog`: opens the log of a deployment as a document. If the command is run on a row of the
 * history, opens the log of the row's deployment. Otherwise opens the log of the deployment whose page has the focus.
 * If no such page has the focus, opens the log of the latest deployment of this window.
 */
export async function openLog(services: DeployServices, argument?: unknown): Promise<void> {
  const { deployments, panels, logs } = services.deploys;
  if (isNode(argument)) {
    const report = argument.kind === 'deployment' ? await readDeployment(services, argument) : undefined;
    if (report) await logs.open(report);
    return;
  }
  const report = deployments.get(panels.activeId) ?? deployments.latest;
  if (report) await logs.open(report);
  else showInformation(t('No deployment has been started or opened in this window yet.'));
}

/**
 * Reads a deployment once. Resolves to its status, and to its log so far without ANSI codes. Rejects with
 * `PlatformError`.
 */
export async function readPlainLog(
  platform: Platform,
  target: DeployTarget,
  id: DeploymentId,
  signal: AbortSignal,
): Promise<DeploymentResult & { log: string[] }> {
  const log = new DeploymentLog();
  let reading = log.read();
  const reader = {
    begin: () => {
      reading = log.read();
    },
    piece: (text: string) => {
      reading.add(text);
    },
  };
  const result = await platform.deployments.result(target, id, reader, { signal });
  reading.end();
  return { ...result, log: log.lines().map(plainText) };
}
