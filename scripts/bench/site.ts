import { rm, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../test/editor/harness/launchBrowser.ts';
import { packExtension } from '../../test/editor/harness/buildSampleExtension.ts';
import { emptyExtensionFolder } from '../../test/editor/harness/repository.ts';
import { startServer, type Server } from '../../test/editor/harness/startServer.ts';
import { packProbe } from './packProbe.ts';
import { listenForProbes, type Probes } from './probes.ts';
import { probePortVariable } from './probeTasks.ts';

/**
 * What the measurements in an editor share: a browser and the server for probes. Each measurement starts a separate VS
 * Code.
 */
export interface Site {
  browser: Browser;
  probes: Probes;
  /**
   * Starts the newest VS Code with the packed extension, the probe and the empty extension. The returned server's
   * `close()` ends VS Code.
   */
  startEditor: () => Promise<Server>;
  close: () => Promise<void>;
}

export async function createBenchContext(vsix: string): Promise<Site> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-bench-'));
  const closing: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const end of closing.toReversed()) await end();
  };
  try {
    const probe = await packProbe(folder);
    const empty = packExtension(emptyExtensionFolder, path.join(folder, 'empty.vsix'));
    const probes = await listenForProbes();
    closing.push(probes.close);
    const browser = await launchBrowser();
    closing.push(() => browser.close());
    return {
      browser,
      probes,
      startEditor: async () => {
        const server = await startServer({
          which: 'newest',
          vsix,
          extensions: [probe, empty],
          env: { [probePortVariable]: String(probes.port) },
        });
        closing.push(server.close);
        return server;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
