import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PackageEntry, PackageFile } from '../../core/archive/packageEntry.ts';
import { readEntries } from '../../core/archive/readEntries.ts';
import { createPaceMeter } from '../../core/http/transferPace.ts';
import { fetchLocalPackage, type FetchedPackage } from '../../core/operations/publish/fetchPackage.ts';
import type { PackageReport } from '../../core/package/checkPackage.ts';
import { fileSet } from '../../core/packing/fileSet.ts';
import { folderEntries, packFolder } from '../../core/packing/packFolder.ts';
import { gitFileList } from '../../core/packing/gitFileList.ts';
import { localFolder } from '../../core/packing/localFolder.ts';
import { packPreview, type PackPreview } from '../../core/packing/packPreview.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { paceText } from '../../texts/publishTexts.ts';
import { editorFolder } from '../editor/editorFolder.ts';
import { gitApi } from '../editor/gitPath.ts';
import { readMaxRelayedBytes } from '../editor/settings.ts';
import type { FolderSuggestions } from '../modules/folderSuggestions.ts';

const { t } = vscode.l10n;

export type ReportProgress = (message: string) => void;

/** A folder or archive that is to be published. */
export interface PackageSource {
  /**
   * The file name of an archive, such as `demo-app-1.0.3.tar.gz`, or the name of a folder. The name of a workspace
   * folder can differ from its name on disk.
   */
  name: string;
  /** The folder, or the folder that contains the archive. Undefined for a downloaded archive. */
  resource: vscode.Uri | undefined;
  format: 'tar' | 'zip';
  /** The size of an archive; undefined for a folder. */
  archiveBytes: number | undefined;
  /** The files that are packed; undefined for an archive. */
  preview: PackPreview | undefined;
  entries(signal: AbortSignal): AsyncIterable<PackageEntry>;
  /** Resolves to the archive. A folder is packed first. Rejects with `PackError` or with the signal's reason. */
  file(tell: ReportProgress, signal: AbortSignal): Promise<PackageFile>;
  /** Returns the URI at which the editor can open an entry. Returns undefined if the entry is in an archive. */
  uriOf(entry: string): vscode.Uri | undefined;
  /** Lists the files of the folder again, for example after a rule was added; undefined for an archive. */
  relist?: (tell: ReportProgress, signal: AbortSignal) => Promise<PackageSource>;
  /** The version that a release states for its file; undefined without a release. */
  suggestedVersion?: FolderSuggestions['version'];
}

export type FolderSource = PackageSource & Required<Pick<PackageSource, 'relist'>>;

export function isFolderSource(source: PackageSource): source is FolderSource {
  return source.relist !== undefined;
}

/** A package and the report of its checks. */
export interface CheckedPackage {
  source: PackageSource;
  report: PackageReport;
}

/** The upload that follows publishing, without its link: the module, the version, and whether to overwrite. */
export type PublishTarget = Omit<UploadByLink, 'packageUrl'>;

/**
 * Creates a temporary folder that only the user can read. Deletes the folder after `work`. Resolves to the result of
 * `work`.
 */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns the source for a folder, which will be packed. Rejects if the folder cannot be read. */
export async function folderSource(
  root: vscode.Uri,
  temporary: string,
  tell: ReportProgress,
  signal: AbortSignal,
): Promise<PackageSource> {
  const diskName = root.path.split('/').findLast((part) => part !== '') ?? 'package';
  const workspaceFolder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === root.toString());
  const isLocal = root.scheme === 'file';
  const files = isLocal ? localFolder(root.fsPath) : editorFolder(root);
  tell(t('Scanning files…'));
  // Git determines which files are packed. Git does not run in an untrusted workspace, because the workspace's Git
  // configuration can be malicious.
  const git = isLocal && vscode.workspace.isTrusted ? (await gitApi())?.git.path : undefined;
  const listed = git === undefined ? undefined : await gitFileList(git, root.fsPath, signal);
  const paths = await fileSet({ files, listed, signal });
  const preview = await packPreview(files, paths, signal);
  return {
    name: workspaceFolder?.name ?? diskName,
    resource: root,
    format: 'tar',
    archiveBytes: undefined,
    preview,
    entries: () => folderEntries(files, paths),
    file: (tellPacking, stop) => {
      const pace = createPaceMeter(preview.sizeBytes, () => performance.now());
      const to = path.join(temporary, 'package.tar.gz');
      const onProgress = ({ bytes }: { bytes: number }): void => {
        tellPacking(t('Packing: {0}', paceText(t, pace(bytes))));
      };
      return packFolder({ files, paths, to, fileName: `${diskName}.tar.gz`, onProgress, signal: stop });
    },
    uriOf: (entry) => vscode.Uri.joinPath(root, entry),
    relist: (tellAgain, stop) => folderSource(root, temporary, tellAgain, stop),
  };
}

/**
 * Returns the source for an archive in the workspace or on this computer. Returns the problem if the archive cannot be
 * published.
 */
export async function archiveSource(
  archive: vscode.Uri,
  temporary: string,
  tell: ReportProgress,
  signal: AbortSignal,
): Promise<PackageSource | Extract<FetchedPackage, { ok: false }>> {
  const { size } = await vscode.workspace.fs.stat(archive);
  let file = archive.fsPath;
  if (archive.scheme !== 'file') {
    // VS Code can read a remote file only as a whole into memory, so the file's size is limited.
    const maxBytes = readMaxRelayedBytes();
    if (size > maxBytes) return { ok: false, problem: { code: 'tooLarge', maxBytes } };
    file = path.join(temporary, 'remote-package');
    await writeFile(file, await vscode.workspace.fs.readFile(archive), { mode: 0o600 });
  }
  const pace = createPaceMeter(size, () => performance.now());
  const onProgress = (bytes: number): void => {
    tell(t('Reading the archive: {0}', paceText(t, pace(bytes))));
  };
  const taken = await fetchLocalPackage(file, { onProgress, signal });
  if (!taken.ok) return taken;
  const fileName = archive.path.split('/').at(-1) ?? '';
  return archiveFileSource({ ...taken.file, fileName }, vscode.Uri.joinPath(archive, '..'));
}

/** Returns the source for a complete archive on this computer. */
export function archiveFileSource(file: PackageFile, resource: vscode.Uri | undefined): PackageSource {
  return {
    name: file.fileName,
    resource,
    format: file.content === 'zip' ? 'zip' : 'tar',
    archiveBytes: file.sizeBytes,
    preview: undefined,
    entries: (signal) => readEntries(file, { signal }),
    file: () => Promise.resolve(file),
    uriOf: () => undefined,
  };
}
