import * as vscode from 'vscode';
import type { TreeNode } from '../modules/nodes.ts';
import type { ModuleTree } from './moduleTree.ts';

/** The rows of a view whose tree is loaded when VS Code first asks for rows. */
export class LazyTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #load: () => Promise<ModuleTree>;
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  #loaded: Promise<ModuleTree> | undefined;
  #subscription: vscode.Disposable | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(load: () => Promise<ModuleTree>) {
    this.#load = load;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    return (await this.#tree()).getChildren(node);
  }

  async getTreeItem(node: TreeNode): Promise<vscode.TreeItem> {
    return (await this.#tree()).getTreeItem(node);
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.#changed.dispose();
  }

  #tree(): Promise<ModuleTree> {
    return (this.#loaded ??= this.#load().then((tree) => {
      this.#subscription = tree.onDidChangeTreeData((node) => {
        this.#changed.fire(node);
      });
      return tree;
    }));
  }
}
