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
import { verifyUpToBytes } from '../settings.ts';
import { asPlatformError } from './asPlatformError.ts';
import { askUpload } from './askUpload.ts';
import { ensureSignedIn } from './ensureSignedIn.ts';
import { moduleOffers } from './moduleOffers.ts';
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
    const prepared = await prepareUpload(services, argument, again);
    if (!prepared) return { status: 'cancelled' };
    const { session, request, looks } = prepared;
    return publicOutcome(t, await runUpload(services, session, request, looks));
  } catch (escaped) {
    // Whoever called gets an outcome, whatever happened.
    const error = asPlatformError(services, commandIds.uploadPackage, escaped);
    presentRefusal(services, error);
    return publicOutcome(t, { status: 'failed', error });
  }
}

/** An upload of which nothing is left to ask. */
export interface PreparedUpload {
  session: SignedIn;
  request: UploadByLink;
  looks: PackageLooks;
}

/** Asks for what is missing. Undefined when the person cancelled; throws `PlatformError` for what cannot be used. */
export async function prepareUpload(
  services: Services,
  argument: unknown,
  again?: UploadByLink,
): Promise<PreparedUpload | undefined> {
  const start = readUploadStart(argument);
  const draft = readDraft(start.arguments);
  const session = await ensureSignedIn(services, start.arguments.platform);
  if (!session) return undefined;
  const looks = new PackageLooks(services.log, verifyUpToBytes);
  const request =
    complete(draft) ?? (await askUpload(services, draft, await hintsFor(services, session, start, looks, again)));
  if (request) return { session, request, looks };
  looks.stop();
  return undefined;
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
    offers: moduleOffers(
      services,
      session,
      folder.targets.map((target) => ({ ...target, from: t('from {0}', target.from) })),
    ),
    folder,
    recentUrls: (appCode, module) => services.recents.packageUrls(gatewayUrl, appCode, module),
    looks,
    warningsFor: (packageUrl, found) =>
      preflight({ packageUrl, gatewayUrl, refusedHosts: services.refusals.known, found }),
    again,
  };
}
