import * as vscode from 'vscode';
import type { DeployTarget } from '../../core/platform/paths.ts';
import { environments } from '../../core/platform/names.ts';
import { undefinedIfFailed } from '../../core/platform/platformError.ts';
import { rollBackReason } from '../../core/platform/rollBack.ts';
import { errorText } from '../../texts/errorTexts.ts';
import { background } from '../editor/background.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { DeploymentHistory } from '../modules/deploymentHistory.ts';
import { failedNode } from './paging.ts';
import type { EnvironmentNode, InstanceNode, ModuleNode, MoreNode, ProcessNode, TreeNode } from '../modules/nodes.ts';

const { t } = vscode.l10n;

/**
 * The environments in one tree, with their rows and histories. Redraws the row of an environment when the environment's
 * data changes.
 */
export class EnvironmentBranch implements vscode.Disposable {
  readonly #catalog: Catalog;
  readonly #redraw: (node: EnvironmentNode) => void;
  readonly #subscription: vscode.Disposable;
  /**
   * The newest node of each environment's row, keyed by node ID. To redraw a row, VS Code needs the node object that VS
   * Code received last for this row.
   */
  readonly #nodes = new Map<string, EnvironmentNode>();

  constructor(catalog: Catalog, redraw: (node: EnvironmentNode) => void) {
    this.#catalog = catalog;
    this.#redraw = redraw;
    this.#subscription = catalog.onDidChangeEnvironment((target) => {
      for (const node of this.#nodes.values()) if (isSameEnvironment(node, target)) redraw(node);
    });
  }

  /**
   * Returns the rows of a module's two environments. Starts to read the environments' data and does not wait for it.
   */
  rows({ id, appCode, module }: ModuleNode): EnvironmentNode[] {
    return environments.map((environment) => {
      const target = { appCode, module: module.name, environment };
      const node: EnvironmentNode = { kind: 'environment', id: `${id}/env/${environment}`, ...target };
      this.#nodes.set(node.id, node);
      this.#catalog.environment(node);
      return node;
    });
  }

  /**
   * Returns the rows below an environment: its processes, and its history, newest first. An error is shown as a row, so
   * this does not reject with `PlatformError`.
   */
  async rowsBelow(node: EnvironmentNode): Promise<TreeNode[]> {
    const { state, history } = this.#catalog.environment(node);
    await Promise.all([undefinedIfFailed(state.result), undefinedIfFailed(history.result)]);
    const processes = this.#catalog.processes(node);
    if (processes) await undefinedIfFailed(processes.result);
    return [...this.#processRows(node), ...(await this.#historyRows(node))];
  }

  #processRows(node: EnvironmentNode): TreeNode[] {
    const entry = this.#catalog.processes(node);
    if (entry?.error) return [failedNode(`${node.id}/process`, entry.error)];
    const { appCode, module, environment } = node;
    const { processes = [], refusal } = entry?.value ?? {};
    return processes.map((process): TreeNode => {
      const id = `${node.id}/process/${process.name}`;
      return { kind: 'process', id, appCode, module, environment, process, refusal };
    });
  }

  async #historyRows(node: EnvironmentNode): Promise<TreeNode[]> {
    const { state, history } = this.#catalog.environment(node);
    if (history.error) return [failedNode(node.id, history.error)];
    const known = history.value;
    if (!known) return [];
    const running = state.value?.kind === 'released' ? state.value.deployment.id : undefined;
    const { appCode, module, environment } = node;
    // The row of the module has read the versions. They are not read here, because each redraw would read them again if
    // the platform rejects the request.
    const versions = await this.#catalog.knownVersions(node);
    return [
      ...known.deployments.map((deployment): TreeNode => {
        const id = `${node.id}/${deployment.id}`;
        const rollsBack =
          deployment.status === 'successful' && rollBackReason(deployment.version, state.value, versions) !== undefined;
        const runsNow = deployment.id === running;
        return { kind: 'deployment', id, appCode, module, environment, deployment, runsNow, rollsBack };
      }),
      ...moreRows(node.id, known),
    ];
  }

  /**
   * Reads the next page of the history that ends with this "Load more…" row. Returns false if the row does not belong
   * to a history.
   */
  loadMore({ parentId }: MoreNode): boolean {
    const node = this.#nodes.get(parentId);
    if (node) background('deployment history', this.#catalog.moreHistory(node));
    return node !== undefined;
  }

  /** Redraws the rows of all environments. */
  redrawAll(): void {
    for (const node of this.#nodes.values()) this.#redraw(node);
  }

  /** Forgets the nodes. Called before the tree is redrawn from its roots with new nodes. */
  forget(): void {
    this.#nodes.clear();
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

/** Returns the rows of a process's instances. */
export function instanceRows({ id, appCode, module, environment, process }: ProcessNode): InstanceNode[] {
  return (process.instances ?? []).map((instance) => {
    return { kind: 'instance', id: `${id}/${instance.name}`, appCode, module, environment, instance };
  });
}

/**
 * Returns the "Load more…" row if there are more deployments. If the last attempt failed, also returns a row with the
 * error. The user can then try again.
 */
function moreRows(parentId: string, { count, nextOffset, moreFailed }: DeploymentHistory): TreeNode[] {
  if (nextOffset >= count) return [];
  const row: MoreNode = { kind: 'more', id: `${parentId}/more`, parentId, hidden: count - nextOffset };
  if (!moreFailed) return [row];
  const text = errorText(t, moreFailed.code, moreFailed.facts).what;
  return [{ kind: 'message', id: `${parentId}/moreError`, text, error: moreFailed }, row];
}

function isSameEnvironment(one: DeployTarget, other: DeployTarget): boolean {
  return one.appCode === other.appCode && one.module === other.module && one.environment === other.environment;
}
