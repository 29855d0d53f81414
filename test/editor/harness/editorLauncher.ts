import { parseArgs } from 'node:util';
import { remoteKeyboardVariable, serveRemoteKeyboard } from './hands.ts';
import { asUriPath, openWorkbench } from './openWorkbench.ts';
import type { WorkbenchOptions } from './openWorkbench.ts';
import { startServer } from './startServer.ts';
import type { ServerOptions } from './startServer.ts';
import type { Workbench } from './workbench.ts';

/** The options that `runInEditor` passes as JSON in the environment variable `EDITOR_LAUNCHER`. */
export interface LauncherOptions extends Pick<ServerOptions, 'which' | 'vsix' | 'settings' | 'env' | 'workspaceTrust'> {
  /** The path of a folder or of a .code-workspace file. */
  workspace?: string;
  language?: WorkbenchOptions['language'];
}

/** The time limit of a suite in milliseconds. Only a suite that hangs reaches this limit. */
const suiteTimeoutMs = 15 * 60_000;

/**
 * Replaces the desktop VS Code in a test run: `@vscode/test-electron` starts this program with the arguments for the
 * desktop program. Opens a window in a browser, serves `Hands` to the suite and prints the extension host's output.
 * Returns the test run's exit code.
 */
async function launch(options: LauncherOptions): Promise<number> {
  const { values } = parseArgs({
    options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } },
    // test-electron also passes arguments that only the desktop program needs, so parseArgs must accept unknown
    // arguments.
    strict: false,
  });
  const { extensionDevelopmentPath, extensionTestsPath } = values;
  if (typeof extensionDevelopmentPath !== 'string' || typeof extensionTestsPath !== 'string') {
    throw new Error('--extensionDevelopmentPath and --extensionTestsPath are required.');
  }
  const hands = await serveRemoteKeyboard();
  const env = { ...options.env, [remoteKeyboardVariable]: hands.url };
  const server = await startServer({ ...options, env, extensionTests: true });
  // The authority of this URI must equal the host and port in the window's address.
  const remote = (file: string): string => `vscode-remote://${new URL(server.origin).host}${asUriPath(file)}`;
  try {
    return await waitForExitCode((exit) =>
      openWorkbench({
        server,
        ...workspaceOptions(options.workspace),
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

/**
 * Opens a window, waits until the window calls `exit` at the end of the test run, closes the window and returns the
 * exit code. The window can call `exit` before `open` resolves. Rejects if the test run exceeds the time limit.
 */
async function waitForExitCode(open: (exit: (code: number) => void) => Promise<Workbench>): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  let opened: Promise<Workbench> | undefined;
  try {
    return await new Promise<number>((resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`The suite did not end within ${suiteTimeoutMs / 60_000} minutes.`));
      }, suiteTimeoutMs);
      opened = open(resolve);
      opened.catch(reject);
    });
  } finally {
    clearTimeout(timer);
    await opened?.then((workbench) => workbench.close());
  }
}

function workspaceOptions(workspace: string | undefined): Pick<WorkbenchOptions, 'folder' | 'workspaceFile'> {
  if (workspace === undefined) return {};
  return workspace.endsWith('.code-workspace') ? { workspaceFile: workspace } : { folder: workspace };
}

function printLog(_type: string, args: unknown[]): void {
  process.stdout.write(`${args.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' ')}\n`);
}

function optionsFromEnvironment(): LauncherOptions {
  const text = process.env['EDITOR_LAUNCHER'];
  if (text === undefined) throw new Error('EDITOR_LAUNCHER is not set: this is started by runInEditor.');
  // `runInEditor` writes this variable as JSON of the type `LauncherOptions`.
  return JSON.parse(text) as LauncherOptions;
}

process.exitCode = await launch(optionsFromEnvironment());
