import * as vscode from 'vscode';

/** The part of the built-in Git extension's API (version 1) that is used. */
interface GitApi {
  git: { path: string };
  repositories: readonly { rootUri: vscode.Uri; state: { remotes: readonly { name: string; fetchUrl?: string }[] } }[];
}

/** Returns the built-in Git extension's API; undefined if it is disabled or missing. */
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
