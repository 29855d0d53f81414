import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nightly } from '../../nightly.ts';
import { fewBuiltinExtensions } from './builtinExtensions.ts';
import { installCodeServer } from './installCodeServer.ts';
import type { CodeServer, Which } from './installCodeServer.ts';
import { startProcessTree } from './processTree.ts';
import type { ProcessTree } from './processTree.ts';
import { quietSettings } from './quietSettings.ts';

export interface ServerOptions {
  which: Which;
  /** The packaged extension under test. */
  vsix?: string;
  /** More VSIX files to install beside it. */
  extensions?: string[];
  /** User settings, merged over `quietSettings`. */
  settings?: object;
  /** True: new folders open in Restricted Mode until trusted. Default false: every folder is trusted. */
  workspaceTrust?: boolean;
  /**
   * True: a window can be opened with a payload that runs a test suite in the extension host. Notifications do not pop
   * up then.
   */
  extensionTests?: boolean;
  /** Environment variables of the extension host. */
  env?: Record<string, string>;
}

/** A running VS Code server. `openWorkbench` opens its windows. */
export interface Server {
  /** `http://localhost:N`. Not 127.0.0.1: webviews and secrets behave differently there. */
  origin: string;
  /** Holds the user's settings, the installed extensions and the logs. Removed by close(), unless KEEP=1. */
  dataFolder: string;
  vscodeVersion: string;
  /** The log files written so far, including those of the extension host and every output channel. */
  extensionLogs: () => string[];
  /**
   * Replaces the user settings. An open window applies them automatically after a moment, except settings of the scope
   * `application`, which only the next window or reload reads.
   */
  setUserSettings: (settings: object) => Promise<void>;
  /** Ends the server and every process it started. */
  close: () => Promise<void>;
}

const secondsUntilReady = 60;

/**
 * Starts VS Code's server with a new data folder and the given extensions, and installs the server first if needed.
 * Rejects with the server's output if it is not ready within a minute or an extension cannot be installed.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const codeServer = await installCodeServer(options.which);
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-editor-'));
  const removeData = removerOf(dataFolder);
  const setUserSettings = (settings: object): Promise<void> => writeSettings(dataFolder, settings);
  try {
    await setUserSettings(options.settings ?? {});
    const vsixFiles = [...(options.vsix === undefined ? [] : [options.vsix]), ...(options.extensions ?? [])];
    if (vsixFiles.length > 0) await installExtensions(codeServer, dataFolder, vsixFiles);
    const builtin = nightly ? codeServer.builtinExtensions : await fewBuiltinExtensions(codeServer);
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
        await removeData();
      },
    };
  } catch (error) {
    await removeData();
    throw error;
  }
}

/**
 * Returns a function that removes the folder. Without a call, the folder is removed when this process exits. KEEP=1
 * keeps it.
 */
function removerOf(folder: string): () => Promise<void> {
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
 * Writes the user's settings to two files. VS Code in a browser does not notice a change of the first file (measured in
 * 1.112 and 1.139), and never reads settings of the scope `machine` from it. It does both with the second file, the
 * remote machine's. Only the first can set those of the scope `application`.
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
    // Without this flag a built VS Code silently ignores the payload of the address, and no suite runs. With it no
    // notification pops up (measured in 1.112 and 1.139), so it is set only where a suite runs.
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
    // Otherwise the extension host reads its variables from the developer's login shell, which is slow and differs
    // between machines.
    '--force-disable-user-env',
    `--server-data-dir=${dataFolder}`,
  ];
}

/**
 * Removes VS Code's own variables: in a test started from VS Code's terminal, this VS Code would otherwise treat itself
 * as part of that one.
 */
function serverEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  // No extension gallery: it would be queried at every start, and no test needs it.
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
 * Resolves with what `find` returns for the program's output, or with all of the output if the program exits with 0
 * first. Reads the output to its end, because a full pipe would block the program. Prints none of it: most of it is
 * stack traces about native parts (spdlog, vsda, pty) that no test needs.
 */
function outputUntil(tree: ProcessTree, find: (text: string) => string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      reject(new Error(`VS Code's server was not ready after ${secondsUntilReady} s. It said:\n${said}`));
    }, secondsUntilReady * 1000);
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
    return []; // Nothing is logged yet.
  }
}
