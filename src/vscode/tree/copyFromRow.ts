import * as vscode from 'vscode';
import { isNode, type TreeNode } from '../modules/nodes.ts';

const { t } = vscode.l10n;

/** What can be copied from a row of a tree. */
type Copied = 'appId' | 'moduleName' | 'version' | 'deploymentId';

/** Copies a value of a tree's row to the clipboard. Does nothing if the row has no such value. */
export async function copyFromRow(what: Copied, argument: unknown): Promise<void> {
  const value = isNode(argument) ? valueOf(what, argument) : undefined;
  if (value === undefined) return;
  await vscode.env.clipboard.writeText(value);
  vscode.window.setStatusBarMessage(t('Copied: {0}', value), 3000);
}

function valueOf(what: Copied, node: TreeNode): string | undefined {
  switch (what) {
    case 'appId':
      if (node.kind === 'application') return node.application.code;
      return 'appCode' in node ? node.appCode : undefined;
    case 'moduleName':
      if (node.kind === 'module') return node.module.name;
      return 'module' in node ? node.module : undefined;
    case 'version':
      if (node.kind === 'version') return node.version.version;
      return node.kind === 'deployment' ? node.deployment.version : undefined;
    case 'deploymentId':
      return node.kind === 'deployment' ? node.deployment.id : undefined;
  }
}
