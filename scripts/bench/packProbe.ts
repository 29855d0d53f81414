import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { packExtension } from '../../test/editor/harness/buildSampleExtension.ts';

/** Builds the probe extension (probe.ts) and packs it into a VSIX in `folder`. Returns the path of the VSIX. */
export async function packProbe(folder: string): Promise<string> {
  const staging = path.join(folder, 'probe');
  await mkdir(staging, { recursive: true });
  await writeFile(
    path.join(staging, 'package.json'),
    JSON.stringify({
      name: 'bench-probe',
      displayName: 'Bench Probe',
      description: 'Measures an extension from inside its extension host.',
      version: '0.0.1',
      publisher: 'bkpaas-vscode',
      license: 'MIT',
      main: './extension.cjs',
      engines: { vscode: '^1.112.0' },
      activationEvents: ['onStartupFinished'],
    }),
  );
  await build({
    entryPoints: [path.join(import.meta.dirname, 'probe.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    outfile: path.join(staging, 'extension.cjs'),
  });
  return packExtension(staging, path.join(folder, 'probe.vsix'));
}
