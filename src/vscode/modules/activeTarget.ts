import * as vscode from 'vscode';
import { readTarget, type Target, isOnPlatform, readTargets } from '../editor/settings.ts';
import type { SignedIn } from '../session/session.ts';
import type { ModuleOffer } from './askTarget.ts';
import type { Recents } from '../editor/recents.ts';

/** The target of the folder that the person is working in, else of the first folder. */
export function activeTarget(): Target | undefined {
  const document = vscode.window.activeTextEditor?.document.uri;
  const folder = (document && vscode.workspace.getWorkspaceFolder(document)) ?? vscode.workspace.workspaceFolders?.[0];
  return readTarget(folder?.uri);
}

const { t } = vscode.l10n;

/** Modules that are likely meant: those given, then the targets of the settings, then the last choices; each once. */
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
  // The first of several for one module says best where it comes from.
  const byModule = offers.toReversed().map((offer) => [`${offer.appCode}/${offer.module}`, offer] as const);
  return [...new Map(byModule).values()].toReversed();
}
