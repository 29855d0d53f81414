import * as vscode from 'vscode';
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
import { checkPackageUrl } from '../../core/releases/packageUrl.ts';
import { verifyUpToBytes } from '../editor/settings.ts';
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
import type { UploadArguments, UploadStart } from './uploadArguments.ts';
import type { UploadServices } from './uploadServices.ts';

const { t } = vscode.l10n;

/** The upload so far. The user is not asked for what the command was given. */
export type UploadDraft = { [Name in keyof UploadByLink]: UploadByLink[Name] | undefined };

/** A source of a package other than a link that the platform fetches. */
export type UploadSource =
  /** A file of a release, to be picked. */
  | { kind: 'release' }
  /** A folder or archive of this computer. */
  | { kind: 'resource'; resource: vscode.Uri }
  /** A link whose package is downloaded here and published. */
  | { kind: 'relay'; packageUrl: string };

/** What the questions of an upload can offer. */
export interface UploadContext {
  /** Modules to offer first. */
  offers: readonly ModuleOffer[];
  folder: FolderSuggestions;
  /** Returns the links that were used for a module before, newest first. */
  recentUrls: (appCode: AppCode, module: ModuleName) => readonly string[];
  /** Inspects links while the user continues. */
  inspector: LinkInspector;
  /** Returns what can go wrong with a link on this platform. */
  warningsFor: (packageUrl: string, found: ReturnType<LinkInspection['found']>) => readonly PreflightWarning[];
  /** The warnings about the link that the user has accepted. */
  accepted: readonly PreflightWarning[];
  /** Other sources; undefined if only a link is possible. */
  sources?: readonly UploadSource[] | undefined;
  /** A link that was just copied. */
  clipboard?: string | undefined;
  /** The upload that is being retried. */
  again?: UploadByLink | undefined;
}

/** Validates the given texts. Throws `PlatformError` for the first invalid one, before the user is asked anything. */
export function parseDraft(given: UploadArguments): UploadDraft {
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
    packageUrl: given.packageUrl?.trim(),
    version: given.version?.trim(),
    allowOverwrite: given.allowOverwrite,
  };
}

/** Reads what the questions of an upload by link can offer. */
export async function uploadContext(
  services: UploadServices,
  session: SignedIn,
  { resource }: UploadStart,
): Promise<UploadContext> {
  const folder = resource ? await readFolderSuggestions(resource) : noSuggestions;
  const { gatewayUrl } = session.platform;
  const { refusals } = services.uploads;
  return {
    offers: offersFor(services, session, folder),
    folder,
    recentUrls: (appCode, module) => services.recents.packageUrls(gatewayUrl, appCode, module),
    inspector: new LinkInspector(services.log, verifyUpToBytes),
    accepted: [],
    warningsFor: (packageUrl, found) => preflight({ packageUrl, gatewayUrl, refusedHosts: refusals.known, found }),
  };
}

/** Returns the likely modules, those of the folder first. */
export function offersFor(services: UploadServices, session: SignedIn, { targets }: FolderSuggestions): ModuleOffer[] {
  const offers = targets.map((target) => ({ ...target, from: t('from {0}', target.from) }));
  return moduleOffers(services, session, offers);
}

/** Returns the sources to offer in addition to a link. `hasReleases`: whether any release source is configured. */
export async function offeredSources(resource: vscode.Uri | undefined, hasReleases: boolean): Promise<UploadSource[]> {
  const isPackage = resource && (/\.(?:tar\.gz|tgz|tar|zip)$/i.test(resource.path) || (await isDirectory(resource)));
  return [
    ...(hasReleases ? [{ kind: 'release' as const }] : []),
    ...(isPackage && vscode.workspace.isTrusted ? [{ kind: 'resource' as const, resource }] : []),
  ];
}

/**
 * Returns the link of a package on the clipboard. In a browser, reading the clipboard would ask the user for
 * permission.
 */
export async function copiedLink(): Promise<string | undefined> {
  if (vscode.env.uiKind !== vscode.UIKind.Desktop) return undefined;
  const link = checkPackageUrl(await vscode.env.clipboard.readText());
  return link.ok && /\.(?:tar\.gz|tgz|tar|zip)(?:$|[?#])/i.test(link.url) ? link.url : undefined;
}
