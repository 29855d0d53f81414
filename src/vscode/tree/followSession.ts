import * as vscode from 'vscode';
import { joined } from '../../texts/formats.ts';
import type { ContextKeys } from '../editor/contextKeys.ts';
import type { SessionStore } from '../session/session.ts';
import type { ApplicationsState, ApplicationTree } from './applicationTree.ts';
import type { TreeNode } from '../modules/nodes.ts';

const { t } = vscode.l10n;

/** Milliseconds between two redraws of the relative times in a visible view. */
const redrawMs = 60_000;

/**
 * Sets the context keys for the welcome texts when the session or the list of applications changes. The view's message,
 * one line, names the user, the platform and the filter.
 */
export function followSession(
  session: SessionStore,
  tree: ApplicationTree,
  view: vscode.TreeView<TreeNode>,
  contextKeys: ContextKeys,
): vscode.Disposable {
  let shown: ApplicationsState = 'reading';
  const show = (): void => {
    const { current } = session;
    contextKeys.set('session', current.state);
    contextKeys.set('hasOtherPlatforms', current.state === 'signedOut' && (current.others ?? []).length > 0);
    const hasConsole = current.state === 'signedIn' && current.platform.consoleUrl !== undefined;
    contextKeys.set('applications', shown === 'notPermitted' && !hasConsole ? 'notPermittedNoConsole' : shown);
    // VS Code shows no welcome text beside a message, and no line for an empty message.
    view.message =
      current.state === 'signedIn' && shown === 'listed'
        ? joined([
            current.identity.userName === undefined
              ? current.platform.name
              : t('{0} on {1}', current.identity.userName, current.platform.name),
            tree.filter === '' ? '' : t('filter “{0}”', tree.filter),
          ])
        : '';
  };
  return vscode.Disposable.from(
    session.onDidChange(() => {
      if (session.current.state !== 'signedIn') shown = 'reading';
      show();
    }),
    tree.onDidChangeState((state) => {
      shown = state;
      show();
    }),
  );
}

/** Redraws the relative times of a tree when its view becomes visible, and then every minute. */
export function keepTimesCurrent(
  tree: Pick<ApplicationTree, 'redrawTimes'>,
  view: Pick<vscode.TreeView<TreeNode>, 'visible' | 'onDidChangeVisibility'>,
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
