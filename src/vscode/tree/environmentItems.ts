import * as vscode from 'vscode';
import type { DeploymentStatus } from '../../core/platform/deployment.ts';
import type { Environment } from '../../core/platform/names.ts';
import {
  deploymentDetails,
  deploymentLine,
  deploymentStatusText,
  environmentDetails,
  environmentLine,
  newestFailedText,
  versionText,
  type EnvironmentFacts,
} from '../../texts/environmentTexts.ts';
import { environmentName } from '../../texts/targetNames.ts';
import { joinParts, type LocalClock } from '../../texts/formats.ts';
import type { EnvironmentData } from '../modules/catalog.ts';
import { deploymentInProgress } from '../modules/deploymentHistory.ts';
import { commandIds } from '../editor/ids.ts';
import { hover, type HoverLink } from './hover.ts';
import { environmentRowUri } from './rowDecorations.ts';
import type { DeploymentNode, EnvironmentNode, DeploymentNodeBase } from '../modules/nodes.ts';

const { t } = vscode.l10n;

const dimColor = new vscode.ThemeColor('descriptionForeground');

const stateIcons = {
  reading: new vscode.ThemeIcon('loading~spin'),
  neverReleased: new vscode.ThemeIcon('circle-outline', dimColor),
  offlined: new vscode.ThemeIcon('circle-slash', dimColor),
  released: new vscode.ThemeIcon('vm-running', new vscode.ThemeColor('testing.iconPassed')),
};

const deploymentIcons: Readonly<Record<DeploymentStatus, vscode.ThemeIcon>> = {
  pending: new vscode.ThemeIcon('sync~spin'),
  successful: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
  interrupted: new vscode.ThemeIcon('circle-slash', dimColor),
};

/**
 * Returns the facts about an environment that are cached now. If staging and production run different versions,
 * `difference` is a text that names both versions.
 */
export function environmentFacts(
  environment: Environment,
  { state, history, processes }: EnvironmentData,
  difference?: string,
): EnvironmentFacts {
  const newest = history.value?.deployments[0];
  return {
    environment,
    state: state.value,
    stateError: state.error,
    deploying: history.value && deploymentInProgress(history.value),
    failed: newest?.status === 'failed' ? newest : undefined,
    historyError: history.error,
    difference,
    problems: processes?.problems ?? [],
  };
}

/** Returns the tree item of an environment, with the data that is cached now. */
export function environmentItem(
  node: EnvironmentNode,
  reading: EnvironmentData,
  difference: string,
  clock: LocalClock,
): vscode.TreeItem {
  const facts = environmentFacts(node.environment, reading, difference);
  const newest = reading.history.value?.deployments[0];
  const name = environmentName(t, node.environment);
  const isEmpty = reading.history.value !== undefined && newest === undefined;
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(name, isEmpty ? None : Collapsed);
  item.description = environmentLine(t, facts, clock);
  item.tooltip = hover(environmentDetails(t, facts, clock), environmentLinks(node, facts));
  item.iconPath = environmentIcon(facts);
  const address = facts.state?.kind === 'released' && facts.state.address !== undefined ? '.address' : '';
  // A user who cannot read the deployments cannot take the environment offline either (platform-api.md 4.0). So the
  // command is offered only if a deployment could be read.
  const offline = newest && facts.state?.kind !== 'offlined' ? '.canGoOffline' : '';
  const kind = facts.state?.kind ?? 'unknown';
  item.contextValue = `environment.${kind}${facts.deploying ? '.deploying' : ''}${address}${offline}`;
  item.resourceUri = environmentRowUri(node);
  // A screen reader does not read the badges, so the label contains what they mean.
  const failed = facts.failed && newestFailedText(t, facts.failed.version);
  const description = joinParts([item.description, facts.difference, failed]);
  const label = t('{0} of {1} / {2}: {3}', name, node.appCode, node.module, description);
  item.accessibilityInformation = { label };
  return item;
}

function environmentLinks(node: EnvironmentNode, { state, deploying, failed }: EnvironmentFacts): HoverLink[] {
  const { appCode, module, environment } = node;
  const target = { appCode, module, environment };
  const links: HoverLink[] = [];
  if (state?.kind === 'released' && state.address !== undefined)
    links.push(
      { title: t('Open Address'), command: commandIds.openAddress, argument: target },
      { title: t('Copy Address'), command: commandIds.copyAddress, argument: target },
    );
  const shown = deploying ?? failed ?? (state?.kind === 'released' ? state.deployment : undefined);
  if (shown) {
    const argument = { kind: 'deployment', id: shown.id, ...target, deployment: shown } satisfies DeploymentNodeBase;
    links.push({ title: t('Show Deployment'), command: commandIds.showDeployment, argument });
  }
  links.push({ title: t('Deploy…'), command: commandIds.deploy, argument: target });
  if (state?.kind === 'released')
    links.push({ title: t('Show Application Log'), command: commandIds.showApplicationLog, argument: target });
  return links;
}

function environmentIcon({ state, stateError, deploying, problems = [] }: EnvironmentFacts): vscode.ThemeIcon {
  if (deploying) return deploymentIcons.pending;
  if (problems.length > 0) return deploymentIcons.failed;
  if (stateError) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  return stateIcons[state?.kind ?? 'reading'];
}

/** Returns the tree item of a deployment in the history. A click opens the deployment's page. */
export function deploymentItem(node: DeploymentNode, clock: LocalClock): vscode.TreeItem {
  const { deployment, runsNow, rollsBack, appCode, module, environment } = node;
  const { version } = deployment;
  const label = versionText(t, version);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.description = deploymentLine(t, deployment, runsNow, clock);
  const links: HoverLink[] = [
    { title: t('Show Deployment'), command: commandIds.showDeployment, argument: node },
    { title: t('Copy Deployment ID'), command: commandIds.copyDeploymentId, argument: node },
  ];
  if (rollsBack) {
    const argument = { appCode, module, environment, version };
    links.push({ title: t('Roll Back to This Version…'), command: commandIds.rollBack, argument });
  }
  item.tooltip = hover(deploymentDetails(t, deployment, runsNow, clock), links);
  item.iconPath = deploymentIcons[deployment.status];
  item.contextValue = `deployment.${deployment.status}${rollsBack ? '.rollBack' : ''}`;
  item.command = { command: commandIds.showDeployment, title: t('Show Deployment'), arguments: [node] };
  const status = deployment.status === 'successful' ? deploymentStatusText(t, deployment.status) : '';
  const description = joinParts([status, item.description]);
  item.accessibilityInformation = { label: t('Deployment of {0}, {1}', label, description) };
  return item;
}
