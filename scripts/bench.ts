import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { installCodeServer } from '../test/editor/harness/installCodeServer.ts';
import { applicationLogFigures } from './bench/applicationLog.ts';
import { descriptionFigures } from './bench/description.ts';
import { printFigures } from './bench/figures.ts';
import { followDeploymentFigures } from './bench/followDeployment.ts';
import { largeListFigures } from './bench/largeLists.ts';
import { createBenchContext, type Site } from './bench/site.ts';
import { sizeFigures } from './bench/sizes.ts';
import { startUpFigures } from './bench/startUp.ts';
import { transferFigures } from './bench/transfers.ts';
import { uploadFigures } from './bench/uploads.ts';
import { packageExtension } from './package.ts';

/** The measurements that need an editor, in the order in which they run. */
const measurements = {
  startUp: { title: 'Start-up', measure: startUpFigures },
  uploads: { title: 'Upload, nothing asked, embedded platform without delays', measure: uploadFigures },
  largeLists: { title: '5,000 applications, a module with 2,000 versions', measure: largeListFigures },
};

/**
 * `npm run bench`: measures the extension in a real VS Code and prints each figure beside its limit (`bar`). Arguments
 * choose sections: `npm run bench -- sizes uploads`. Takes about five minutes.
 *
 * Resolves to false if a figure with a limit of the kind `exact` (figures.ts) is over its limit. The process then exits
 * with 1.
 */
async function bench(chosen: readonly string[]): Promise<boolean> {
  const wanted = (name: string): boolean => chosen.length === 0 || chosen.includes(name);
  const { vscodeVersion } = await installCodeServer('newest');
  const [processor] = os.cpus();
  const load = os.loadavg()[0]?.toFixed(1) ?? '?';
  console.log(
    `${os.cpus().length} cores (${processor?.model ?? 'unknown'}, load ${load}), ${process.platform}, node ${process.versions.node}, VS Code ${vscodeVersion}`,
  );
  const vsix = packageExtension();
  let kept = wanted('sizes') ? printFigures('Sizes', sizeFigures(vsix)) : true;
  if (wanted('description')) kept = printFigures('Checking app_desc.yaml', await descriptionFigures()) && kept;
  if (wanted('followDeployment'))
    kept = printFigures('Following a deployment', await followDeploymentFigures()) && kept;
  if (wanted('applicationLog'))
    kept = printFigures('Log of an application, 100,000 lines', await applicationLogFigures()) && kept;
  if (wanted('transfers')) kept = printFigures('Packing and publishing', await transferFigures()) && kept;
  const site = await createBenchContext(vsix);
  try {
    for (const [name, { title, measure }] of Object.entries(measurements)) {
      if (wanted(name)) kept = (await measureAndPrint(site, title, measure)) && kept;
    }
  } finally {
    await site.close();
  }
  return kept;
}

async function measureAndPrint(site: Site, title: string, measure: typeof startUpFigures): Promise<boolean> {
  const server = await site.startEditor();
  try {
    return printFigures(title, await measure(site, server));
  } finally {
    await server.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await bench(process.argv.slice(2))) ? 0 : 1;
