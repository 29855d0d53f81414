import * as vscode from 'vscode';

/** The part of the built-in Git extension's API that is needed here (its version 1). */
interface GitApi {
  git: { path: string };
  repositories: readonly { rootUri: vscode.Uri; state: { remotes: readonly { name: string; fetchUrl?: string }[] } }[];
}

/** The built-in Git extension's API; undefined where it is off or absent. */
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
