import type { TreeNode } from '../modules/nodes.ts';
import { instanceRows } from './environmentBranch.ts';
import { ModuleTree } from './moduleTree.ts';

/**
 * The view in the Explorer with the workspace's targets and their environments and versions. VS Code shows this view
 * only if a target is set. The view also activates the extension for the status bar item, because VS Code cannot
 * activate an extension when a setting is set, but it can show a view when a setting is set. The view starts collapsed,
 * like every view that is added to the Explorer. The view opens when the user selects a target, and stays open
 * afterwards.
 */
export class TargetTree extends ModuleTree {
  protected readonly rootId = 'target';

  protected redrawBranch(): void {
    this.refresh();
  }

  protected async childrenOf(node: TreeNode | undefined): Promise<TreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.targetRows('target', false);
      case 'module':
        return this.moduleRows(node);
      case 'versions':
        return this.versionRows(node);
      case 'environment':
        return this.environments.rowsBelow(node);
      case 'process':
        return instanceRows(node);
      default:
        return [];
    }
  }
}
