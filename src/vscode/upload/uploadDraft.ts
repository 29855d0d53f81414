import * as vscode from 'vscode';
import { preflight } from '../../core/operations/upload/preflight.ts';
import { readAppCode, readModuleName } from '../../core/platform/names.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { readVersion } from '../../core/platform/version.ts';
import { checkPackageUrl } from '../../core/releases/packageUrl.ts';
import { readFolderSuggestions, type FolderSuggestions } from '../modules/folderSuggestions.ts';
import type { PackageLooks } from './packageLooks.ts';
import type { SignedIn } from '../session/session.ts';
import { moduleOffers } from '../modules/moduleOffers.ts';
import type { UploadServices } from './uploadServices.ts';
import type { UploadDraft, UploadHints } from './uploadHints.ts';
import type { UploadArguments, UploadStart } from './uploadStart.ts';

const { t } = vscode.l10n;

/** The given texts, each checked; throws `PlatformError` for the first that cannot be used, so that nothing is asked in vain. */
export function readDraft(given: UploadArguments): UploadDraft {
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

/** What the questions can offer. `known`: what is said by something else than the resource. */
export async function hintsFor(
  services: UploadServices,
  session: SignedIn,
  start: UploadStart,
  looks: PackageLooks,
  again: UploadByLink | undefined,
  known?: FolderSuggestions,
): Promise<UploadHints> {
  const folder: FolderSuggestions =
    known ??
    (start.resource
      ? await readFolderSuggestions(start.resource)
      : { targets: [], version: undefined, packageUrl: undefined });
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
      preflight({ packageUrl, gatewayUrl, refusedHosts: services.uploads.refusals.known, found }),
    suggested: start.arguments.suggestedVersion
      ? { version: start.arguments.suggestedVersion, from: t('the release') }
      : undefined,
    again,
  };
}
