import path from 'node:path';
import { build } from 'esbuild';
import { repositoryFolder } from './repository.ts';

/**
 * Bundles a suite, a module that exports `run(): Promise<void>`, into `out/suites/`, where an extension host can load
 * it and it finds Mocha. Returns the bundle's path.
 */
export async function bundleSuite(entry: string): Promise<string> {
  const outfile = path.join(repositoryFolder, 'out', 'suites', `${path.basename(entry, '.ts')}.cjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outfile;
}
