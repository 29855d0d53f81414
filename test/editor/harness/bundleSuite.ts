import path from 'node:path';
import { build } from 'esbuild';
import { repositoryFolder } from './repository.ts';

/**
 * Bundles a suite, which is a module that exports `run(): Promise<void>`, and returns the bundle's path. The bundle is
 * in `out/suites/`, inside the repository, because the bundle imports Mocha from the repository's `node_modules`.
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
