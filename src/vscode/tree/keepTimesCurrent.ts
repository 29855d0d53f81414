import * as vscode from 'vscode';
import type { ModuleTree } from './moduleTree.ts';

/** Milliseconds between two redraws of the relative times in a visible view. */
const redrawMs = 60_000;

/** Redraws the relative times of a tree when its view becomes visible, and then every minute. */
export function keepTimesCurrent(
  tree: Pick<ModuleTree, 'redrawTimes'>,
  view: Pick<vscode.TreeView<unknown>, 'visible' | 'onDidChangeVisibility'>,
): vscode.Disposable {
  const redraw = (): void => {
    if (view.visible) tree.redrawTimes();
  };
  const timer = setInterval(redraw, redrawMs);
  return vscode.Disposable.from(
    view.onDidChangeVisibility(redraw),
    new vscode.Disposable(() => {
      clearInterval(timer);
    }),
  );
}
