import * as vscode from 'vscode';
import { isOnPlatform, readTarget, type Target } from '../editor/settings.ts';
import type { SignedIn } from '../session/session.ts';
import type { ModuleOffer } from './askTarget.ts';
import type { Recents } from '../editor/recents.ts';

/**
 * Returns the target of the active editor's folder. Without an active editor in a folder, returns the target of the
 * first folder.
 */
export function activeTarget(): Target | undefined {
  return readTarget(currentFolder()?.uri);
}

/** Returns the workspace folder of a file or folder, or else of the active editor, or else the first one. */
function currentFolder(resource = vscode.window.activeTextEditor?.document.uri): vscode.WorkspaceFolder | undefined {
  return (resource && vscode.workspace.getWorkspaceFolder(resource)) ?? vscode.workspace.workspaceFolders?.[0];
}

const { t } = vscode.l10n;

/**
 * Returns likely modules, without duplicates: first the modules in `first`, then the target of the folder that contains
 * `resource` or the active editor, then the modules of the last uploads, then the targets of other workspace folders.
 */
export function moduleOffers(
  services: { recents: Recents },
  { platform }: SignedIn,
  first: readonly ModuleOffer[] = [],
  resource?: vscode.Uri,
): ModuleOffer[] {
  const current = currentFolder(resource);
  const others = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder !== current);
  const offersOf = (folder: vscode.WorkspaceFolder | undefined, from: string): ModuleOffer[] => {
    const target = readTarget(folder?.uri);
    if (!target || !isOnPlatform(target, platform)) return [];
    return [{ appCode: target.appCode, module: target.module, from }];
  };
  const recent = services.recents.modules(platform.gatewayUrl);
  const offers: ModuleOffer[] = [
    ...first,
    ...offersOf(current, t('this folder’s target')),
    ...recent.map(({ appCode, module }) => ({ appCode, module, from: t('recently used') })),
    ...others.flatMap((folder) => offersOf(folder, t('target of {0}', folder.name))),
  ];
  // If several offers are for the same module, keeps the first offer, because the first offer describes the module's
  // origin best.
  const byModule = offers.toReversed().map((offer) => [`${offer.appCode}/${offer.module}`, offer] as const);
  return [...new Map(byModule).values()].toReversed();
}
