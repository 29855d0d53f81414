import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nightly } from '../../nightly.ts';
import { assertNoSecretsBelow } from '../../plantedSecrets.ts';
import { neededExtensionsFolder } from './builtinExtensions.ts';
import { installCodeServer } from './installCodeServer.ts';
import type { CodeServer, EditorVersion } from './installCodeServer.ts';
import { startProcessTree } from './processTree.ts';
import type { ProcessTree } from './processTree.ts';
import { quietSettings } from './quietSettings.ts';

export interface ServerOptions {
  which: EditorVersion;
  /** The path of the packaged extension under test. */
  vsix?: string;
  /** The paths of more VSIX files to install. */
  extensions?: string[];
  /** User settings, merged over `quietSettings`. */
  settings?: object;
  /**
   * If true, a new folder opens in Restricted Mode until the user trusts it. If false (the default), every folder is
   * trusted.
   */
  workspaceTrust?: boolean;
  /**
   * If true, the payload in a window's address can start a test suite in the extension host. VS Code then shows no
   * notifications as pop-ups. The default is false.
   */
  extensionTests?: boolean;
  /** Environment variables of the extension host. */
  env?: Record<string, string>;
}

/** A running VS Code server. `openWorkbench` opens its windows. */
export interface Server {
  /**
   * `http://localhost:N`. The host is not 127.0.0.1, because webviews and secrets behave differently with that address.
   */
  origin: string;
  /**
   * Contains the user's settings, the installed extensions and the logs. `close` removes this folder, unless KEEP=1 is
   * in the environment.
   */
  dataFolder: string;
  vscodeVersion: string;
  /**
   * Returns the paths of the log files written so far, including the logs of the extension host and of every output
   * channel.
   */
  extensionLogs: () => string[];
  /**
   * Replaces the user settings. An open window applies the new settings after a moment, except settings with the scope
   * `application`, which only a reload or a new window reads.
   */
  setUserSettings: (settings: object) => Promise<void>;
  /**
   * Ends the server with all of its child processes, and removes the data folder. Rejects if a log or the storage of
   * the extension under test contains a secret of the tests.
   */
  close: () => Promise<void>;
}

const startTimeoutSeconds = 60;

/**
 * Starts VS Code's server with a new data folder and the given extensions. Installs the server first if needed. Rejects
 * with the server's output if the server is not ready within a minute or an extension cannot be installed.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const codeServer = await installCodeServer(options.which);
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-editor-'));
  const removeData = createFolderRemover(dataFolder);
  const setUserSettings = (settings: object): Promise<void> => writeSettings(dataFolder, settings);
  try {
    await setUserSettings(options.settings ?? {});
    const vsixFiles = [...(options.vsix === undefined ? [] : [options.vsix]), ...(options.extensions ?? [])];
    if (vsixFiles.length > 0) await installExtensions(codeServer, dataFolder, vsixFiles);
    const builtin = nightly ? codeServer.builtinExtensions : await neededExtensionsFolder(codeServer);
    const server = startServerMain(codeServer, dataFolder, builtin, options);
    const port = await portOnceReady(server);
    return {
      origin: `http://localhost:${port}`,
      dataFolder,
      vscodeVersion: codeServer.vscodeVersion,
      extensionLogs: () => logFiles(path.join(dataFolder, 'data', 'logs')),
      setUserSettings,
      close: async () => {
        await server.kill();
        try {
          await assertNoSecretsBelow(path.join(dataFolder, 'data'), isWrittenByExtension);
        } finally {
          await removeData();
        }
      },
    };
  } catch (error) {
    await removeData();
    throw error;
  }
}

/**
 * Returns whether a file is the log of the extension under test, or is in the storage of this extension. The other
 * files of the data folder contain settings and texts that a test has typed.
 */
function isWrittenByExtension(file: string): boolean {
  const parts = file.split(path.sep);
  return parts.includes('bkpaas-vscode.bkpaas') || file.endsWith('BlueKing PaaS.log');
}

/**
 * Returns a function that removes the folder. If that function is not called, the folder is removed when this process
 * exits. With KEEP=1 in the environment, the folder is never removed.
 */
function createFolderRemover(folder: string): () => Promise<void> {
  const keep = process.env['KEEP'] === '1';
  const removeNow = (): void => {
    if (!keep) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.on('exit', removeNow);
  return async () => {
    process.off('exit', removeNow);
    if (keep) console.error(`Kept ${folder}`);
    else await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
}

/**
 * Writes the same settings to the user's file (`User/settings.json`) and to the remote machine's file
 * (`Machine/settings.json`), because neither file is enough. VS Code in a browser does not notice changes of the user's
 * file (measured in 1.112 and 1.139) and ignores settings with the scope `machine` there. Settings with the scope
 * `application` have an effect only in the user's file.
 */
async function writeSettings(dataFolder: string, settings: object): Promise<void> {
  for (const [folder, content] of [
    ['User', { ...quietSettings, ...settings }],
    ['Machine', settings],
  ] as const) {
    await mkdir(path.join(dataFolder, 'data', folder), { recursive: true });
    await writeFile(path.join(dataFolder, 'data', folder, 'settings.json'), JSON.stringify(content, undefined, 2));
  }
}

function startServerMain(
  codeServer: CodeServer,
  dataFolder: string,
  builtinExtensions: string,
  options: ServerOptions,
): ProcessTree {
  const args = [
    ...commonArguments(codeServer, dataFolder),
    `--builtin-extensions-dir=${builtinExtensions}`,
    '--host=127.0.0.1',
    '--port=0',
    '--without-connection-token',
    // Without this flag, a built VS Code silently ignores the payload in the address, and no suite runs. With this
    // flag, no notification pops up (measured in 1.112 and 1.139). So the flag is set only for a server that runs a
    // suite.
    ...(options.extensionTests === true ? ['--enable-smoke-test-driver'] : []),
    ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
  ];
  return startProcessTree(codeServer.node, args, serverEnvironment(options.env ?? {}));
}

async function installExtensions(codeServer: CodeServer, dataFolder: string, vsixFiles: string[]): Promise<void> {
  const args = [
    ...commonArguments(codeServer, dataFolder),
    ...vsixFiles.flatMap((file) => ['--install-extension', path.resolve(file)]),
  ];
  const installer = startProcessTree(codeServer.node, args, serverEnvironment({}));
  const said = await outputUntil(installer, () => undefined).catch((error: unknown) => String(error));
  for (const file of vsixFiles) {
    if (!said.includes(`'${path.basename(file)}' was successfully installed`)) {
      throw new Error(`VS Code did not install ${file}:\n${said}`);
    }
  }
}

function commonArguments(codeServer: CodeServer, dataFolder: string): string[] {
  return [
    codeServer.serverMain,
    '--accept-server-license-terms',
    '--disable-telemetry',
    // Without this flag, the extension host reads its environment from the developer's login shell, which is slow and
    // differs between machines.
    '--force-disable-user-env',
    `--server-data-dir=${dataFolder}`,
  ];
}

/**
 * Returns this process's environment, without VS Code's own variables, plus `extra`. VS Code's own variables exist if a
 * test is started from VS Code's terminal. With them, the tested VS Code would act as a part of the other VS Code.
 */
function serverEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  // The empty object turns off the extension gallery. VS Code would query the gallery at every start, and no test needs
  // the gallery.
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}', ...extra };
}

async function portOnceReady(server: ProcessTree): Promise<number> {
  try {
    const said = await outputUntil(server, (text) => /Extension host agent listening on \d+/.exec(text)?.[0]);
    return Number(/\d+$/.exec(said)?.[0]);
  } catch (error) {
    await server.kill();
    throw error;
  }
}

/**
 * Resolves with the first result of `find` other than undefined. `find` gets the program's output so far. If the
 * program exits first, resolves with the whole output for exit code 0 and rejects for any other exit code. Also rejects
 * after `startTimeoutSeconds`. Reads the output to its end, because a full pipe would block the program. Prints
 * nothing, because most of the output is stack traces about native parts (spdlog, vsda, pty) that no test needs.
 */
function outputUntil(tree: ProcessTree, find: (text: string) => string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      reject(new Error(`VS Code's server was not ready after ${startTimeoutSeconds} s. It said:\n${said}`));
    }, startTimeoutSeconds * 1000);
    const listen = (chunk: Buffer): void => {
      if (said.length > 1_000_000) return;
      said += chunk.toString();
      const found = find(said);
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    tree.child.stdout?.on('data', listen);
    tree.child.stderr?.on('data', listen);
    tree.child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(said);
      else reject(new Error(`VS Code's server ended with ${code ?? 'a signal'}. It said:\n${said}`));
    });
  });
}

function logFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.log'))
      .map((name) => path.join(folder, name));
  } catch {
    return []; // The folder does not exist before the first log file.
  }
}
