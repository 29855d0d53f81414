import * as vscode from 'vscode';
import { isOnPlatform, readTarget, type TargetSetting } from '../editor/settings.ts';
import type { SignedIn } from '../session/session.ts';
import type { ModuleOffer } from './askTarget.ts';
import type { Recents } from '../editor/recents.ts';

/**
 * Returns the target of the active editor's folder. Without an active editor in a folder, returns the target of the
 * first folder.
 */
export function activeTarget(): TargetSetting | undefined {
  return readTarget(currentFolder()?.uri);
}

/**
 * Returns the workspace folder that contains `resource`, which is the active editor's file by default. If no folder
 * contains the file, returns the first folder.
 */
function currentFolder(resource = vscode.window.activeTextEditor?.document.uri): vscode.WorkspaceFolder | undefined {
  return (resource && vscode.workspace.getWorkspaceFolder(resource)) ?? vscode.workspace.workspaceFolders?.[0];
}

const { t } = vscode.l10n;

/**
 * Returns a text that says where a target is set, with the folder's name if several folders are open. `folder` is
 * undefined for a target in the user's settings.
 */
export function targetOrigin(folder: vscode.WorkspaceFolder | undefined): string {
  if (!folder) return t('target in user settings');
  const isOnly = vscode.workspace.workspaceFolders?.length === 1;
  return isOnly ? t('this folder’s target') : t('target of {0}', folder.name);
}

/**
 * Returns likely modules, without duplicates: first the modules in `first`, then the target of the folder that contains
 * `resource` (see `currentFolder`), then the modules of the last uploads, then the targets of other workspace folders.
 */
export function moduleOffers(
  { editor: { recents } }: { editor: { recents: Pick<Recents, 'modules'> } },
  { platform }: SignedIn,
  first: readonly ModuleOffer[] = [],
  resource?: vscode.Uri,
): ModuleOffer[] {
  const current = currentFolder(resource);
  const others = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder !== current);
  const offersOf = (folder: vscode.WorkspaceFolder | undefined): ModuleOffer[] => {
    const target = readTarget(folder?.uri);
    if (!target || !isOnPlatform(target, platform)) return [];
    return [{ appCode: target.appCode, module: target.module, from: targetOrigin(folder) }];
  };
  const recent = recents.modules(platform.gatewayUrl);
  const offers: ModuleOffer[] = [
    ...first,
    ...offersOf(current),
    ...recent.map(({ appCode, module }) => ({ appCode, module, from: t('recently used') })),
    ...others.flatMap(offersOf),
  ];
  // If several offers are for the same module, keeps the first offer, because the first offer describes the module's
  // origin best.
  const byModule = offers.toReversed().map((offer) => [`${offer.appCode}/${offer.module}`, offer] as const);
  return [...new Map(byModule).values()].toReversed();
}
