import * as vscode from 'vscode';
import { isNode, type TreeNode } from '../modules/nodes.ts';

const { t } = vscode.l10n;

/** What can be copied from a row of a tree. */
type CopyableValue = 'appId' | 'moduleName' | 'version' | 'deploymentId';

/**
 * Copies a value of a tree's row to the clipboard. If several rows are selected, copies the value of each selected row,
 * one per line. Does nothing if no row has such a value.
 */
export async function copyFromRow(what: CopyableValue, argument: unknown, selection?: unknown): Promise<void> {
  const rows: unknown[] = Array.isArray(selection) && selection.length > 1 ? selection : [argument];
  const values = new Set(rows.flatMap((row) => (isNode(row) ? (copyableValueOf(what, row) ?? []) : [])));
  if (values.size === 0) return;
  await vscode.env.clipboard.writeText([...values].join('\n'));
  const [only = ''] = values;
  vscode.window.setStatusBarMessage(
    values.size === 1 ? t('Copied: {0}', only) : t('{0} values copied.', values.size),
    3000,
  );
}

function copyableValueOf(what: CopyableValue, node: TreeNode): string | undefined {
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
