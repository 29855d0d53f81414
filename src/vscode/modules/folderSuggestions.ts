import * as vscode from 'vscode';
import { parseModuleName, parseAppCode, type AppCode, type ModuleName } from '../../core/platform/names.ts';
import { projectFiles, parseProjectVersion } from '../../core/releases/projectVersion.ts';
import { parseLinks } from '../../core/releases/readLink.ts';

/** Suggestions for an upload, from the folder or file on which the user started the command. */
export interface FolderSuggestions {
  targets: { appCode: AppCode; module: ModuleName; from: string }[];
  version: VersionSuggestion | undefined;
  /** The links in the file, most likely first. `from` is the file's name. */
  packageUrls: { url: string; from: string }[];
}

export interface VersionSuggestion {
  version: string;
  from: string;
}

export const noSuggestions: FolderSuggestions = { targets: [], version: undefined, packageUrls: [] };

/** Maximum size of a file that is read. Descriptions, project files and shortcuts are smaller. */
const maxFileBytes = 1024 * 1024;

/**
 * Reads the suggestions of a folder or file. Reads nothing in an untrusted workspace, because a malicious
 * `app_desc.yaml` must not determine where a package is uploaded. Never rejects. An unreadable file yields no
 * suggestion.
 */
export async function readFolderSuggestions(uri: vscode.Uri): Promise<FolderSuggestions> {
  if (!vscode.workspace.isTrusted) return noSuggestions;
  const isFolder = await isDirectory(uri);
  const folder = isFolder ? uri : vscode.Uri.joinPath(uri, '..');
  const [description, projectVersion, packageUrls] = await Promise.all([
    firstOf(folder, ['app_desc.yaml', 'app_desc.yml'], descriptionSuggestions),
    firstOf(folder, projectFiles, versionSuggestion),
    isFolder ? [] : readPackageLinks(uri),
  ]);
  return { targets: description?.targets ?? [], version: description?.version ?? projectVersion, packageUrls };
}

/**
 * Returns the suggestions of an application description. Returns undefined if the text is not an application
 * description.
 */
export async function descriptionSuggestions(
  source: string | Uint8Array,
  from: string,
): Promise<Pick<FolderSuggestions, 'targets' | 'version'> | undefined> {
  const { parseAppDescription } = await import('../../core/releases/appDescription.ts');
  const description = parseAppDescription(source);
  if (!description) return undefined;
  const appCode = parseAppCode(description.appCode ?? '');
  const modules = (description.modules.length > 0 ? description.modules : ['default']).flatMap(
    (name) => parseModuleName(name) ?? [],
  );
  return {
    targets: appCode ? modules.map((module) => ({ appCode, module, from })) : [],
    version: description.version === undefined ? undefined : { version: description.version, from },
  };
}

function versionSuggestion(text: string, from: string): VersionSuggestion | undefined {
  const version = parseProjectVersion(from, text);
  return version === undefined ? undefined : { version, from };
}

/** Returns the suggestion of the first file that has a suggestion. */
async function firstOf<T>(
  folder: vscode.Uri,
  names: readonly string[],
  suggest: (text: string, name: string) => T | undefined | Promise<T | undefined>,
): Promise<T | undefined> {
  for (const name of names) {
    const text = await readText(vscode.Uri.joinPath(folder, name));
    const suggestion = text === undefined ? undefined : await suggest(text, name);
    if (suggestion !== undefined) return suggestion;
  }
  return undefined;
}

/** Returns whether a file with this name can contain the URL of a package. */
export function isLinkFile(fileName: string): boolean {
  return /\.(url|webloc|txt|link)$/i.test(fileName);
}

async function readPackageLinks(file: vscode.Uri): Promise<FolderSuggestions['packageUrls']> {
  const from = file.path.split('/').at(-1) ?? '';
  if (!isLinkFile(from)) return [];
  const text = await readText(file);
  return text === undefined ? [] : parseLinks(from, text).map((url) => ({ url, from }));
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maxFileBytes) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

export async function isDirectory(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
