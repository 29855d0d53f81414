import * as vscode from 'vscode';
import { PlatformError } from '../../core/platform/platformError.ts';
import { takeProblemText } from '../../texts/publishTexts.ts';
import { commandIds } from '../editor/ids.ts';
import { showError } from '../editor/notifications.ts';
import { withProgress } from '../editor/progress.ts';
import { askPick } from '../editor/quickInput.ts';
import { asPlatformError, presentRefusal } from '../session/presentError.ts';
import { ensureSignedIn } from '../session/ensureSignedIn.ts';
import { archiveSource, folderSource, withTemporaryFolder } from './packageSource.ts';
import { publicOutcome } from '../upload/publicOutcome.ts';
import { publishSource, type LookedThrough, type PublicRelayOutcome } from './publishSource.ts';
import { lookThrough } from './relayPackage.ts';
import { relayLink } from './relayRelease.ts';
import type { PublishServices } from './publishServices.ts';
import { readUploadStart } from '../upload/uploadStart.ts';

const { t } = vscode.l10n;

/**
 * `bkpaas.publishAndUpload` and `bkpaas.packAndUpload`: a folder or an archive of this computer is checked, packed where it is a
 * folder, put to where the platform may fetch it, and uploaded; a link's package is downloaded for that first. From the
 * Explorer, the palette, a keybinding (`path` or `packageUrl`, and what else `bkpaas.uploadPackage` takes) or another extension.
 */
export async function publishAndUpload(services: PublishServices, argument?: unknown): Promise<PublicRelayOutcome> {
  try {
    const start = readUploadStart(argument);
    const session = await ensureSignedIn(services, start.arguments.platform);
    if (!session) return { status: 'cancelled' };
    const { packageUrl } = start.arguments;
    if (packageUrl !== undefined) return await relayLink(services, session, packageUrl, start.arguments);
    const resource = start.resource ?? pathIn(argument) ?? (await choosePackage());
    if (!resource) return { status: 'cancelled' };
    return await withTemporaryFolder(async (temporary) => {
      const looked = await look(services, resource, temporary);
      if (!looked) return { status: 'notPublished' };
      return publishSource(services, session, looked, start.arguments);
    });
  } catch (escaped) {
    if (escaped instanceof Error && escaped.name === 'AbortError') return { status: 'cancelled' };
    const error = asPlatformError(services, commandIds.publishAndUpload, escaped);
    presentRefusal(services, error);
    return publicOutcome(t, { status: 'failed', error });
  }
}

async function look(
  services: PublishServices,
  resource: vscode.Uri,
  temporary: string,
): Promise<LookedThrough | undefined> {
  const { type } = await vscode.workspace.fs.stat(resource);
  const isFolder = (type & vscode.FileType.Directory) !== 0;
  const name = resource.path.split('/').at(-1) ?? '';
  return withProgress(t('Checking {0}', name), async (tell, signal) => {
    const source = isFolder
      ? await folderSource(resource, temporary, tell, signal)
      : await archiveSource(resource, temporary, tell, signal);
    if ('ok' in source) {
      const { what, todo } = takeProblemText(t, source.problem);
      services.log.error(`Not published ${name}: ${source.problem.code}`);
      showError(t('{0} {1}', what, todo));
      return undefined;
    }
    tell(t('checking what is inside…'));
    return { source, report: await lookThrough(source, signal) };
  });
}

/** The member `path` of a keybinding's or another extension's object. */
function pathIn(argument: unknown): vscode.Uri | undefined {
  if (typeof argument !== 'object' || argument === null || !('path' in argument) || argument instanceof vscode.Uri)
    return undefined;
  const { path } = argument;
  if (typeof path !== 'string' || path === '') throw new PlatformError('argumentInvalid', { subject: 'path' });
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return vscode.Uri.parse(path);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const isAbsolute = /^(?:[A-Za-z]:)?[\\/]/.test(path);
  return folder && !isAbsolute ? vscode.Uri.joinPath(folder.uri, path) : vscode.Uri.file(path);
}

/** A folder of the workspace, or any folder or archive of this computer. */
async function choosePackage(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
  const items: (vscode.QuickPickItem & { uri?: vscode.Uri; files?: boolean })[] = [
    ...folders.map(({ name, uri }) => ({
      label: t('Pack “{0}”', name),
      description: uri.fsPath,
      iconPath: new vscode.ThemeIcon('root-folder'),
      uri,
    })),
    {
      label: t('An archive…'),
      description: '.tar.gz .tgz .tar .zip',
      iconPath: new vscode.ThemeIcon('file-zip'),
      files: true,
    },
    { label: t('Another folder…'), iconPath: new vscode.ThemeIcon('folder'), files: false },
  ];
  const placeholder = t('What is to be published?');
  const question = { title: t('Publish and Upload'), placeholder, items: Promise.resolve(items) };
  const answer = await askPick(question, { step: 1, total: 1, canGoBack: false });
  if (answer.kind !== 'answer') return undefined;
  const { uri, files } = answer.value;
  if (uri) return uri;
  const [folder] = folders;
  const chosen = await vscode.window.showOpenDialog({
    title: files ? t('Choose an Archive to Publish') : t('Choose a Folder to Publish'),
    openLabel: t('Publish'),
    canSelectFiles: files === true,
    canSelectFolders: files !== true,
    ...(files ? { filters: { [t('Archives')]: ['gz', 'tgz', 'tar', 'zip'] } } : {}),
    ...(folder ? { defaultUri: folder.uri } : {}),
  });
  return chosen?.[0];
}
