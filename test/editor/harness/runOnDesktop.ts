import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { quietSettings } from './quietSettings.ts';
import { emptyExtensionFolder } from './repository.ts';
import { runTestElectron } from './runInEditor.ts';
import type { SuiteOutcome, SuiteOptions } from './runInEditor.ts';

const versions = { oldest: '1.112.0', newest: 'stable' } as const;

/**
 * Runs a suite like `runInEditor`, but in a desktop VS Code that test-electron downloads. The machine needs a display
 * and access to the download. Ignores `language`, because a language other than English needs a language pack.
 */
export async function runOnDesktop(run: SuiteOptions): Promise<SuiteOutcome> {
  const executable = await downloadAndUnzipVSCode(versions[run.which]);
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-'));
  const folders = ['user', 'extensions'].map((name) => path.join(dataFolder, name));
  const [userFolder = dataFolder, extensionsFolder = dataFolder] = folders;
  const folderArguments = [`--user-data-dir=${userFolder}`, `--extensions-dir=${extensionsFolder}`];
  try {
    await mkdir(path.join(userFolder, 'User'), { recursive: true });
    const settings = JSON.stringify({ ...quietSettings, ...run.settings });
    await writeFile(path.join(userFolder, 'User', 'settings.json'), settings);
    if (run.vsix !== undefined) installOnDesktop(executable, run.vsix, folderArguments);
    return await runTestElectron({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: emptyExtensionFolder,
      extensionTestsPath: run.suite,
      extensionTestsEnv: run.env ?? {},
      launchArgs: [...(run.workspace === undefined ? [] : [run.workspace]), ...folderArguments],
    });
  } finally {
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

function installOnDesktop(executable: string, vsix: string, folderArguments: string[]): void {
  const [cli = executable, ...cliArguments] = resolveCliArgsFromVSCodeExecutablePath(executable);
  const installed = spawnSync(cli, [...cliArguments, '--install-extension', vsix, ...folderArguments], {
    encoding: 'utf8',
    // On Windows, VS Code's command-line program is a .cmd file, which only a shell can run.
    shell: process.platform === 'win32',
  });
  if (installed.status !== 0)
    throw new Error(`VS Code did not install ${vsix}:\n${installed.stdout}${installed.stderr}`);
}
