import * as vscode from 'vscode';
import { background } from '../editor/background.ts';
import type { ContextKeys } from '../editor/contextKeys.ts';

/** The file names of an application description. */
const descriptionFileNames = ['app_desc.yaml', 'app_desc.yml'];

/**
 * Tracks whether a workspace folder has an application description at its root, and sets the context key
 * `hasDescription` for the Explorer's menu. Does not search below the root, because a search of a large workspace takes
 * seconds. In an untrusted workspace, does not access any file.
 */
export class WorkspaceDescription implements vscode.Disposable {
  readonly #contextKeys: ContextKeys;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #following: vscode.Disposable;
  #watchers: vscode.Disposable[] = [];
  #updates = 0;
  #isPresent = false;

  constructor(contextKeys: ContextKeys) {
    this.#contextKeys = contextKeys;
    this.#following = vscode.Disposable.from(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#watch();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#follow();
      }),
    );
    this.#watch();
  }

  /** False until the folders have been checked. */
  get isPresent(): boolean {
    return this.#isPresent;
  }

  dispose(): void {
    for (const each of [...this.#watchers, this.#following, this.#changed]) each.dispose();
  }

  #watch(): void {
    for (const watcher of this.#watchers) watcher.dispose();
    const follow = (): void => {
      this.#follow();
    };
    this.#watchers = (vscode.workspace.workspaceFolders ?? []).map((folder) => {
      const pattern = new vscode.RelativePattern(folder, `{${descriptionFileNames.join(',')}}`);
      const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
      return vscode.Disposable.from(watcher, watcher.onDidCreate(follow), watcher.onDidDelete(follow));
    });
    follow();
  }

  #follow(): void {
    background('description', this.#update());
  }

  async #update(): Promise<void> {
    const update = (this.#updates += 1);
    const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
    const files = folders.flatMap(({ uri }) => descriptionFileNames.map((name) => vscode.Uri.joinPath(uri, name)));
    const found = (await Promise.all(files.map(exists))).includes(true);
    // If a later update has begun, its result is newer. So this update has no effect.
    if (update !== this.#updates) return;
    this.#contextKeys.set('hasDescription', found);
    if (found === this.#isPresent) return;
    this.#isPresent = found;
    this.#changed.fire();
  }
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
