import * as vscode from 'vscode';
import type { DeploymentStatus } from '../../core/platform/deployment.ts';
import type { Environment } from '../../core/platform/names.ts';
import {
  deploymentDetails,
  deploymentLine,
  environmentDetails,
  environmentLine,
  environmentName,
  versionText,
  type EnvironmentFacts,
} from '../../texts/environmentTexts.ts';
import type { EnvironmentReading } from '../modules/catalog.ts';
import { underWay } from '../modules/deploymentHistory.ts';
import { commandIds } from '../editor/ids.ts';
import { environmentRow } from './rowDecorations.ts';
import type { DeploymentNode, EnvironmentNode } from '../modules/nodes.ts';

const { t } = vscode.l10n;

const stateIcons = {
  reading: new vscode.ThemeIcon('loading~spin'),
  neverReleased: new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('disabledForeground')),
  offlined: new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground')),
  released: new vscode.ThemeIcon('vm-running', new vscode.ThemeColor('testing.iconPassed')),
};

const deploymentIcons: Readonly<Record<DeploymentStatus, vscode.ThemeIcon>> = {
  pending: new vscode.ThemeIcon('sync~spin'),
  successful: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
  interrupted: new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground')),
};

/** Returns the facts about an environment that are cached now. */
export function environmentFacts(environment: Environment, { state, history }: EnvironmentReading): EnvironmentFacts {
  const newest = history.value?.deployments[0];
  return {
    environment,
    state: state.value,
    stateError: state.error,
    deploying: history.value && underWay(history.value),
    failed: newest?.status === 'failed' ? newest : undefined,
    historyError: history.error,
  };
}

/** Returns the tree item of an environment, with the data that is cached now. */
export function environmentItem(node: EnvironmentNode, reading: EnvironmentReading): vscode.TreeItem {
  const facts = environmentFacts(node.environment, reading);
  const newest = reading.history.value?.deployments[0];
  const name = environmentName(t, node.environment);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = environmentLine(t, facts);
  item.tooltip = environmentDetails(t, facts);
  item.iconPath = environmentIcon(facts);
  const address = facts.state?.kind === 'released' && facts.state.address !== undefined ? '.address' : '';
  // A user who may not read the deployments may not take the environment offline either (platform-api.md 4.0). So the
  // command is offered only if a deployment could be read.
  const offline = newest && facts.state?.kind !== 'offlined' ? '.canGoOffline' : '';
  const kind = facts.state?.kind ?? 'unknown';
  item.contextValue = `environment.${kind}${facts.deploying ? '.deploying' : ''}${address}${offline}`;
  item.resourceUri = environmentRow(node);
  const label = t('{0} of {1} / {2}: {3}', name, node.appCode, node.module, item.description);
  item.accessibilityInformation = { label };
  return item;
}

function environmentIcon({ state, stateError, deploying }: EnvironmentFacts): vscode.ThemeIcon {
  if (deploying) return deploymentIcons.pending;
  if (stateError) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  return stateIcons[state?.kind ?? 'reading'];
}

/** Returns the tree item of a deployment in the history. A click opens the deployment's page. */
export function deploymentItem(node: DeploymentNode): vscode.TreeItem {
  const { deployment, runsNow } = node;
  const label = versionText(t, deployment.version);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.description = deploymentLine(t, deployment, runsNow);
  item.tooltip = deploymentDetails(t, deployment, runsNow);
  item.iconPath = deploymentIcons[deployment.status];
  item.contextValue = `deployment.${deployment.status}`;
  item.command = { command: commandIds.showDeployment, title: t('Show Deployment'), arguments: [node] };
  item.accessibilityInformation = { label: t('Deployment of {0}, {1}', label, item.description) };
  return item;
}
