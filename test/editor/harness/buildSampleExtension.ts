import { spawnSync } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { repositoryFolder } from './repository.ts';

/** Builds the sample extension for selfCheck.ts and packs it into a VSIX in `folder`. Returns the path of the VSIX. */
export async function buildSampleExtension(folder: string): Promise<string> {
  const source = path.join(import.meta.dirname, 'sample-extension');
  const staging = path.join(folder, 'sample-extension');
  await mkdir(staging, { recursive: true });
  for (const name of ['package.json', 'package.nls.json', 'package.nls.zh-cn.json']) {
    await cp(path.join(source, name), path.join(staging, name));
  }
  await build({
    entryPoints: [path.join(source, 'extension.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    outfile: path.join(staging, 'extension.cjs'),
  });
  return packExtension(staging, path.join(folder, 'sample.vsix'));
}

/**
 * Packs an extension's folder into the file `vsix`, without a build, and returns the path of the VSIX. Throws an error
 * with vsce's output if vsce fails.
 */
export function packExtension(folder: string, vsix: string): string {
  const vsce = path.join(repositoryFolder, 'node_modules', '@vscode', 'vsce', 'vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--skip-license'];
  const packed = spawnSync(process.execPath, [vsce, 'package', ...flags, '--out', vsix], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (packed.status !== 0) throw new Error(`vsce could not pack ${folder}:\n${packed.stdout}${packed.stderr}`);
  return vsix;
}
