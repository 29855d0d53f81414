import * as vscode from 'vscode';

/** The part of the built-in Git extension's API (version 1) that this extension uses. */
interface GitApi {
  git: { path: string };
  repositories: readonly { rootUri: vscode.Uri; state: { remotes: readonly { name: string; fetchUrl?: string }[] } }[];
}

/**
 * Returns the API of the built-in Git extension. Returns undefined if the extension is disabled, missing or cannot be
 * activated.
 */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<{ enabled: boolean; getAPI(version: 1): GitApi }>('vscode.git');
  if (!extension) return undefined;
  try {
    const exports = await extension.activate();
    return exports.enabled ? exports.getAPI(1) : undefined;
  } catch {
    return undefined;
  }
}
