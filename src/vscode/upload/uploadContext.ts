import * as vscode from 'vscode';
import { trimPastedUrl } from '../../core/http/pastedText.ts';
import { preflight, type PreflightWarning } from '../../core/operations/upload/preflight.ts';
import {
  parseAppCode,
  parseModuleName,
  type AppCode,
  type ModuleName,
  parseNewVersion,
} from '../../core/platform/names.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { isArchiveName, isArchiveUrl } from '../../core/releases/packageName.ts';
import { checkPackageUrl } from '../../core/releases/packageUrl.ts';
import { readMaxVerifiedBytes } from '../editor/settings.ts';
import type { ModuleOffer } from '../modules/askTarget.ts';
import {
  isDirectory,
  noSuggestions,
  readFolderSuggestions,
  type FolderSuggestions,
} from '../modules/folderSuggestions.ts';
import { moduleOffers } from '../modules/activeTarget.ts';
import type { SignedIn } from '../session/session.ts';
import { LinkInspector, type LinkInspection } from './linkInspector.ts';
import type { UploadArguments, ParsedUploadArguments } from './uploadArguments.ts';
import type { UploadServices } from './uploadServices.ts';

const { t } = vscode.l10n;

/** The known parts of an upload. The user is not asked for a part that the command's argument contains. */
export type UploadDraft = { [Name in keyof UploadByLink]: UploadByLink[Name] | undefined };

/** A source of a package, other than a link that the platform fetches. */
export type UploadSource =
  /** A file of a release. The user picks the file later. */
  | { kind: 'release' }
  /** A folder or archive in the Explorer. */
  | { kind: 'resource'; resource: vscode.Uri }
  /** A link whose package this computer downloads and publishes. */
  | { kind: 'relay'; packageUrl: string };

/** The data and functions that the questions of an upload use. */
export interface UploadContext {
  /** Modules that are offered above the list of applications. */
  offers: readonly ModuleOffer[];
  folder: FolderSuggestions;
  /** Returns the links that were used for a module before, newest first. */
  recentUrls: (appCode: AppCode, module: ModuleName) => readonly string[];
  /** Inspects links while the user answers the next questions. */
  inspector: LinkInspector;
  /** Returns the warnings about a link for an upload to this platform. `found` is the result of inspecting the link. */
  warningsFor: (packageUrl: string, found: ReturnType<LinkInspection['found']>) => readonly PreflightWarning[];
  /** The warnings about the link that the user has accepted. */
  accepted: readonly PreflightWarning[];
  /** The other sources that are offered; undefined if only a link is possible. */
  sources?: readonly UploadSource[] | undefined;
  /** The link of a package on the clipboard. */
  clipboard?: string | undefined;
  /** The initial answers to the questions for the link and the version. */
  filled?: FilledAnswers | undefined;
}

/** Answers that the user sees and can change. `from` says where they come from, such as “last tried”. */
export interface FilledAnswers {
  packageUrl: string;
  version?: string | undefined;
  from: string;
}

/** Validates the given texts before the user is asked anything. Throws `PlatformError` for the first invalid text. */
export function parseUploadDraft(given: UploadArguments): UploadDraft {
  const appCode = given.appCode === undefined ? undefined : parseAppCode(given.appCode);
  if (given.appCode !== undefined && !appCode) throw new PlatformError('appCodeInvalid', { subject: given.appCode });
  const module = given.module === undefined ? undefined : parseModuleName(given.module);
  if (given.module !== undefined && !module) throw new PlatformError('moduleNameInvalid', { subject: given.module });
  if (given.packageUrl !== undefined) {
    const link = checkPackageUrl(given.packageUrl);
    if (!link.ok) throw new PlatformError('packageUrlInvalid', { subject: link.problem });
  }
  if (given.version !== undefined) {
    const version = parseNewVersion(given.version);
    if (!version.ok) throw new PlatformError(version.problem, { subject: given.version.trim() });
  }
  return {
    appCode,
    module,
    packageUrl: given.packageUrl === undefined ? undefined : trimPastedUrl(given.packageUrl),
    version: given.version?.trim(),
    allowOverwrite: given.allowOverwrite,
  };
}

/** Reads the data for the questions of an upload by link. */
export async function readUploadContext(
  services: UploadServices,
  session: SignedIn,
  { resource }: ParsedUploadArguments,
): Promise<UploadContext> {
  const folder = resource ? await readFolderSuggestions(resource) : noSuggestions;
  const { gatewayUrl } = session.platform;
  const { refusals } = services.uploads;
  return {
    offers: offersFor(services, session, folder, resource),
    folder,
    recentUrls: (appCode, module) => services.editor.recents.packageUrls(gatewayUrl, appCode, module),
    inspector: new LinkInspector(services.log, readMaxVerifiedBytes),
    accepted: [],
    warningsFor: (packageUrl, found) => preflight({ packageUrl, gatewayUrl, refusedHosts: refusals.known, found }),
  };
}

/** Returns the likely modules. The modules that the folder of `resource` suggests come first. */
export function offersFor(
  services: UploadServices,
  session: SignedIn,
  { targets }: FolderSuggestions,
  resource: vscode.Uri | undefined,
): ModuleOffer[] {
  const offers = targets.map((target) => ({ ...target, from: t('from {0}', target.from) }));
  return moduleOffers(services, session, offers, resource);
}

/** Returns the sources to offer in addition to a link. `hasReleases` is whether any release source is known. */
export async function offeredSources(resource: vscode.Uri | undefined, hasReleases: boolean): Promise<UploadSource[]> {
  const isPackage = resource && (isArchiveName(resource.path) || (await isDirectory(resource)));
  return [
    ...(hasReleases ? [{ kind: 'release' as const }] : []),
    ...(isPackage && vscode.workspace.isTrusted ? [{ kind: 'resource' as const, resource }] : []),
  ];
}

/**
 * Returns the link on the clipboard if it is the link of a package. Does not read the clipboard in a browser, because
 * the browser would ask the user for permission.
 */
export async function readClipboardLink(): Promise<string | undefined> {
  if (vscode.env.uiKind !== vscode.UIKind.Desktop) return undefined;
  const link = checkPackageUrl(await vscode.env.clipboard.readText());
  return link.ok && isArchiveUrl(link.url) ? link.url : undefined;
}
