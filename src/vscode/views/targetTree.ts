import * as vscode from 'vscode';
import { PlatformError } from '../../core/platform/platformError.ts';
import { errorText } from '../../texts/errorTexts.ts';
import type { Catalog } from '../catalog.ts';
import type { SessionStore } from '../session.ts';
import { isOnPlatform, readTargets, type PlatformSetting, type Target } from '../settings.ts';
import { moduleNode, versionsOf } from './moduleBranch.ts';
import type { MoreNode, TreeNode } from './nodes.ts';
import { Paging } from './paging.ts';
import { treeItem } from './treeItems.ts';

const { t } = vscode.l10n;

/**
 * The workspace's target with its versions, in the Explorer, and only where a target is set. It is also what wakes the
 * extension for the status bar: VS Code has no activation by setting, but it has views by setting. It starts folded, as
 * every view that is put into the Explorer does, and opens when a target is selected; from then on it stays open there.
 */
export class TargetTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #catalog: Catalog;
  readonly #session: SessionStore;
  readonly #paging = new Paging();
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(catalog: Catalog, session: SessionStore) {
    this.#catalog = catalog;
    this.#session = session;
    this.#subscription = catalog.onDidChange(() => {
      this.refresh();
    });
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  loadMore(node: MoreNode): void {
    this.#paging.more(node.parentId);
    this.refresh();
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if ((await this.#session.read()).state !== 'signedIn') return [];
    try {
      if (!node) return await this.#targets();
      return node.kind === 'module'
        ? await versionsOf(this.#catalog, this.#paging, node, t('No source package uploaded yet.'))
        : [];
    } catch (error) {
      const failed = this.#failed(node?.id ?? 'target', error);
      return this.#session.current.state === 'signedIn' ? [failed] : [];
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #targets(): Promise<TreeNode[]> {
    const session = this.#session.current;
    if (session.state !== 'signedIn') return [];
    return Promise.all(
      readTargets().map((target) =>
        this.#targetNode(target, session.platform).catch((error: unknown) =>
          this.#failed(`target/${target.appCode}/${target.module}`, error),
        ),
      ),
    );
  }

  #failed(id: string, error: unknown): TreeNode {
    if (!(error instanceof PlatformError)) throw error;
    return { kind: 'message', id: `${id}/error`, text: errorText(t, error.code, error.facts).what, error };
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
