import * as vscode from 'vscode';
import type { Application } from '../../core/platform/applications.ts';
import { parseAppCode } from '../../core/platform/names.ts';
import type { ApplicationNode, TreeNode } from '../modules/nodes.ts';
import { moduleNode, ModuleTree } from './moduleTree.ts';

const { t } = vscode.l10n;

/** The tree of applications, their modules, and the modules' environments and versions. */
export class ApplicationTree extends ModuleTree {
  protected readonly rootId = 'root';
  /** Nodes whose children were requested, keyed by node ID, so that "Load more…" redraws only one branch. */
  readonly #branches = new Map<string, TreeNode>();
  #filter = '';

  get filter(): string {
    return this.#filter;
  }

  /** Shows only applications whose code or name contains the text. An empty text shows all applications. */
  setFilter(text: string): void {
    this.#filter = text.trim();
    this.paging.reset();
    this.refresh();
  }

  override refresh(): void {
    this.#branches.clear();
    super.refresh();
  }

  override getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node) this.#branches.set(node.id, node);
    return super.getChildren(node);
  }

  protected redrawBranch(id: string): void {
    this.changed.fire(this.#branches.get(id));
  }

  protected async childrenOf(node: TreeNode | undefined): Promise<TreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.#roots(await this.catalog.applications());
      case 'otherApplications':
        return this.paging.page(node.id, node.applications, applicationNode);
      case 'application': {
        const modules = await this.catalog.modules(node.application.code);
        if (modules.length === 0)
          return [{ kind: 'message', id: `${node.id}/empty`, text: t('This application has no modules.') }];
        return modules.map((module) => moduleNode('module', node.application.code, module, false));
      }
      case 'module':
        return this.moduleRows(node);
      case 'environment':
        return this.environments.history(node);
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
    const nodes = this.paging.page('root', taking, applicationNode);
    // With a filter, the other applications are listed instead of collapsed into one row.
    if (this.#filter !== '') nodes.push(...this.paging.page('root/others', others, applicationNode));
    else if (others.length > 0) nodes.push({ kind: 'otherApplications', id: 'others', applications: others });
    const isEmpty = nodes.length === 0;
    nodes.push(...this.#unlisted(applications));
    if (isEmpty) nodes.push({ kind: 'message', id: 'root/empty', text: this.#emptyText(applications.length) });
    return nodes;
  }

  /**
   * Returns a row for the filter if the filter is an application code that is not listed. Platforms do not list some
   * applications (platform-api.md 4.1).
   */
  #unlisted(applications: readonly Application[]): TreeNode[] {
    const code = parseAppCode(this.#filter);
    if (!code || applications.some((application) => application.code === code)) return [];
    return [{ ...applicationNode({ code, name: t('Open by App ID'), takesPackages: true }), unlisted: true }];
  }

  #emptyText(total: number): string {
    if (total === 0) return t('You don’t have any applications on this platform yet.');
    return t('No applications match “{0}”.', this.#filter);
  }
}

function applicationNode(application: Application): ApplicationNode {
  return { kind: 'application', id: `application/${application.code}`, application, unlisted: false };
}

function matches(application: Application, filter: string): boolean {
  const text = filter.toLowerCase();
  return application.code.toLowerCase().includes(text) || application.name.toLowerCase().includes(text);
}
