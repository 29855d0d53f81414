import * as vscode from 'vscode';
import { environments } from '../../core/platform/names.ts';
import {
  environmentDetails,
  environmentsStatusText,
  targetStatusText,
  type EnvironmentFacts,
} from '../../texts/environmentTexts.ts';
import { commandIds } from '../editor/ids.ts';
import { affectsSetting, isOnPlatform, isStatusBarEnabled, type TargetSetting } from '../editor/settings.ts';
import { activeTarget } from '../modules/activeTarget.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { WorkspaceDescription } from '../modules/workspaceDescription.ts';
import type { Session, SessionStore } from '../session/session.ts';
import { environmentFacts } from './environmentItems.ts';

const { t } = vscode.l10n;

/**
 * Creates the status bar item. It shows the target of the active editor's folder, and what runs in the target's
 * environments. A click shows the actions for this target. The environments are read once, and again after a refresh or
 * a deployment. Without a target, the item is shown if the user is not signed out, or if the workspace has an
 * app_desc.yaml.
 */
export function createStatusBar(
  session: SessionStore,
  catalog: Catalog,
  description: WorkspaceDescription,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('bkpaas.target', vscode.StatusBarAlignment.Left, 20);
  item.name = t('BlueKing PaaS');
  item.command = commandIds.quickAction;

  const draw = (): void => {
    const target = isStatusBarEnabled() ? activeTarget() : undefined;
    if (!isStatusBarEnabled() || !(target || session.current.state !== 'signedOut' || description.isPresent)) {
      item.hide();
      return;
    }
    const facts = target ? factsOf(target, session.current, catalog) : [];
    const isDeploying = facts.some(({ deploying }) => deploying !== undefined);
    item.text = `$(${isDeploying ? 'sync~spin' : 'cloud-upload'}) ${target ? targetStatusText(t, target, facts) : t('BlueKing PaaS')}`;
    item.tooltip = tooltip(target, session.current, facts);
    item.accessibilityInformation = { label: target ? accessibilityLabel(target, facts) : t('BlueKing PaaS') };
    item.show();
  };

  // The item is not drawn here, because the first read of the session fires `onDidChange`.
  return vscode.Disposable.from(
    item,
    session.onDidChange(draw),
    catalog.onDidChange(draw),
    catalog.onDidChangeEnvironment(draw),
    vscode.window.onDidChangeActiveTextEditor(draw),
    description.onDidChange(draw),
    vscode.workspace.onDidGrantWorkspaceTrust(draw),
    vscode.workspace.onDidChangeWorkspaceFolders(draw),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (affectsSetting(event, 'target') || affectsSetting(event, 'showStatusBar')) draw();
    }),
  );
}

/**
 * Returns the cached facts about a target's environments, and starts to read the missing facts. Returns no facts if the
 * user is not signed in to the target's platform.
 */
function factsOf(target: TargetSetting, session: Session, catalog: Catalog): EnvironmentFacts[] {
  if (session.state !== 'signedIn' || !isOnPlatform(target, session.platform)) return [];
  const { appCode, module } = target;
  return environments.map((environment) =>
    environmentFacts(environment, catalog.environment({ appCode, module, environment })),
  );
}

function accessibilityLabel(target: TargetSetting, facts: readonly EnvironmentFacts[]): string {
  const name = `${target.appCode} / ${target.module}`;
  const running = environmentsStatusText(t, facts);
  return running === '' ? t('BlueKing PaaS, {0}', name) : t('BlueKing PaaS, {0}, {1}', name, running);
}

function tooltip(target: TargetSetting | undefined, session: Session, facts: readonly EnvironmentFacts[]): string {
  const name = target ? [`${target.appCode} / ${target.module}`] : [];
  const signedIn = session.state === 'signedIn' ? t('Signed in to {0}', session.platform.name) : t('Not signed in');
  const lines = facts.map((each) => environmentDetails(t, each));
  return [...name, ...lines, signedIn, t('Click to upload or deploy')].join('\n');
}
