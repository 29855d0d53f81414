import { existsSync } from 'node:fs';
import path from 'node:path';
import { bundleSuite } from './harness/bundleSuite.ts';
import { repositoryFolder } from './harness/repository.ts';
import { runInEditor } from './harness/runInEditor.ts';
import { runOnDesktop } from './harness/runOnDesktop.ts';
import { startServices } from './suite/setup/services.ts';

/**
 * Runs the in-editor suite on the VSIX that `npm run package` made:
 * `node test/editor/runSuite.ts oldest|newest|desktop`. Prints `N passed, N failed` as the last line. Returns the exit
 * code, which is 1 if a test failed.
 */
async function runBkpaasSuite(where: string | undefined): Promise<number> {
  if (where !== 'oldest' && where !== 'newest' && where !== 'desktop') {
    throw new Error('Usage: node test/editor/runSuite.ts oldest|newest|desktop');
  }
  const vsix = path.join(repositoryFolder, 'dist', 'bkpaas.vsix');
  if (!existsSync(vsix)) throw new Error('There is no dist/bkpaas.vsix: run `npm run package` first.');
  const suite = await bundleSuite(path.join(import.meta.dirname, 'suite', 'bkpaasSuite.ts'));
  const { close, ...services } = await startServices();
  try {
    const { passed, failed, exitCode } =
      where === 'desktop'
        ? await runOnDesktop({ which: 'newest', vsix, suite, ...services })
        : await runInEditor({ which: where, vsix, suite, ...services });
    if (where === 'desktop')
      console.log('Tests with a dash need a person’s hands, which only a window in a browser has.');
    // A window that does not close well, for example because a log contains a secret, counts as one failure.
    const failures = failed === 0 && exitCode !== 0 ? 1 : failed;
    console.log(`${passed} passed, ${failures} failed`);
    return failures > 0 ? 1 : 0;
  } finally {
    await close();
  }
}

process.exitCode = await runBkpaasSuite(process.argv[2]);
