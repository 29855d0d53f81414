import * as vscode from 'vscode';
import { PlatformError } from '../../core/platform/platformError.ts';
import { isOnPlatform, readTargets, type PlatformSetting, type Target } from '../editor/settings.ts';
import type { TreeNode } from '../modules/nodes.ts';
import { moduleNode, ModuleTree } from './moduleTree.ts';
import { failedNode } from './paging.ts';

const { t } = vscode.l10n;

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
        return this.#targets();
      case 'module':
        return this.moduleRows(node);
      case 'environment':
        return this.environments.history(node);
      default:
        return [];
    }
  }

  async #targets(): Promise<TreeNode[]> {
    const session = this.session.current;
    if (session.state !== 'signedIn') return [];
    return Promise.all(
      readTargets().map((target) =>
        this.#targetNode(target, session.platform).catch((error: unknown) =>
          failedNode(`target/${target.appCode}/${target.module}`, error),
        ),
      ),
    );
  }

  async #targetNode(target: Target, platform: PlatformSetting): Promise<TreeNode> {
    const { appCode, module } = target;
    if (!isOnPlatform(target, platform)) {
      const text = t('{0} / {1} is on platform {2}', appCode, module, target.platform ?? '');
      return { kind: 'message', id: `target/${appCode}/${module}/elsewhere`, text };
    }
    const modules = await this.catalog.modules(appCode);
    const found = modules.find((candidate) => candidate.name === module);
    if (!found) throw new PlatformError('moduleNotFound', { subject: module });
    return moduleNode('target', appCode, found, true);
  }
}
