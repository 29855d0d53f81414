import * as vscode from 'vscode';
import { background } from '../editor/background.ts';
import type { ContextKeys } from '../editor/contextKeys.ts';

/** The file names of an application description. */
const names = ['app_desc.yaml', 'app_desc.yml'];

/**
 * Sets the context key `hasDescription` while a workspace folder has an application description at its root, so that the
 * Explorer's menu is offered. Does not search below the root, because a search of a large workspace takes seconds. Looks
 * for no file in an untrusted workspace.
 */
export function followDescriptions(contextKeys: ContextKeys): vscode.Disposable {
  let watchers: vscode.Disposable[] = [];
  let runs = 0;
  const update = async (): Promise<void> => {
    const run = (runs += 1);
    const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
    const files = folders.flatMap(({ uri }) => names.map((name) => vscode.Uri.joinPath(uri, name)));
    const found = await Promise.all(files.map(exists));
    // A later update knows more.
    if (run === runs) contextKeys.set('hasDescription', found.includes(true));
  };
  const follow = (): void => {
    background('description', update());
  };
  const watch = (): void => {
    for (const watcher of watchers) watcher.dispose();
    watchers = (vscode.workspace.workspaceFolders ?? []).map((folder) => {
      const pattern = new vscode.RelativePattern(folder, `{${names.join(',')}}`);
      const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
      return vscode.Disposable.from(watcher, watcher.onDidCreate(follow), watcher.onDidDelete(follow));
    });
    follow();
  };
  watch();
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(watch),
    vscode.workspace.onDidGrantWorkspaceTrust(follow),
    new vscode.Disposable(() => {
      for (const watcher of watchers) watcher.dispose();
    }),
  );
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
