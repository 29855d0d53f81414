import * as vscode from 'vscode';
import type { DeploymentStatus } from '../../core/platform/deployment.ts';
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

/** Returns the item of an environment, with what is known about it now. */
export function environmentItem(node: EnvironmentNode, reading: EnvironmentReading): vscode.TreeItem {
  const facts = factsOf(node, reading);
  const name = environmentName(t, node.environment);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = environmentLine(t, facts);
  item.tooltip = environmentDetails(t, facts);
  item.iconPath = environmentIcon(facts);
  item.contextValue = `environment.${facts.state?.kind ?? 'unknown'}${facts.deploying ? '.deploying' : ''}`;
  item.resourceUri = environmentRow(node);
  item.accessibilityInformation = {
    label: t('{0} of {1} / {2}: {3}', name, node.appCode, node.module, item.description),
  };
  return item;
}

function factsOf({ environment }: EnvironmentNode, { state, history }: EnvironmentReading): EnvironmentFacts {
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

function environmentIcon({ state, stateError, deploying }: EnvironmentFacts): vscode.ThemeIcon {
  if (deploying) return new vscode.ThemeIcon('sync~spin');
  if (stateError) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  switch (state?.kind) {
    case undefined:
      return new vscode.ThemeIcon('loading~spin');
    case 'neverReleased':
      return new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('disabledForeground'));
    case 'offlined':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
    case 'released':
      return new vscode.ThemeIcon('vm-running', new vscode.ThemeColor('testing.iconPassed'));
  }
}

/** Returns the item of a deployment in the history. A click opens the deployment's log and verdict. */
export function deploymentItem(node: DeploymentNode): vscode.TreeItem {
  const { deployment, runsNow } = node;
  const label = versionText(t, deployment.version);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.description = deploymentLine(t, deployment, runsNow);
  item.tooltip = deploymentDetails(t, deployment, runsNow);
  item.iconPath = deploymentIcon(deployment.status);
  item.contextValue = `deployment.${deployment.status}`;
  item.command = { command: commandIds.showDeployment, title: t('Show Deployment'), arguments: [node] };
  item.accessibilityInformation = { label: t('Deployment of {0}, {1}', label, item.description) };
  return item;
}

function deploymentIcon(status: DeploymentStatus): vscode.ThemeIcon {
  switch (status) {
    case 'pending':
      return new vscode.ThemeIcon('sync~spin');
    case 'successful':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'failed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
    case 'interrupted':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
  }
}
