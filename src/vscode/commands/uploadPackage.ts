import * as vscode from 'vscode';
import { readAppCode, readModuleName } from '../../core/platform/names.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { checkPackageUrl } from '../../core/releases/packageUrl.ts';
import { readVersion } from '../../core/platform/version.ts';
import { preflight } from '../../core/operations/preflight.ts';
import { readUploadRequest } from '../../core/operations/readUploadRequest.ts';
import { commandIds } from '../ids.ts';
import { readFolderSuggestions, type FolderSuggestions } from '../folderSuggestions.ts';
import type { SignedIn } from '../session.ts';
import { PackageLooks } from '../packageLooks.ts';
import { isOnPlatform, readTargets, verifyUpToBytes } from '../settings.ts';
import { activeTarget } from '../views/statusBar.ts';
import type { ModuleOffer } from './askModule.ts';
import { asPlatformError } from './asPlatformError.ts';
import { askUpload } from './askUpload.ts';
import { ensureSignedIn } from './ensureSignedIn.ts';
import { publicOutcome, type PublicUploadOutcome } from './publicOutcome.ts';
import { presentRefusal } from './presentOutcome.ts';
import { runUpload } from './runUpload.ts';
import type { Services } from './services.ts';
import type { UploadDraft, UploadHints } from './uploadHints.ts';
import { readUploadStart, type UploadArguments, type UploadStart } from './uploadStart.ts';

const { t } = vscode.l10n;

/**
 * `bkpaas.uploadPackage`: from the palette, the tree, the Explorer, a keybinding or another extension. Asks for what is
 * missing, asks nothing when everything is given, and resolves with what became of it. `again` is an upload to repeat.
 */
export async function uploadPackage(
  services: Services,
  argument?: unknown,
  again?: UploadByLink,
): Promise<PublicUploadOutcome> {
  try {
    const start = readUploadStart(argument);
    const draft = readDraft(start.arguments);
    const session = await ensureSignedIn(services, start.arguments.platform);
    if (!session) return { status: 'cancelled' };
    const looks = new PackageLooks(services.log, verifyUpToBytes);
    const request =
      complete(draft) ?? (await askUpload(services, draft, await hintsFor(services, session, start, looks, again)));
    if (!request) {
      looks.stop();
      return { status: 'cancelled' };
    }
    return publicOutcome(t, await runUpload(services, session, request, looks));
  } catch (escaped) {
    // Whoever called gets an outcome, whatever happened.
    const error = asPlatformError(services, commandIds.uploadPackage, escaped);
    presentRefusal(services, error);
    return publicOutcome(t, { status: 'failed', error });
  }
}

/** The given texts, each checked; throws `PlatformError` for the first that cannot be used, so that nothing is asked in vain. */
function readDraft(given: UploadArguments): UploadDraft {
  const appCode = given.appCode === undefined ? undefined : readAppCode(given.appCode);
  if (given.appCode !== undefined && !appCode) throw new PlatformError('appCodeInvalid', { subject: given.appCode });
  const module = given.module === undefined ? undefined : readModuleName(given.module);
  if (given.module !== undefined && !module) throw new PlatformError('moduleNameInvalid', { subject: given.module });
  if (given.packageUrl !== undefined) {
    const link = checkPackageUrl(given.packageUrl);
    if (!link.ok) throw new PlatformError('packageUrlInvalid', { subject: link.problem });
  }
  if (given.version !== undefined) {
    const version = readVersion(given.version);
    if (!version.ok) throw new PlatformError(version.problem, { subject: given.version.trim() });
  }
  return {
    appCode,
    module,
    packageUrl: given.packageUrl?.trim(),
    version: given.version?.trim(),
    allowOverwrite: given.allowOverwrite,
  };
}

/** The upload when nothing is left to ask. */
function complete({ appCode, module, packageUrl, version, allowOverwrite }: UploadDraft): UploadByLink | undefined {
  if (
    appCode === undefined ||
    module === undefined ||
    packageUrl === undefined ||
    version === undefined ||
    allowOverwrite === undefined
  )
    return undefined;
  return readUploadRequest({ appCode, module, packageUrl, version, allowOverwrite });
}

async function hintsFor(
  services: Services,
  session: SignedIn,
  start: UploadStart,
  looks: PackageLooks,
  again: UploadByLink | undefined,
): Promise<UploadHints> {
  const folder: FolderSuggestions = start.resource
    ? await readFolderSuggestions(start.resource)
    : { targets: [], version: undefined, packageUrl: undefined };
  const { gatewayUrl } = session.platform;
  return {
    offers: moduleOffers(services, session, folder),
    folder,
    recentUrls: (appCode, module) => services.recents.packageUrls(gatewayUrl, appCode, module),
    looks,
    warningsFor: (packageUrl, found) =>
      preflight({ packageUrl, gatewayUrl, refusedHosts: services.refusals.known, found }),
    again,
  };
}

/** What the folder says, then the targets of the settings, then the last choices; each module once. */
function moduleOffers(services: Services, session: SignedIn, folder: FolderSuggestions): ModuleOffer[] {
  const { gatewayUrl } = session.platform;
  const active = activeTarget();
  const targets = [...(active ? [active] : []), ...readTargets()].filter((target) =>
    isOnPlatform(target, session.platform),
  );
  const offers: ModuleOffer[] = [
    ...folder.targets.map((target) => ({ ...target, from: t('from {0}', target.from) })),
    ...targets.map(({ appCode, module }) => ({ appCode, module, from: t('target of this folder') })),
    ...services.recents.modules(gatewayUrl).map(({ appCode, module }) => ({ appCode, module, from: t('used before') })),
  ];
  return [
    ...new Map(offers.toReversed().map((offer) => [`${offer.appCode}/${offer.module}`, offer])).values(),
  ].toReversed();
}
