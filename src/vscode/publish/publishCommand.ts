import * as vscode from 'vscode';
import { isObject } from '../../core/http/json.ts';
import type { FetchedPackage } from '../../core/operations/publish/fetchPackage.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { fetchProblemText } from '../../texts/publishTexts.ts';
import { showError, withProgress } from '../editor/notifications.ts';
import { askPick } from '../editor/quickInput.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import type { SignedIn } from '../session/session.ts';
import { parseUploadArguments, type UploadArguments } from '../upload/uploadArguments.ts';
import { checkSource } from './checkSource.ts';
import { publishLink } from './fromRelease.ts';
import {
  archiveSource,
  folderSource,
  withTemporaryFolder,
  type CheckedPackage,
  type ReportProgress,
} from './packageSource.ts';
import { runPublishCommand, type PublicPublishOutcome } from './publishOutcome.ts';
import { publishAndUploadPackage } from './publishPackage.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.publishAndUpload` and `bkpaas.packAndUpload`: checks a package, publishes the package to BK-Repo,
 * where the platform can fetch it, and uploads the package. A folder is packed first, and the package at a link is
 * downloaded first. The Explorer, the palette, keybindings and other extensions call the commands. A keybinding or
 * another extension can pass `path` or `packageUrl`, and the other arguments of `bkpaas.uploadPackage`.
 */
export function publishAndUpload(services: PublishServices, argument?: unknown): Promise<PublicPublishOutcome> {
  return runPublishCommand(services, async () => {
    const { arguments: given, resource } = parseUploadArguments(argument);
    const session = await ensureSignedIn(services, given.platform);
    if (!session) return { status: 'cancelled' };
    if (given.packageUrl !== undefined) return publishLink(services, session, given.packageUrl, given);
    const chosen = resource ?? pathArgumentUri(argument) ?? (await choosePackage());
    return chosen ? publishResource(services, session, chosen, given) : { status: 'cancelled' };
  });
}

/**
 * Publishes and uploads a folder or archive. If `resource` is an application description, publishes the folder that
 * contains it.
 */
export function publishResource(
  services: PublishServices,
  session: SignedIn,
  resource: vscode.Uri,
  given: UploadArguments,
): Promise<PublicPublishOutcome> {
  if (/\/app_desc\.ya?ml$/.test(resource.path))
    return publishResource(services, session, vscode.Uri.joinPath(resource, '..'), given);
  return publishAndUploadPackage(services, session, given, (temporary) =>
    checkAndReport(services, resource, temporary),
  );
}

async function checkAndReport(
  services: PublishServices,
  resource: vscode.Uri,
  temporary: string,
): Promise<CheckedPackage | undefined> {
  const name = resource.path.split('/').at(-1) ?? '';
  const checkPackage = async (tell: ReportProgress, signal: AbortSignal): Promise<CheckedPackage | undefined> => {
    const checked = await checkInTemporaryFolder(resource, temporary, tell, signal);
    if (!('ok' in checked)) return checked;
    const { what, todo } = fetchProblemText(t, checked.problem);
    services.log.error(`Not published ${name}: ${checked.problem.code}`);
    services.observer?.tell(t('{0} {1}', what, todo));
    showError(t('{0} {1}', what, todo));
    return undefined;
  };
  return withProgress(t('Checking {0}', name), checkPackage, services.observer);
}

/**
 * Checks a folder or archive, and publishes nothing. Resolves to the problem if the archive is not a package. Rejects
 * if the folder or archive cannot be read. When aborted, rejects with the signal's reason.
 */
export function checkResource(resource: vscode.Uri, signal: AbortSignal): ReturnType<typeof checkInTemporaryFolder> {
  return withTemporaryFolder((temporary) => checkInTemporaryFolder(resource, temporary, () => undefined, signal));
}

async function checkInTemporaryFolder(
  resource: vscode.Uri,
  temporary: string,
  tell: ReportProgress,
  signal: AbortSignal,
): Promise<CheckedPackage | Extract<FetchedPackage, { ok: false }>> {
  const { type } = await vscode.workspace.fs.stat(resource);
  const isFolder = (type & vscode.FileType.Directory) !== 0;
  const source = await (isFolder ? folderSource : archiveSource)(resource, temporary, tell, signal);
  return 'ok' in source ? source : checkSource(source, tell, signal);
}

/**
 * Returns the URI for `path` in the object of a keybinding or another extension. Returns undefined if the argument has
 * no `path`.
 */
function pathArgumentUri(argument: unknown): vscode.Uri | undefined {
  if (!isObject(argument) || !('path' in argument) || argument instanceof vscode.Uri) return undefined;
  const { path } = argument;
  if (typeof path !== 'string' || path === '') throw new PlatformError('argumentInvalid', { subject: 'path' });
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return vscode.Uri.parse(path);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const isAbsolute = /^(?:[A-Za-z]:)?[\\/]/.test(path);
  return folder && !isAbsolute ? vscode.Uri.joinPath(folder.uri, path) : vscode.Uri.file(path);
}

/**
 * Asks for a folder of the workspace, or for any folder or archive on this computer. Resolves to undefined if the user
 * cancels.
 */
async function choosePackage(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
  const items: (vscode.QuickPickItem & { uri?: vscode.Uri; archive?: true })[] = [
    ...folders.map(({ name, uri }) => ({
      label: t('Pack “{0}”', name),
      description: uri.fsPath,
      iconPath: new vscode.ThemeIcon('root-folder'),
      uri,
    })),
    {
      label: t('Choose an archive…'),
      description: '.tar.gz .tgz .tar .zip',
      iconPath: new vscode.ThemeIcon('file-zip'),
      archive: true,
    },
    { label: t('Choose another folder…'), iconPath: new vscode.ThemeIcon('folder') },
  ];
  const placeholder = t('Select what to publish');
  const question = { title: t('Publish and Upload Package'), placeholder, items: Promise.resolve(items) };
  const answer = await askPick(question, { step: 1, total: 1, canGoBack: false });
  if (answer.kind !== 'answer') return undefined;
  const { uri, archive = false } = answer.value;
  if (uri) return uri;
  const [folder] = folders;
  const chosen = await vscode.window.showOpenDialog({
    title: archive ? t('Choose an Archive to Publish') : t('Choose a Folder to Publish'),
    openLabel: t('Publish'),
    canSelectFiles: archive,
    canSelectFolders: !archive,
    ...(archive ? { filters: { [t('Archives')]: ['gz', 'tgz', 'tar', 'zip'] } } : {}),
    ...(folder ? { defaultUri: folder.uri } : {}),
  });
  return chosen?.[0];
}
