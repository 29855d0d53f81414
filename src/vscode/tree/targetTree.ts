import * as vscode from 'vscode';
import { PlatformError } from '../../core/platform/platformError.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { SessionStore } from '../session/session.ts';
import { isOnPlatform, readTargets, type PlatformSetting, type Target } from '../editor/settings.ts';
import { EnvironmentBranch } from './environmentBranch.ts';
import { failedNode, Paging, rowsOfSession } from './paging.ts';
import { moduleNode, moduleRows } from './moduleBranch.ts';
import type { MoreNode, TreeNode } from '../modules/nodes.ts';
import { treeItem } from './treeItems.ts';

const { t } = vscode.l10n;

/**
 * The workspace's targets with their environments and versions, in the Explorer, shown only where a target is set. The
 * view also activates the extension for the status bar: VS Code cannot activate an extension by setting, but it can
 * show a view by setting. The view starts collapsed, as every view that is added to the Explorer does. It opens when a
 * target is selected, and stays open from then on.
 */
export class TargetTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #catalog: Catalog;
  readonly #session: SessionStore;
  readonly #paging = new Paging();
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #subscription: vscode.Disposable;
  readonly #environments: EnvironmentBranch;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(catalog: Catalog, session: SessionStore) {
    this.#catalog = catalog;
    this.#session = session;
    this.#subscription = catalog.onDidChange(() => {
      this.refresh();
    });
    this.#environments = new EnvironmentBranch(catalog, (node) => {
      this.#changed.fire(node);
    });
  }

  refresh(): void {
    this.#environments.forget();
    this.#changed.fire(undefined);
  }

  loadMore(node: MoreNode): void {
    if (this.#environments.loadMore(node)) return;
    this.#paging.more(node.parentId);
    this.refresh();
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node, this.#catalog);
  }

  getChildren(node?: TreeNode): Promise<TreeNode[]> {
    return rowsOfSession(this.#session, node?.id ?? 'target', () => this.#childrenOf(node));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#environments.dispose();
    this.#changed.dispose();
  }

  async #childrenOf(node: TreeNode | undefined): Promise<TreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.#targets();
      case 'module': {
        const nothing = t('No source package uploaded yet.');
        return moduleRows(this.#catalog, this.#environments, this.#paging, node, nothing);
      }
      case 'environment':
        return this.#environments.history(node);
      default:
        return [];
    }
  }

  async #targets(): Promise<TreeNode[]> {
    const session = this.#session.current;
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
      const text = t('{0} / {1} is on the platform {2}', appCode, module, target.platform ?? '');
      return { kind: 'message', id: `target/${appCode}/${module}/elsewhere`, text };
    }
    const modules = await this.#catalog.modules(appCode);
    const found = modules.find((candidate) => candidate.name === module);
    if (!found) throw new PlatformError('moduleNotFound', { subject: module });
    return moduleNode('target', appCode, found, true);
  }
}
