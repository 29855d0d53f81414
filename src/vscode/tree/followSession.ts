import * as vscode from 'vscode';
import { joinParts } from '../../texts/formats.ts';
import type { ContextKeys } from '../editor/contextKeys.ts';
import { sessionKey } from '../modules/catalog.ts';
import type { SessionStore } from '../session/session.ts';
import type { ApplicationsState, ApplicationTree } from './applicationTree.ts';
import type { TreeNode } from '../modules/nodes.ts';

const { t } = vscode.l10n;

/**
 * Sets the context keys for the welcome texts when the session or the list of applications changes. Also sets the
 * view's message, a line that names the user, the platform and the filter.
 */
export function followSession(
  session: SessionStore,
  tree: ApplicationTree,
  view: vscode.TreeView<TreeNode>,
  contextKeys: ContextKeys,
): vscode.Disposable {
  let shown: ApplicationsState = 'reading';
  let key = '';
  const show = (): void => {
    const { current } = session;
    contextKeys.set('session', current.state);
    contextKeys.set('hasOtherPlatforms', current.state === 'signedOut' && (current.others ?? []).length > 0);
    const hasConsole = current.state === 'signedIn' && current.platform.consoleUrl !== undefined;
    contextKeys.set('applications', shown === 'notPermitted' && !hasConsole ? 'notPermittedNoConsole' : shown);
    // VS Code shows no welcome text beside a message, so there is no message if the tree has no rows.
    view.message =
      current.state === 'signedIn' && shown === 'listed'
        ? joinParts([
            current.identity.userName === undefined
              ? current.platform.name
              : t('{0} on {1}', current.identity.userName, current.platform.name),
            tree.filter === '' ? '' : t('filter “{0}”', tree.filter),
          ])
        : '';
  };
  return vscode.Disposable.from(
    session.onDidChange((current) => {
      if (sessionKey(current) !== key) shown = 'reading';
      key = sessionKey(current);
      show();
    }),
    tree.onDidChangeState((state) => {
      shown = state;
      show();
    }),
  );
}
