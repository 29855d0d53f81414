import { parseArgs } from 'node:util';
import { handsVariable, serveHands } from './hands.ts';
import { asUriPath, openWorkbench } from './openWorkbench.ts';
import type { WorkbenchOptions } from './openWorkbench.ts';
import { startServer } from './startServer.ts';
import type { ServerOptions } from './startServer.ts';
import type { Workbench } from './workbench.ts';

/** The options that `runInEditor` passes as JSON in the environment variable `EDITOR_LAUNCHER`. */
export interface LauncherOptions extends Pick<ServerOptions, 'which' | 'vsix' | 'settings' | 'env' | 'workspaceTrust'> {
  /** A folder, or a .code-workspace file. */
  workspace?: string;
  language?: WorkbenchOptions['language'];
}

/** The time limit of a suite in milliseconds. Only a suite that hangs takes longer. */
const longestRun = 15 * 60_000;

/**
 * Replaces the desktop program: `@vscode/test-electron` starts it with the same arguments. It opens the window in a
 * browser, prints the extension host's output and ends with the test run's exit code. It serves `Hands` to the suite.
 */
async function launch(options: LauncherOptions): Promise<number> {
  const { values } = parseArgs({
    options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } },
    // Ignore the desktop's other arguments.
    strict: false,
  });
  const { extensionDevelopmentPath, extensionTestsPath } = values;
  if (typeof extensionDevelopmentPath !== 'string' || typeof extensionTestsPath !== 'string') {
    throw new Error('--extensionDevelopmentPath and --extensionTestsPath are required.');
  }
  const hands = await serveHands();
  const env = { ...options.env, [handsVariable]: hands.url };
  const server = await startServer({ ...options, env, extensionTests: true });
  // The authority must be the one in the window's address.
  const remote = (file: string): string => `vscode-remote://${new URL(server.origin).host}${asUriPath(file)}`;
  try {
    return await exitCodeOf((exit) =>
      openWorkbench({
        server,
        ...inWorkspace(options.workspace),
        ...(options.language === undefined ? {} : { language: options.language }),
        payload: [
          ['extensionDevelopmentPath', remote(extensionDevelopmentPath)],
          ['extensionTestsPath', remote(extensionTestsPath)],
        ],
        beforeLoad: async (page) => {
          hands.take(page);
          await page.exposeFunction('codeAutomationLog', printLog);
          await page.exposeFunction('codeAutomationExit', exit);
        },
      }),
    );
  } finally {
    await server.close();
    await hands.close();
  }
}

/** Opens a window that calls `exit` when its run has ended, possibly while it still opens, and then closes it. */
async function exitCodeOf(open: (exit: (code: number) => void) => Promise<Workbench>): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  let opened: Promise<Workbench> | undefined;
  try {
    return await new Promise<number>((resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`The suite did not end within ${longestRun / 60_000} minutes.`));
      }, longestRun);
      opened = open(resolve);
      opened.catch(reject);
    });
  } finally {
    clearTimeout(timer);
    await opened?.then((workbench) => workbench.close());
  }
}

function inWorkspace(workspace: string | undefined): Pick<WorkbenchOptions, 'folder' | 'workspaceFile'> {
  if (workspace === undefined) return {};
  return workspace.endsWith('.code-workspace') ? { workspaceFile: workspace } : { folder: workspace };
}

function printLog(_type: string, args: unknown[]): void {
  process.stdout.write(`${args.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' ')}\n`);
}

function optionsFromEnvironment(): LauncherOptions {
  const text = process.env['EDITOR_LAUNCHER'];
  if (text === undefined) throw new Error('EDITOR_LAUNCHER is not set: this is started by runInEditor.');
  // Written by runInEditor with this type.
  return JSON.parse(text) as LauncherOptions;
}

process.exitCode = await launch(optionsFromEnvironment());
