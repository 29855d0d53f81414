import * as vscode from 'vscode';
import { acceptsPackages } from '../../core/platform/modules.ts';
import {
  absoluteTime,
  formatExactBytes,
  formatSize,
  joinParts,
  originText,
  relativeTime,
} from '../../texts/formats.ts';
import type { LocalClock } from '../../texts/formats.ts';
import { runsInText } from '../../texts/environmentTexts.ts';
import { errorText } from '../../texts/errorTexts.ts';
import type { Catalog } from '../modules/catalog.ts';
import { environmentsRunning, rollBackEnvironments, runningDifferenceText } from '../modules/versionEnvironments.ts';
import { commandIds } from '../editor/ids.ts';
import { isGrantMissing } from '../../core/platform/gatewayErrors.ts';
import { hover, type HoverLink } from './hover.ts';
import { environmentMark, versionRowUri } from './rowDecorations.ts';
import { deploymentItem, environmentItem } from './environmentItems.ts';
import { instanceItem, processItem } from './processItems.ts';
import type {
  ApplicationNode,
  MessageNode,
  ModuleNode,
  MoreNode,
  OtherApplicationsNode,
  TreeNode,
  VersionNode,
  VersionsNode,
} from '../modules/nodes.ts';

const { t } = vscode.l10n;
const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

const dimColor = new vscode.ThemeColor('descriptionForeground');

/**
 * Returns the tree item of a node. Texts from the platform are shown as plain text. Hovers with links are Markdown, so
 * texts in them are escaped. No label is gray, because VS Code's gray is hard to read.
 */
export function treeItem(node: TreeNode, catalog: Catalog, clock: LocalClock): vscode.TreeItem {
  const item = itemFor(node, catalog, clock);
  item.id = node.id;
  return item;
}

function itemFor(node: TreeNode, catalog: Catalog, clock: LocalClock): vscode.TreeItem {
  switch (node.kind) {
    case 'application':
      return applicationItem(node);
    case 'otherApplications':
      return otherApplicationsItem(node);
    case 'module':
      return moduleItem(node);
    case 'versions':
      return versionsItem(node);
    case 'environment': {
      const difference = node.environment === 'prod' ? runningDifferenceText(catalog, node) : '';
      return environmentItem(node, catalog.environment(node), difference, clock);
    }
    case 'process':
      return processItem(node, clock);
    case 'instance':
      return instanceItem(node, clock);
    case 'deployment':
      return deploymentItem(node, clock);
    case 'version':
      return versionItem(node, catalog, clock);
    case 'more':
      return moreItem(node);
    case 'message':
      return messageItem(node);
  }
}

function applicationItem({ application, unlisted }: ApplicationNode): vscode.TreeItem {
  const item = new vscode.TreeItem(application.name, Collapsed);
  item.description = unlisted ? t('{0} · not listed', application.code) : application.code;
  item.tooltip = `${application.name} (${application.code})`;
  item.iconPath = new vscode.ThemeIcon('layers');
  item.contextValue = 'application';
  item.accessibilityInformation = { label: t('Application {0}, App ID {1}', application.name, application.code) };
  return item;
}

function otherApplicationsItem({ applications }: OtherApplicationsNode): vscode.TreeItem {
  const label = t('Applications that don’t accept source packages');
  const item = new vscode.TreeItem(label, Collapsed);
  item.description = String(applications.length);
  item.tooltip = t('None of their modules accept source packages.');
  item.iconPath = new vscode.ThemeIcon('circle-slash', dimColor);
  item.accessibilityInformation = { label: `${label}, ${applications.length}` };
  return item;
}

function moduleItem({ appCode, module, showsAppCode: alone, pinned }: ModuleNode): vscode.TreeItem {
  const takes = acceptsPackages(module);
  const origin = originText(t, module.origin);
  const item = new vscode.TreeItem(alone ? `${appCode} / ${module.name}` : module.name, takes ? Collapsed : None);
  item.contextValue = takes ? 'module.takesPackages' : 'module';
  if (takes) {
    item.description = pinned ?? origin;
    item.iconPath = new vscode.ThemeIcon(pinned ? 'target' : 'package');
    item.tooltip = t('{0} / {1}: accepts source packages ({2})', appCode, module.name, origin);
    if (pinned) item.collapsibleState = Expanded;
  } else {
    item.description = t('{0} · doesn’t accept source packages', origin);
    item.iconPath = new vscode.ThemeIcon('circle-slash', dimColor);
    item.tooltip = t(
      '{0} / {1} ({2}) doesn’t accept source packages. Only LessCode, S-Mart and AI agent modules do.',
      appCode,
      module.name,
      origin,
    );
  }
  const name = alone ? `${appCode} / ${module.name}` : module.name;
  item.accessibilityInformation = { label: t('Module {0}, {1}', name, item.description) };
  return item;
}

function versionsItem({ versions, error }: VersionsNode): vscode.TreeItem {
  const label = t('Versions');
  const item = new vscode.TreeItem(label, Expanded);
  item.iconPath = new vscode.ThemeIcon('tag');
  if (error) item.description = t('couldn’t be read');
  else if (versions?.length === 0) item.description = t('none uploaded yet');
  else item.description = String(versions?.length ?? 0);
  item.tooltip = t('The source packages of this module, newest first');
  item.contextValue = 'versions';
  item.accessibilityInformation = { label: `${label}, ${item.description}` };
  return item;
}

function versionItem(node: VersionNode, catalog: Catalog, clock: LocalClock): vscode.TreeItem {
  const { appCode, module, version } = node;
  const doubt = catalog.packageProblemOf(node, version);
  const item = new vscode.TreeItem(version.version, None);
  const size = version.sizeBytes === undefined ? '' : formatSize(version.sizeBytes);
  const runs = environmentsRunning(catalog, node, version.version);
  const rollsBack = rollBackEnvironments(catalog, node).length > 0;
  const uploaded = version.updated && relativeTime(t, version.updated.time, clock);
  item.description = joinParts([version.cleanedUp ? t('package removed') : '', doubt, uploaded, size]);
  item.contextValue = version.cleanedUp ? 'version.cleanedUp' : `version${rollsBack ? '.rollBack' : ''}`;
  item.iconPath = new vscode.ThemeIcon('package');
  if (doubt) item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  if (version.cleanedUp) item.iconPath = new vscode.ThemeIcon('trash', dimColor);
  item.resourceUri = versionRowUri(appCode, module, version.version);
  const runsText = runs.map((environment) => `${environmentMark(environment)}: ${runsInText(t, [environment])}`);
  const details = joinParts(
    [
      version.version,
      ...runsText,
      version.sizeBytes === undefined ? '' : `${size} (${formatExactBytes(t, version.sizeBytes)})`,
      version.updated && t('Uploaded {0}', absoluteTime(version.updated.time, clock)),
      doubt && t('Check this package before you deploy it: {0}', doubt),
      version.cleanedUp
        ? t('The platform has removed this package in a cleanup. You can’t deploy this version or upload it again.')
        : '',
    ],
    '\n',
  );
  const slim = { kind: 'version', id: node.id, appCode, module, version, siblings: [] } satisfies VersionNode;
  const argument = { appCode, module, version: version.version };
  const deploy: HoverLink = { title: t('Deploy…'), command: commandIds.deploy, argument };
  const copy: HoverLink = { title: t('Copy Version'), command: commandIds.copyVersion, argument: slim };
  item.tooltip = hover(details, version.cleanedUp ? [copy] : [deploy, copy]);
  item.command = { command: commandIds.showVersion, title: t('Version Actions…'), arguments: [node] };
  // A screen reader does not read the badges, so the label contains what they mean.
  const description = joinParts([item.description, runsInText(t, runs)]);
  item.accessibilityInformation = { label: t('Version {0}, {1}', version.version, description) };
  return item;
}

function moreItem(node: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(t('Load More'), None);
  item.description = t('{0} more', node.hidden);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: commandIds.loadMore, title: t('Load More'), arguments: [node] };
  item.accessibilityInformation = { label: `${t('Load More')} ${item.description}` };
  return item;
}

function messageItem(node: MessageNode): vscode.TreeItem {
  const { text, error, uploadTo } = node;
  const item = new vscode.TreeItem(text, None);
  item.contextValue = 'message';
  item.accessibilityInformation = { label: text };
  if (uploadTo) {
    item.iconPath = new vscode.ThemeIcon('cloud-upload');
    item.command = { command: commandIds.uploadPackage, title: text, arguments: [uploadTo] };
    return item;
  }
  if (!error) {
    item.iconPath = new vscode.ThemeIcon('info');
    item.tooltip = text;
    return item;
  }
  const { why, todo } = errorText(t, error.code, error.facts);
  const details = joinParts([text, why, todo], '\n');
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.tooltip = details;
  item.description = todo;
  item.contextValue = isGrantMissing(error.code) ? 'error.grantMissing' : 'error';
  item.command = { command: commandIds.showRowError, title: t('Show Error'), arguments: [node] };
  item.accessibilityInformation = { label: joinParts([t('Error'), text, todo], ', ') };
  return item;
}
