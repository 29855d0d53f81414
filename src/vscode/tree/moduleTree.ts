import * as vscode from 'vscode';
import { type Module, takesPackages } from '../../core/platform/modules.ts';
import type { AppCode } from '../../core/platform/names.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { ModuleNode, MoreNode, TreeNode } from '../modules/nodes.ts';
import type { SessionStore } from '../session/session.ts';
import { EnvironmentBranch } from './environmentBranch.ts';
import { failedNode, Paging } from './paging.ts';
import { treeItem } from './treeItems.ts';

const { t } = vscode.l10n;

/**
 * The base class of both trees, with the rows of modules, environments and versions. Empty lists and errors are shown
 * as rows, not as notifications.
 */
export abstract class ModuleTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  protected readonly catalog: Catalog;
  protected readonly session: SessionStore;
  protected readonly paging = new Paging();
  protected readonly environments: EnvironmentBranch;
  protected readonly changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(catalog: Catalog, session: SessionStore) {
    this.catalog = catalog;
    this.session = session;
    this.environments = new EnvironmentBranch(catalog, (node) => {
      this.changed.fire(node);
    });
    const refresh = (): void => {
      this.refresh();
    };
    this.#subscription = vscode.Disposable.from(catalog.onDidChange(refresh), catalog.doubts.onDidChange(refresh));
  }

  /** Redraws the tree from its roots. */
  refresh(): void {
    this.environments.forget();
    this.changed.fire(undefined);
  }

  loadMore(node: MoreNode): void {
    if (this.environments.loadMore(node)) return;
    this.paging.more(node.parentId);
    this.redrawBranch(node.parentId);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node, this.catalog);
  }

  /**
   * Returns the rows below a node. Returns no rows if the user is not signed in, so that VS Code shows the welcome text
   * with the reason.
   */
  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if ((await this.session.read()).state !== 'signedIn') return [];
    const children = await this.childrenOf(node).catch((error: unknown) => [
      failedNode(node?.id ?? this.rootId, error),
    ]);
    // If the platform rejected the token during the read, the session has ended.
    return this.session.current.state === 'signedIn' ? children : [];
  }

  dispose(): void {
    this.#subscription.dispose();
    this.environments.dispose();
    this.changed.dispose();
  }

  protected abstract readonly rootId: string;

  protected abstract childrenOf(node: TreeNode | undefined): Promise<TreeNode[]>;

  protected abstract redrawBranch(id: string): void;

  /**
   * Returns the rows below a module that accepts packages: its environments and its versions. If the versions cannot be
   * read, a row with the error replaces them. This does not wait for the data of the environments.
   */
  protected async moduleRows(node: ModuleNode): Promise<TreeNode[]> {
    if (!takesPackages(node.module)) return [];
    const rows = this.environments.rows(node);
    const versions = await this.#versionsOf(node).catch((error: unknown) => [failedNode(node.id, error)]);
    return [...rows, ...versions];
  }

  /** Returns the rows of a module's versions, newest first, one page at a time. Rejects with `PlatformError`. */
  async #versionsOf({ id, appCode, module: { name: module } }: ModuleNode): Promise<TreeNode[]> {
    const versions = await this.catalog.versions(appCode, module);
    if (versions.length === 0)
      return [{ kind: 'message', id: `${id}/empty`, text: t('No source packages uploaded yet') }];
    return this.paging.page(id, versions, (version, index) => ({
      kind: 'version',
      // The index keeps the IDs unique, even if the platform lists a version twice.
      id: `${id}/${version.version}/${index}`,
      appCode,
      module,
      version,
    }));
  }
}

/** Returns the node of a module. `alone` selects the label, which is different in the two views. */
export function moduleNode(prefix: string, appCode: AppCode, module: Module, alone: boolean): ModuleNode {
  return { kind: 'module', id: `${prefix}/${appCode}/${module.name}`, appCode, module, alone };
}
