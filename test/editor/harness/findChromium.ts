import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { repositoryFolder } from './repository.ts';

/**
 * Returns the path of a Chromium: CHROMIUM_PATH if it is set, otherwise a browser that is installed on the machine or
 * that Playwright has downloaded. If there is no such browser, prints a line to stderr and installs a Chromium. As root
 * on Debian, also installs a font with Chinese characters, unless CHROMIUM_PATH is set. Rejects with instructions if no
 * Chromium can be installed.
 */
export async function findChromium(): Promise<string> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`);
    return named;
  }
  await addChineseFont();
  return findInstalled() ?? (await install());
}

function findInstalled(): string | undefined {
  return [...wellKnownPaths(), chromium.executablePath()].find((file) => existsSync(file));
}

function wellKnownPaths(): string[] {
  if (process.platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
    const programs = [
      ['Google', 'Chrome', 'Application', 'chrome.exe'],
      ['Chromium', 'Application', 'chrome.exe'],
      ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
    ];
    return programs.flatMap((program) => roots.map((root) => path.join(root, ...program)));
  }
  // /snap is not in this list, because the snap of chromium-browser cannot write to /tmp.
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].map(
    (name) => `/usr/bin/${name}`,
  );
}

async function install(): Promise<string> {
  console.error('No Chromium found: installing one ...');
  const installer = path.join(repositoryFolder, 'node_modules', 'playwright-core', 'cli.js');
  const withDependencies = isLinuxRoot() ? ['--with-deps'] : [];
  const failures = [await run(process.execPath, [installer, 'install', ...withDependencies, 'chromium'])];
  if (findInstalled() === undefined && isLinuxRoot())
    failures.push(await installDebianPackages(['chromium', 'fonts-noto-cjk']));
  const found = findInstalled();
  if (found !== undefined) return found;
  throw new Error(
    `No Chromium was found and none could be installed. Install Chromium or Chrome, or let CHROMIUM_PATH name one.\n${failures.join('\n')}`,
  );
}

const chineseFont = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';

/**
 * Installs a font with Chinese characters if the system is Debian, the user is root and the font is missing. Without
 * the font, screenshots of the Chinese interface show boxes. Ignores an error, because no test depends on the font.
 */
async function addChineseFont(): Promise<void> {
  if (!isLinuxRoot() || !existsSync('/usr/bin/apt-get') || existsSync(chineseFont)) return;
  await installDebianPackages(['fonts-noto-cjk']);
}

async function installDebianPackages(names: string[]): Promise<string> {
  return (
    (await run('apt-get', ['update'])) + (await run('apt-get', ['install', '-y', '--no-install-recommends', ...names]))
  );
}

function isLinuxRoot(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/**
 * Runs a program and waits until it exits, with any exit code. Resolves with the last 2,000 characters of the program's
 * output. If the program cannot be started, resolves with the error message.
 */
function run(command: string, args: string[]): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    const listen = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-2000);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', (error) => {
      resolve(error.message);
    });
    child.on('close', () => {
      resolve(said);
    });
  });
}
