import * as vscode from 'vscode';
import { readTarget, type Target, isOnPlatform, readTargets } from '../editor/settings.ts';
import type { SignedIn } from '../session/session.ts';
import type { ModuleOffer } from './askTarget.ts';
import type { Recents } from '../editor/recents.ts';

/**
 * Returns the target of the active editor's folder. Without an active editor in a folder, returns the target of the
 * first folder.
 */
export function activeTarget(): Target | undefined {
  const document = vscode.window.activeTextEditor?.document.uri;
  const folder = (document && vscode.workspace.getWorkspaceFolder(document)) ?? vscode.workspace.workspaceFolders?.[0];
  return readTarget(folder?.uri);
}

const { t } = vscode.l10n;

/**
 * Returns likely modules, without duplicates: first the modules in `first`, then the targets in the settings, then the
 * modules of the last uploads.
 */
export function moduleOffers(
  services: { recents: Recents },
  { platform }: SignedIn,
  first: readonly ModuleOffer[] = [],
): ModuleOffer[] {
  const active = activeTarget();
  const targets = [...(active ? [active] : []), ...readTargets()].filter((target) => isOnPlatform(target, platform));
  const recent = services.recents.modules(platform.gatewayUrl);
  const offers: ModuleOffer[] = [
    ...first,
    ...targets.map(({ appCode, module }) => ({ appCode, module, from: t('target of this folder') })),
    ...recent.map(({ appCode, module }) => ({ appCode, module, from: t('used before') })),
  ];
  // If several offers are for the same module, keeps the first offer, because the first offer describes the module's
  // origin best.
  const byModule = offers.toReversed().map((offer) => [`${offer.appCode}/${offer.module}`, offer] as const);
  return [...new Map(byModule).values()].toReversed();
}
