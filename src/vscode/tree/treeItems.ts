import * as vscode from 'vscode';
import { takesPackages } from '../../core/platform/modules.ts';
import { formatBytes, formatSize, joined, originText } from '../../texts/formats.ts';
import { errorText } from '../../texts/errorTexts.ts';
import type { Catalog } from '../modules/catalog.ts';
import { commandIds } from '../editor/ids.ts';
import { versionRow, greyedOut } from './rowDecorations.ts';
import { deploymentItem, environmentItem } from './environmentItems.ts';
import type {
  ApplicationNode,
  MessageNode,
  ModuleNode,
  MoreNode,
  OtherApplicationsNode,
  TreeNode,
  VersionNode,
} from '../modules/nodes.ts';

const { t } = vscode.l10n;

/**
 * Returns the tree item of a node. Texts from the platform are used only in labels and plain tooltips, never in
 * Markdown.
 */
export function treeItem(node: TreeNode, catalog: Catalog): vscode.TreeItem {
  const item = itemFor(node, catalog);
  item.id = node.id;
  return item;
}

function itemFor(node: TreeNode, catalog: Catalog): vscode.TreeItem {
  switch (node.kind) {
    case 'application':
      return applicationItem(node);
    case 'otherApplications':
      return otherApplicationsItem(node);
    case 'module':
      return moduleItem(node);
    case 'environment':
      return environmentItem(node, catalog.environment(node));
    case 'deployment':
      return deploymentItem(node);
    case 'version':
      return versionItem(node, catalog.doubtAbout(node, node.version));
    case 'more':
      return moreItem(node);
    case 'message':
      return messageItem(node);
  }
}

function applicationItem({ application, unlisted }: ApplicationNode): vscode.TreeItem {
  const item = new vscode.TreeItem(application.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = unlisted ? t('{0} · not listed', application.code) : application.code;
  item.tooltip = `${application.name} (${application.code})`;
  item.iconPath = new vscode.ThemeIcon('symbol-namespace');
  item.contextValue = 'application';
  item.accessibilityInformation = { label: t('Application {0}, App ID {1}', application.name, application.code) };
  return item;
}

function otherApplicationsItem({ applications }: OtherApplicationsNode): vscode.TreeItem {
  const label = t('Applications that don’t accept source packages');
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = String(applications.length);
  item.tooltip = t('None of their modules accept source packages.');
  item.iconPath = new vscode.ThemeIcon('archive', new vscode.ThemeColor('disabledForeground'));
  return item;
}

function moduleItem({ id, appCode, module, alone }: ModuleNode): vscode.TreeItem {
  const takes = takesPackages(module);
  const origin = originText(t, module.origin);
  const item = new vscode.TreeItem(
    alone ? `${appCode} / ${module.name}` : module.name,
    takes ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
  );
  item.contextValue = takes ? 'module.takesPackages' : 'module';
  if (takes) {
    item.description = origin;
    item.iconPath = new vscode.ThemeIcon('package');
    item.tooltip = t('{0} / {1}: accepts source packages ({2})', appCode, module.name, origin);
  } else {
    item.description = t('{0} · doesn’t accept source packages', origin);
    item.iconPath = new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
    item.tooltip = t(
      '{0} / {1} ({2}) doesn’t accept source packages. Only LessCode, S-Mart and AI agent modules do.',
      appCode,
      module.name,
      origin,
    );
    item.resourceUri = greyedOut(id);
  }
  item.accessibilityInformation = { label: t('Module {0}, {1}', module.name, item.description) };
  return item;
}

function versionItem({ appCode, module, version }: VersionNode, doubt: string | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(version.version, vscode.TreeItemCollapsibleState.None);
  const size = version.sizeBytes === undefined ? '' : formatSize(version.sizeBytes);
  const date = version.updated?.text ?? '';
  item.description = joined([version.cleanedUp ? t('cleaned up') : '', doubt, size, date.slice(0, 16)]);
  item.contextValue = version.cleanedUp ? 'version.cleanedUp' : 'version';
  item.iconPath = new vscode.ThemeIcon('tag');
  if (doubt) item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  if (version.cleanedUp) item.iconPath = new vscode.ThemeIcon('trash', new vscode.ThemeColor('disabledForeground'));
  item.resourceUri = versionRow(appCode, module, version.version, version.cleanedUp);
  item.tooltip = [
    version.version,
    version.sizeBytes === undefined ? '' : `${size} (${formatBytes(t, version.sizeBytes)})`,
    date === '' ? '' : t('Uploaded {0}', date),
    doubt ? t('Check this package before you deploy it: {0}', doubt) : '',
    version.cleanedUp
      ? t('The platform has cleaned up this package. You can’t deploy this version or upload it again.')
      : '',
  ]
    .filter((line) => line !== '')
    .join('\n');
  item.accessibilityInformation = { label: t('Version {0}, {1}', version.version, item.description) };
  return item;
}

function moreItem(node: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(t('Load more…'), vscode.TreeItemCollapsibleState.None);
  item.description = t('{0} more', node.hidden);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: commandIds.loadMore, title: t('Load more…'), arguments: [node] };
  return item;
}

function messageItem({ text, error }: MessageNode): vscode.TreeItem {
  const item = new vscode.TreeItem(text, vscode.TreeItemCollapsibleState.None);
  if (!error) {
    item.iconPath = new vscode.ThemeIcon('info');
    return item;
  }
  const { why, todo } = errorText(t, error.code, error.facts);
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.tooltip = `${text}\n${why}\n${todo}`;
  item.description = todo;
  return item;
}
