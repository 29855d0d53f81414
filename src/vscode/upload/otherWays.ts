import * as vscode from 'vscode';
import { checkPackageUrl } from '../../core/releases/packageUrl.ts';
import type { UploadHints } from './uploadHints.ts';

/** The places with releases that are known. */
export interface WithSources {
  publishing: { sources: { settings(): Promise<readonly unknown[]> } };
}

/** What the question for the link can offer beside links. */
export async function otherWays(
  services: WithSources,
  resource: vscode.Uri | undefined,
): Promise<Pick<UploadHints, 'detours' | 'clipboard'>> {
  const isPackage = resource && (/\.(?:tar\.gz|tgz|tar|zip)$/i.test(resource.path) || (await isFolder(resource)));
  return {
    detours: {
      release: (await services.publishing.sources.settings()).length > 0,
      resource: isPackage && vscode.workspace.isTrusted ? resource : undefined,
    },
    clipboard: await copiedLink(),
  };
}

/** In a browser the clipboard can be read only after a question of the browser's own, which would be in everybody's way. */
async function copiedLink(): Promise<string | undefined> {
  if (vscode.env.uiKind !== vscode.UIKind.Desktop) return undefined;
  const link = checkPackageUrl(await vscode.env.clipboard.readText());
  return link.ok && /\.(?:tar\.gz|tgz|tar|zip)(?:$|[?#])/i.test(link.url) ? link.url : undefined;
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
