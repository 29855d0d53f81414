import * as vscode from 'vscode';
import type { AppCode, ModuleName } from '../../core/platform/names.ts';
import { viewIds } from '../editor/ids.ts';
import { showError, showInformation } from '../editor/notifications.ts';
import { readPlatforms, saveTarget, type TargetSetting } from '../editor/settings.ts';
import { runWizard } from '../editor/wizard.ts';
import { isModuleNode } from './nodes.ts';
import { targetSteps, type TargetDraft } from './askTarget.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import type { SessionServices } from '../session/sessionServices.ts';
import type { Catalog } from './catalog.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.selectTarget`: saves a target in the settings of a folder. The settings can be committed with the
 * code.
 */
export async function selectTarget(
  services: SessionServices & { catalog: Catalog },
  argument?: unknown,
): Promise<void> {
  const session = await ensureSignedIn(services);
  if (!session) return;
  const chosen = isModuleNode(argument)
    ? { appCode: argument.appCode, module: argument.module.name }
    : await askTargetModule(services);
  if (!chosen) return;
  const folder = await chooseFolder();
  if (folder === 'cancelled') return;
  // If the user has only one platform, the target does not contain the platform's name, because the settings file is
  // easier to share without the name.
  const target: TargetSetting = {
    ...chosen,
    ...(readPlatforms().length > 1 ? { platform: session.platform.name } : {}),
  };
  try {
    await saveTarget(target, folder);
  } catch (error) {
    showError(
      t('Couldn’t save the target module in the settings: {0}', error instanceof Error ? error.message : String(error)),
    );
    return;
  }
  // Opens the target view, so that the extension is activated and shows its status bar item whenever this workspace is
  // opened: VS Code keeps the view open, and an open view activates the extension. The call is not awaited, because the
  // target is already saved.
  if (folder)
    vscode.commands.executeCommand(`${viewIds.target}.focus`, { preserveFocus: true }).then(undefined, () => undefined);
  showInformation(
    folder
      ? t('{0} / {1} is now the target module of folder “{2}”.', chosen.appCode, chosen.module, folder.name)
      : t('{0} / {1} is now the target module for windows without an open folder.', chosen.appCode, chosen.module),
  );
}

async function askTargetModule(services: {
  catalog: Catalog;
}): Promise<{ appCode: AppCode; module: ModuleName } | undefined> {
  const draft: TargetDraft = {};
  const finished = await runWizard(targetSteps(services, draft, { title: t('Select Target Module'), offers: [] }));
  const { appCode, module } = draft;
  return finished && appCode && module ? { appCode, module } : undefined;
}

/** Returns the only folder, or undefined if no folder is open. Asks the user if there are several folders. */
async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined | 'cancelled'> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length <= 1) return folders[0];
  const folder = await vscode.window.showWorkspaceFolderPick({
    placeHolder: t('Select a folder to set its target module'),
  });
  return folder ?? 'cancelled';
}
