import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { installCodeServer } from '../test/editor/harness/installCodeServer.ts';
import { startProcessTree } from '../test/editor/harness/processTree.ts';
import { quietSettings } from '../test/editor/harness/quietSettings.ts';
import { repositorySeed, type EmbeddedRepository } from '../test/repository/startRepository.ts';
import type { EmbeddedPlatform } from '../test/platform/startPlatform.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { demoTokens } from '../test/platform/seedDemo.ts';

export interface OpenForUserOptions {
  vsix: string;
  platform: EmbeddedPlatform;
  repository: EmbeddedRepository;
  folder: string;
  language: 'en' | 'zh-cn';
  /** Port of code-server. 0 selects a free port. */
  port: number;
}

/**
 * Serves VS Code with the extension on localhost, and opens the address in the default browser. Resolves when the
 * server has ended, for example after the user pressed Ctrl+C. Runs code-server's entry script and not VS Code's own
 * server, because only the entry script keeps secrets over a reload of the page.
 */
export async function openForUser({
  vsix,
  platform,
  repository,
  folder,
  language,
  port,
}: OpenForUserOptions): Promise<void> {
  const codeServer = await installCodeServer('newest');
  const data = await temporaryFolder('bkpaas-start-');
  await mkdir(path.join(data, 'User'), { recursive: true });
  await writeFile(
    path.join(data, 'User', 'settings.json'),
    JSON.stringify({ ...quietSettings, 'security.workspace.trust.enabled': false }, undefined, 2),
  );
  const folders = ['--user-data-dir', data, '--extensions-dir', path.join(data, 'extensions')];
  await waitForInstall(
    startProcessTree(codeServer.node, [codeServer.entry, ...folders, '--install-extension', vsix], process.env).child,
  );

  const chosen = port === 0 ? await findFreePort() : port;
  const server = startProcessTree(
    codeServer.node,
    [
      codeServer.entry,
      ...folders,
      '--bind-addr',
      `127.0.0.1:${chosen}`,
      '--auth',
      'none',
      '--disable-telemetry',
      '--disable-update-check',
      '--locale',
      language,
      folder,
    ],
    process.env,
  );
  const url = `http://localhost:${chosen}/?folder=${encodeURIComponent(folder.replaceAll('\\', '/'))}`;
  await waitUntilReady(`http://localhost:${chosen}/healthz`);
  console.log(`
VS Code with the extension:  ${url}

Open the view “BlueKing PaaS” and sign in with
  gateway URL   ${platform.gatewayUrl}
  console URL   ${platform.consoleUrl}
  access token  ${demoTokens.admin}

A package to upload:         ${platform.packagesUrl}/demo-app-1.0.3.tar.gz
A folder to publish:         service, in the Explorer, to the BK-Repo at
  address       ${repository.baseUrl}
  project       ${repositorySeed.project}, repository ${repositorySeed.repositories[0]}
  user          ${repositorySeed.user}, password ${repositorySeed.secret}

Ctrl+C ends it.`);
  openBrowser(url);
  await new Promise<void>((resolve) => {
    server.child.once('close', () => {
      resolve();
    });
  });
}

function waitForInstall(child: ReturnType<typeof startProcessTree>['child']): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`VS Code did not install the extension:\n${said}`));
    });
  });
}

async function waitUntilReady(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      if ((await fetch(url)).ok) return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // address() of a listening TCP server is an AddressInfo
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** Opens an address in the default browser. Ignores a failure, because the address is already printed. */
function openBrowser(url: string): void {
  const [command, ...args] = { win32: ['cmd', '/c', 'start', '""', url], darwin: ['open', url] }[
    process.platform as string
  ] ?? ['xdg-open', url];
  if (command === undefined) return;
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
