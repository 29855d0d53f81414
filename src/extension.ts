import * as vscode from 'vscode';
import type { Extension } from './start.ts';
import { registerCommands } from './vscode/commands/registerCommands.ts';
import { isDescription } from './vscode/description/descriptionDocuments.ts';
import { background } from './vscode/editor/background.ts';
import { ContextKeys } from './vscode/editor/contextKeys.ts';
import { pageTypes, viewIds } from './vscode/editor/ids.ts';
import { readPlatforms, readTargets } from './vscode/editor/settings.ts';
import type { TreeNode } from './vscode/modules/nodes.ts';
import { WorkspaceDescription } from './vscode/modules/workspaceDescription.ts';
import { SessionMarks } from './vscode/session/sessionMarks.ts';
import { taskType } from './vscode/tasks/taskDefinition.ts';
import { BkpaasTasks } from './vscode/tasks/taskProvider.ts';
import { registerTools } from './vscode/tools/registerTools.ts';
import { LazyTree } from './vscode/tree/lazyTree.ts';

/**
 * Registers the commands, views, tools, tasks, links and pages that the manifest declares. VS Code activates the
 * extension in every window in which a YAML file is opened, and most of these windows never use the extension. So the
 * rest of the extension (`start.ts`) is loaded only when VS Code calls one of the registered functions, or when the
 * window needs the extension (`startWhenNeeded`).
 */
export function activate(context: vscode.ExtensionContext): void {
  let started: Promise<Extension> | undefined;
  const extension = (): Promise<Extension> =>
    (started ??= import('./start.ts').then(({ start }) =>
      start({ context, contextKeys, description, marks, applications, target }),
    ));
  const contextKeys = new ContextKeys();
  const description = new WorkspaceDescription(contextKeys);
  const marks = new SessionMarks(context.globalState);
  const createView = (name: 'applications' | 'target'): vscode.TreeView<TreeNode> => {
    const tree = new LazyTree(async () => (await extension()).trees[name]);
    const view = vscode.window.createTreeView(viewIds[name], {
      treeDataProvider: tree,
      showCollapseAll: name === 'applications',
      canSelectMany: true,
      dragAndDropController: {
        // A URL that is dragged from a browser or an editor can have the type `text/plain`.
        dropMimeTypes: ['text/uri-list', 'text/plain', 'files'],
        dragMimeTypes: [],
        handleDrop: async (node, data) => (await extension()).dropPackage(node, data),
      },
    });
    context.subscriptions.push(view, tree);
    return view;
  };
  const applications = createView('applications');
  const target = createView('target');
  const restore = (type: keyof typeof pageTypes): vscode.Disposable =>
    vscode.window.registerWebviewPanelSerializer(pageTypes[type], {
      deserializeWebviewPanel: async (panel, state) => (await extension()).restorePage(type, panel, state),
    });
  context.subscriptions.push(
    description,
    registerCommands(async (id, argument, selection) => (await extension()).runCommand(id, argument, selection)),
    registerTools(async () => (await extension()).tools()),
    vscode.tasks.registerTaskProvider(
      taskType,
      new BkpaasTasks(async (definition, root) => (await extension()).openTask(definition, root)),
    ),
    vscode.window.registerUriHandler({ handleUri: async (uri) => (await extension()).links.handleUri(uri) }),
    restore('result'),
    restore('deployment'),
    restore('applicationLog'),
    startWhenNeeded(contextKeys, description, () => {
      background('start', extension());
    }),
  );
}

/**
 * Calls `start` if the user has set up a platform, or if the window has a target or a description. Checks this now and
 * after each change, so `start` can be called more than once.
 */
function startWhenNeeded(
  contextKeys: ContextKeys,
  description: WorkspaceDescription,
  start: () => void,
): vscode.Disposable {
  const isNeeded = (): boolean =>
    readPlatforms().length > 0 ||
    readTargets().length > 0 ||
    description.isPresent ||
    vscode.workspace.textDocuments.some(isDescription);
  const check = (): void => {
    if (isNeeded()) start();
  };
  // Without a platform, the user cannot be signed in. The commands and the view's welcome text depend on this key,
  // which `start.ts` sets once it is loaded.
  if (!isNeeded()) contextKeys.set('session', 'signedOut');
  check();
  return vscode.Disposable.from(
    description.onDidChange(check),
    vscode.workspace.onDidChangeConfiguration(check),
    vscode.workspace.onDidChangeWorkspaceFolders(check),
    vscode.workspace.onDidOpenTextDocument(check),
  );
}
