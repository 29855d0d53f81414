import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { acceptsPackages } from '../../core/platform/modules.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';
import { isArchiveName } from '../../core/releases/packageName.ts';
import { checkPackageUrl } from '../../core/releases/packageUrl.ts';
import { parseLinks } from '../../core/releases/readLink.ts';
import { background } from '../editor/background.ts';
import { showInformation } from '../editor/notifications.ts';
import { isDirectory, isLinkFile } from '../modules/folderSuggestions.ts';
import type { TreeNode } from '../modules/nodes.ts';
import { withTemporaryFolder } from '../publish/packageSource.ts';
import { publishResource } from '../publish/publishCommand.ts';
import { runPublishCommand } from '../publish/publishOutcome.ts';
import type { PublishServices } from '../publish/publishServices.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import { uploadWithParsedArguments } from './uploadPackage.ts';

const { t } = vscode.l10n;

/** What was dropped: the URL of a package, a file or folder with a URI, or the content of a file without a URI. */
type DroppedItem =
  | { kind: 'url'; url: string }
  | { kind: 'resource'; resource: vscode.Uri }
  | { kind: 'bytes'; name: string; bytes: Uint8Array };

/**
 * Uploads a package that was dropped on a row of a tree. The upload goes to the row's module. The package is filled in,
 * and the user is asked the other questions of an upload.
 */
export async function dropPackage(
  services: PublishServices,
  node: TreeNode | undefined,
  data: vscode.DataTransfer,
): Promise<void> {
  const target = node && moduleOf(node);
  if (!target) {
    showInformation(t('Drop the package on a module that accepts source packages.'));
    return;
  }
  const [dropped, ...others] = await readDroppedItems(data);
  if (!dropped) showInformation(nothingToUploadText());
  else if (others.length > 0) showInformation(t('Drop one package at a time.'));
  // VS Code shows the drop as in progress until this function ends, so the function does not wait for the upload.
  else background('drop', uploadDropped(services, target, dropped));
}

/**
 * Returns the module that receives a package dropped on a row. Returns undefined if the module accepts no packages, or
 * if rows of this kind accept no drop.
 */
function moduleOf(node: TreeNode): ModuleTarget | undefined {
  switch (node.kind) {
    case 'module':
      return acceptsPackages(node.module) ? { appCode: node.appCode, module: node.module.name } : undefined;
    case 'versions':
    case 'version':
      return { appCode: node.appCode, module: node.module };
    case 'message':
      return node.uploadTo;
    default:
      return undefined;
  }
}

/**
 * Returns what was dropped. Prefers a file's URI to its content, and both to dropped text. Reads the content
 * immediately, because it is unavailable after the drop has ended.
 */
async function readDroppedItems(data: vscode.DataTransfer): Promise<DroppedItem[]> {
  const listed = (await data.get('text/uri-list')?.asString()) ?? '';
  const addresses = listed.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (addresses.length > 0) return addresses.flatMap((address) => droppedAddress(address.trim()) ?? []);
  const files = [...data].flatMap(([, item]) => item.asFile() ?? []);
  if (files.length > 0) return Promise.all(files.map(droppedFile));
  const [url] = parseLinks('', (await data.get('text/plain')?.asString()) ?? '');
  return url === undefined || !checkPackageUrl(url).ok ? [] : [{ kind: 'url', url }];
}

function droppedAddress(address: string): DroppedItem | undefined {
  if (/^https?:/i.test(address)) return checkPackageUrl(address).ok ? { kind: 'url', url: address } : undefined;
  const resource = vscode.Uri.parse(address);
  // VS Code cannot read resources of other schemes, such as ftp.
  const isReadable = vscode.workspace.fs.isWritableFileSystem(resource.scheme) !== undefined;
  return isReadable ? { kind: 'resource', resource } : undefined;
}

async function droppedFile(file: vscode.DataTransferFile): Promise<DroppedItem> {
  if (file.uri) return { kind: 'resource', resource: file.uri };
  return { kind: 'bytes', name: file.name, bytes: await file.data() };
}

/** Uploads what was dropped. An archive or folder is published to BK-Repo first. */
async function uploadDropped(services: PublishServices, target: ModuleTarget, dropped: DroppedItem): Promise<void> {
  switch (dropped.kind) {
    case 'url':
      await uploadUrl(services, target, dropped.url);
      return;
    case 'resource': {
      const { resource } = dropped;
      const name = path.posix.basename(resource.path);
      if (isLinkFile(name)) await uploadWithParsedArguments(services, { arguments: target, resource });
      else if (isPublishableName(name) || (await isDirectory(resource)))
        await publishDropped(services, target, resource);
      else showInformation(nothingToUploadText());
      return;
    }
    case 'bytes': {
      const { name, bytes } = dropped;
      const [url] = isLinkFile(name) ? parseLinks(name, new TextDecoder().decode(bytes)) : [];
      if (url !== undefined) await uploadUrl(services, target, url);
      else if (isArchiveName(name)) await publishBytes(services, target, name, bytes);
      else showInformation(nothingToUploadText());
    }
  }
}

/** Returns whether a file can be published: an archive, or a description, which stands for its folder. */
function isPublishableName(name: string): boolean {
  return isArchiveName(name) || /^app_desc\.ya?ml$/.test(name);
}

function nothingToUploadText(): string {
  return t('Drop a URL, a link file, an archive or a folder.');
}

async function uploadUrl(services: PublishServices, target: ModuleTarget, packageUrl: string): Promise<void> {
  await uploadWithParsedArguments(services, { arguments: target }, { packageUrl, from: t('dropped') });
}

async function publishDropped(services: PublishServices, target: ModuleTarget, resource: vscode.Uri): Promise<void> {
  await runPublishCommand(services, async () => {
    const session = await ensureSignedIn(services);
    return session ? publishResource(services, session, resource, target) : { status: 'cancelled' };
  });
}

/** Publishes an archive from a temporary file with the archive's name. Only the user can read the file. */
async function publishBytes(
  services: PublishServices,
  target: ModuleTarget,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const file = path.join(folder, path.basename(name));
    await writeFile(file, bytes, { mode: 0o600 });
    await publishDropped(services, target, vscode.Uri.file(file));
  });
}
