import * as vscode from 'vscode';
import { signedInText } from '../../texts/formats.ts';
import type { ContextKeys } from '../editor/contextKeys.ts';
import type { Session, SessionStore } from '../session/session.ts';
import type { ApplicationTree } from './applicationTree.ts';
import type { TreeNode } from '../modules/nodes.ts';

/**
 * Updates the view's description and message when the session or the filter changes. Also sets the context key for the
 * welcome texts.
 */
export function followSession(
  session: SessionStore,
  tree: ApplicationTree,
  view: vscode.TreeView<TreeNode>,
  contextKeys: ContextKeys,
): vscode.Disposable {
  const show = (current: Session): void => {
    contextKeys.set('session', current.state);
    contextKeys.set('hasOtherPlatforms', current.state === 'signedOut' && (current.others ?? []).length > 0);
    const signedIn = current.state === 'signedIn';
    view.description = signedIn ? filterText(tree.filter) : '';
    // VS Code shows no line for an empty message.
    view.message = signedIn ? signedInText(vscode.l10n.t, current.platform.name, current.identity) : '';
  };
  return vscode.Disposable.from(
    session.onDidChange(show),
    tree.onDidChangeTreeData(() => {
      view.description = filterText(tree.filter);
    }),
  );
}

function filterText(filter: string): string {
  return filter === '' ? '' : vscode.l10n.t('“{0}”', filter);
}
