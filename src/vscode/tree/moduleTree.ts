import * as vscode from 'vscode';
import { environments } from '../../core/platform/names.ts';
import { type Module, acceptsPackages } from '../../core/platform/modules.ts';
import type { AppCode } from '../../core/platform/names.ts';
import type { DeployTarget, ModuleTarget } from '../../core/platform/paths.ts';
import { PlatformError, requirePlatformError } from '../../core/platform/platformError.ts';
import { localClock, type LocalClock } from '../../texts/formats.ts';
import { isOnPlatform, readTargets, type PlatformSetting, type TargetSetting } from '../editor/settings.ts';
import { targetOrigin } from '../modules/activeTarget.ts';
import type { Catalog } from '../modules/catalog.ts';
import { runningVersion } from '../modules/versionEnvironments.ts';
import type { MessageNode, ModuleNode, MoreNode, TreeNode, VersionsNode } from '../modules/nodes.ts';
import type { SessionStore } from '../session/session.ts';
import { EnvironmentBranch } from './environmentBranch.ts';
import { failedNode, Paging } from './paging.ts';
import { treeItem } from './treeItems.ts';

const { t } = vscode.l10n;

/** Number of versions that a module shows first, so that the environments below them stay in sight. */
const initialVersionCount = 10;

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
  readonly #clock: LocalClock;
  readonly #subscription: vscode.Disposable;
  /** The newest node of each "Versions" row, keyed by node ID. VS Code needs this object to redraw the row. */
  readonly #versions = new Map<string, VersionsNode>();
  /**
   * The versions that ran in a module's environments when the rows of the module's versions were last drawn, keyed by
   * module.
   */
  readonly #running = new Map<string, string>();

  readonly onDidChangeTreeData = this.changed.event;

  constructor(catalog: Catalog, session: SessionStore, clock: LocalClock = localClock) {
    this.catalog = catalog;
    this.session = session;
    this.#clock = clock;
    this.environments = new EnvironmentBranch(catalog, (node) => {
      this.changed.fire(node);
    });
    const refresh = (): void => {
      this.refresh();
    };
    this.#subscription = vscode.Disposable.from(
      catalog.onDidChange(refresh),
      catalog.packageProblems.onDidChange(refresh),
      catalog.onDidChangeEnvironment((target) => {
        this.#redrawVersions(target);
      }),
    );
  }

  /** Redraws the tree from its roots. */
  refresh(): void {
    this.environments.forget();
    this.#versions.clear();
    this.#running.clear();
    this.changed.fire(undefined);
  }

  /** Redraws the rows with a relative time, such as "5 min ago". Sends no request. */
  redrawTimes(): void {
    this.environments.redrawAll();
    for (const node of this.#versions.values()) this.changed.fire(node);
  }

  loadMore(node: MoreNode): void {
    if (this.environments.loadMore(node)) return;
    this.paging.more(node.parentId);
    this.redrawBranch(node.parentId);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node, this.catalog, this.#clock);
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
    // If the platform rejected the token during the read, the session has ended, and the tree has no rows.
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
   * Returns the rows below a module that accepts packages: one row that contains its versions, and its environments.
   * The versions come first, so that the history of an environment does not push them down. This does not wait for the
   * data of the environments.
   */
  protected async moduleRows(node: ModuleNode): Promise<TreeNode[]> {
    if (!acceptsPackages(node.module)) return [];
    const rows = this.environments.rows(node);
    const { id, appCode, module } = node;
    const group: VersionsNode = {
      kind: 'versions',
      id: `${id}/versions`,
      appCode,
      module: module.name,
      ...(await this.#versionsOf(node)),
    };
    this.#versions.set(group.id, group);
    return [group, ...rows];
  }

  async #versionsOf({ appCode, module }: ModuleNode): Promise<Pick<VersionsNode, 'versions' | 'error'>> {
    try {
      return { versions: await this.catalog.versions(appCode, module.name), error: undefined };
    } catch (error) {
      return { versions: undefined, error: requirePlatformError(error) };
    }
  }

  /** Returns the rows of a module's versions, newest first. The first page is short. */
  protected versionRows(node: VersionsNode): TreeNode[] {
    const { id, appCode, module, versions = [], error } = node;
    this.#running.set(moduleKey(node), this.#runningIn(node));
    if (error) return [failedNode(id, error)];
    if (versions.length === 0) {
      const uploadTo: ModuleTarget = { appCode, module };
      return [{ kind: 'message', id: `${id}/empty`, text: t('Upload the First Package…'), uploadTo }];
    }
    return this.paging.page(
      id,
      versions,
      (version, index) => ({
        kind: 'version',
        // The index keeps the IDs unique, even if the platform lists a version twice.
        id: `${id}/${version.version}/${index}`,
        appCode,
        module,
        version,
        siblings: versions,
      }),
      initialVersionCount,
    );
  }

  /** Returns a row for each target of the workspace. If a target cannot be read, the row shows the error. */
  protected targetRows(prefix: string, isPinned: boolean): Promise<(ModuleNode | MessageNode)[]> {
    const session = this.session.current;
    if (session.state !== 'signedIn') return Promise.resolve([]);
    return Promise.all(
      readTargets().map(({ target, folder }) =>
        this.#targetNode(target, session.platform, prefix, isPinned ? targetOrigin(folder) : undefined).catch(
          (error: unknown) => failedNode(`${prefix}/${target.appCode}/${target.module}`, error),
        ),
      ),
    );
  }

  async #targetNode(
    target: TargetSetting,
    platform: PlatformSetting,
    prefix: string,
    pinned: string | undefined,
  ): Promise<ModuleNode | MessageNode> {
    const { appCode, module } = target;
    if (!isOnPlatform(target, platform)) {
      const text = t('{0} / {1} is on platform {2}', appCode, module, target.platform ?? '');
      return { kind: 'message', id: `${prefix}/${appCode}/${module}/elsewhere`, text };
    }
    const modules = await this.catalog.modules(appCode);
    const found = modules.find((candidate) => candidate.name === module);
    if (!found) throw new PlatformError('moduleNotFound', { subject: module });
    const node = moduleNode(prefix, appCode, found, true);
    return pinned === undefined ? node : { ...node, pinned };
  }

  /** Redraws the versions of a module if one of its environments runs another version than before. */
  #redrawVersions(target: DeployTarget): void {
    const [key, running] = [moduleKey(target), this.#runningIn(target)];
    if (this.#running.get(key) === running) return;
    this.#running.set(key, running);
    for (const node of this.#versions.values()) if (moduleKey(node) === key) this.changed.fire(node);
  }

  /** Returns the versions that run in a module's environments as one text, as far as the cached data shows. */
  #runningIn(module: ModuleTarget): string {
    return environments.map((environment) => runningVersion(this.catalog, module, environment) ?? '').join(' ');
  }
}

function moduleKey({ appCode, module }: ModuleTarget): string {
  return `${appCode}/${module}`;
}

/** Returns the node of a module. If `alone` is true, the label also contains the App ID. */
export function moduleNode(prefix: string, appCode: AppCode, module: Module, alone: boolean): ModuleNode {
  return { kind: 'module', id: `${prefix}/${appCode}/${module.name}`, appCode, module, showsAppCode: alone };
}
