import { spawnSync } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { repositoryFolder } from './repository.ts';

/** Builds and packs the sample extension of selfCheck.ts into a folder. Returns its VSIX. */
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
 * Packs an extension's folder unchanged into a VSIX and returns its path. Throws with the output of vsce if that fails.
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
