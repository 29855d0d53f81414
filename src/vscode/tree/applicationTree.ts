import * as vscode from 'vscode';
import type { Application } from '../../core/platform/applications.ts';
import { isGrantMissing } from '../../core/platform/gatewayErrors.ts';
import { parseAppCode } from '../../core/platform/names.ts';
import { settledValue } from '../../core/platform/platformError.ts';
import { sessionKey } from '../modules/catalog.ts';
import type { ApplicationNode, TreeNode } from '../modules/nodes.ts';
import { instanceRows } from './environmentBranch.ts';
import { moduleNode, ModuleTree } from './moduleTree.ts';
import { failedNode } from './paging.ts';

const { t } = vscode.l10n;

/**
 * What the list of applications shows. `notPermitted`: the token works, but its application has no permission for the
 * API. For `empty`, `noMatch` and `notPermitted` the tree has no rows, so that VS Code shows the welcome text with the
 * reason.
 */
export type ApplicationsState = 'reading' | 'listed' | 'empty' | 'noMatch' | 'notPermitted';

/**
 * The tree of the workspace's targets and of all applications, their modules, and the modules' environments and
 * versions.
 */
export class ApplicationTree extends ModuleTree {
  protected readonly rootId = 'root';
  /** Nodes whose children were requested, keyed by node ID, so that "Load more…" redraws only one branch. */
  readonly #branches = new Map<string, TreeNode>();
  readonly #stateChanged = new vscode.EventEmitter<ApplicationsState>();
  #filter = '';

  readonly onDidChangeState = this.#stateChanged.event;

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
        return this.#roots();
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
      case 'versions':
        return this.versionRows(node);
      case 'environment':
        return this.environments.rowsBelow(node);
      case 'process':
        return instanceRows(node);
      case 'instance':
      case 'deployment':
      case 'version':
      case 'more':
      case 'message':
        return [];
    }
  }

  async #roots(): Promise<TreeNode[]> {
    const key = sessionKey(this.session.current);
    const show = (state: ApplicationsState, nodes: TreeNode[]): TreeNode[] => {
      // If the session has changed during the read, the list belongs to an earlier session. So its state is not
      // reported.
      if (sessionKey(this.session.current) === key) this.#stateChanged.fire(state);
      return nodes;
    };
    const [targets, applications] = await Promise.allSettled([
      this.#filter === '' ? this.targetRows('pinned', true) : [],
      this.catalog.applications(),
    ]);
    const pinned = settledValue(targets);
    if (applications.status === 'rejected') {
      const failed = failedNode(this.rootId, applications.reason);
      const isRefused = isGrantMissing(failed.error.code) && !pinned.some(({ kind }) => kind === 'module');
      return show(isRefused ? 'notPermitted' : 'listed', isRefused ? [] : [...pinned, failed]);
    }
    const rows = this.#applicationRows(applications.value);
    // Targets are shown even without applications, because the user may be unable to see a target's application.
    if (rows.length > 0 || pinned.length > 0) return show('listed', [...pinned, ...rows]);
    return show(applications.value.length === 0 ? 'empty' : 'noMatch', []);
  }

  #applicationRows(applications: readonly Application[]): TreeNode[] {
    const shown = applications.filter((application) => matchesFilter(application, this.#filter));
    const taking = shown.filter((application) => application.takesPackages);
    const others = shown.filter((application) => !application.takesPackages);
    const nodes = this.paging.page('root', taking, applicationNode);
    // With a filter, the other applications are listed instead of collapsed into one row.
    if (this.#filter !== '') nodes.push(...this.paging.page('root/others', others, applicationNode));
    else if (others.length > 0) nodes.push({ kind: 'otherApplications', id: 'others', applications: others });
    nodes.push(...this.#unlisted(applications));
    return nodes;
  }

  /**
   * Returns a row for the filter if the filter is an App ID that the list does not contain. Platforms do not list some
   * applications (platform-api.md 4.1).
   */
  #unlisted(applications: readonly Application[]): TreeNode[] {
    const code = parseAppCode(this.#filter);
    if (!code || applications.some((application) => application.code === code)) return [];
    return [{ ...applicationNode({ code, name: t('Open by App ID'), takesPackages: true }), unlisted: true }];
  }

  override dispose(): void {
    super.dispose();
    this.#stateChanged.dispose();
  }
}

function applicationNode(application: Application): ApplicationNode {
  return { kind: 'application', id: `application/${application.code}`, application, unlisted: false };
}

function matchesFilter(application: Application, filter: string): boolean {
  const text = filter.toLowerCase();
  return application.code.toLowerCase().includes(text) || application.name.toLowerCase().includes(text);
}
