import * as vscode from 'vscode';
import { commandIds } from '../editor/ids.ts';
import type { Session, SessionStore } from '../session/session.ts';
import { activeTarget } from '../modules/activeTarget.ts';
import { affectsSetting, isStatusBarEnabled, type Target } from '../editor/settings.ts';

const { t } = vscode.l10n;

/**
 * Creates the status bar item for the target of the active editor's folder. A click shows the actions for this target.
 */
export function createStatusBar(session: SessionStore): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('bkpaas.target', vscode.StatusBarAlignment.Left, 20);
  item.name = t('BlueKing PaaS');
  item.command = commandIds.quickAction;

  const draw = (): void => {
    const target = activeTarget();
    // A window without a target and without a session shows no item.
    if (!isStatusBarEnabled() || (!target && session.current.state === 'signedOut')) {
      item.hide();
      return;
    }
    const name = target ? `${target.appCode} / ${target.module}` : t('BlueKing PaaS');
    item.text = `$(cloud-upload) ${name}`;
    item.tooltip = tooltip(target, session.current);
    item.accessibilityInformation = { label: target ? t('BlueKing PaaS, {0}', name) : name };
    item.show();
  };

  // The item is not drawn here, because the first read of the session fires `onDidChange`.
  return vscode.Disposable.from(
    item,
    session.onDidChange(draw),
    vscode.window.onDidChangeActiveTextEditor(draw),
    vscode.workspace.onDidChangeWorkspaceFolders(draw),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (affectsSetting(event, 'target') || affectsSetting(event, 'showStatusBar')) draw();
    }),
  );
}

function tooltip(target: Target | undefined, session: Session): string {
  const upload = target
    ? t('Upload Package to {0} / {1}…', target.appCode, target.module)
    : t('Upload Package from URL…');
  const signedIn = session.state === 'signedIn' ? t('Signed in to {0}', session.platform.name) : t('Not signed in');
  return `${upload}\n${signedIn}`;
}
