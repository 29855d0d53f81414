import * as vscode from 'vscode';
import type { Application } from '../../core/platform/applications.ts';
import { parseAppCode } from '../../core/platform/names.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { SessionStore } from '../session/session.ts';
import { EnvironmentBranch } from './environmentBranch.ts';
import { Paging, rowsOfSession } from './paging.ts';
import { moduleNode, moduleRows } from './moduleBranch.ts';
import type { ApplicationNode, MoreNode, TreeNode } from '../modules/nodes.ts';
import { treeItem } from './treeItems.ts';

const { t } = vscode.l10n;

/**
 * The tree of applications, their modules, and the modules' environments and versions. Loading, empty and failed states
 * are rows, never pop-ups.
 */
export class ApplicationTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #catalog: Catalog;
  readonly #session: SessionStore;
  readonly #paging = new Paging();
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #subscription: vscode.Disposable;
  readonly #environments: EnvironmentBranch;
  /** Branches by id, so that "Load more…" redraws only one branch. */
  readonly #branches = new Map<string, TreeNode>();
  #filter = '';

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(catalog: Catalog, session: SessionStore) {
    this.#catalog = catalog;
    this.#session = session;
    this.#subscription = catalog.onDidChange(() => {
      this.#redraw();
    });
    this.#environments = new EnvironmentBranch(catalog, (node) => {
      this.#changed.fire(node);
    });
  }

  get filter(): string {
    return this.#filter;
  }

  /** Shows only applications whose code or name contains the text; all of them if it is empty. */
  setFilter(text: string): void {
    this.#filter = text.trim();
    this.#paging.reset();
    this.#redraw();
  }

  loadMore(node: MoreNode): void {
    if (this.#environments.loadMore(node)) return;
    this.#paging.more(node.parentId);
    this.#changed.fire(this.#branches.get(node.parentId));
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node, this.#catalog);
  }

  getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node) this.#branches.set(node.id, node);
    return rowsOfSession(this.#session, node?.id ?? 'root', () => this.#childrenOf(node));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#environments.dispose();
    this.#changed.dispose();
  }

  async #childrenOf(node: TreeNode | undefined): Promise<TreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.#roots(await this.#catalog.applications());
      case 'otherApplications':
        return this.#paging.page(node.id, node.applications, applicationNode);
      case 'application': {
        const modules = await this.#catalog.modules(node.application.code);
        if (modules.length === 0)
          return [{ kind: 'message', id: `${node.id}/empty`, text: t('This application has no modules.') }];
        return modules.map((module) => moduleNode('module', node.application.code, module, false));
      }
      case 'module':
        return moduleRows(this.#catalog, this.#environments, this.#paging, node, t('No source package uploaded yet.'));
      case 'environment':
        return this.#environments.history(node);
      case 'deployment':
      case 'version':
      case 'more':
      case 'message':
        return [];
    }
  }

  #roots(applications: readonly Application[]): TreeNode[] {
    const shown = applications.filter((application) => matches(application, this.#filter));
    const taking = shown.filter((application) => application.takesPackages);
    const others = shown.filter((application) => !application.takesPackages);
    const nodes = this.#paging.page('root', taking, applicationNode);
    // While filtering, show the other applications instead of collapsing them.
    if (this.#filter !== '') nodes.push(...this.#paging.page('root/others', others, applicationNode));
    else if (others.length > 0) nodes.push({ kind: 'otherApplications', id: 'others', applications: others });
    return [...nodes, ...this.#unlisted(applications)].concat(this.#nothing(nodes, applications));
  }

  /**
   * Returns a row for a typed code that is not listed, because platforms hide some applications (platform-api.md 4.1).
   */
  #unlisted(applications: readonly Application[]): TreeNode[] {
    const code = parseAppCode(this.#filter);
    if (!code || applications.some((application) => application.code === code)) return [];
    return [
      {
        kind: 'application',
        id: `application/${code}`,
        application: { code, name: t('Open by code'), takesPackages: true },
        unlisted: true,
      },
    ];
  }

  #nothing(nodes: readonly TreeNode[], applications: readonly Application[]): TreeNode[] {
    if (nodes.length > 0) return [];
    const text =
      applications.length === 0
        ? t('You have no applications on this platform yet.')
        : t('No application matches “{0}”.', this.#filter);
    return [{ kind: 'message', id: 'root/empty', text }];
  }

  #redraw(): void {
    this.#branches.clear();
    this.#environments.forget();
    this.#changed.fire(undefined);
  }
}

function applicationNode(application: Application): ApplicationNode {
  return { kind: 'application', id: `application/${application.code}`, application, unlisted: false };
}

function matches(application: Application, filter: string): boolean {
  const text = filter.toLowerCase();
  return application.code.toLowerCase().includes(text) || application.name.toLowerCase().includes(text);
}
