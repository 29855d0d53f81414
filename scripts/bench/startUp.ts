import { openWorkbench } from '../../test/editor/harness/openWorkbench.ts';
import type { Server } from '../../test/editor/harness/startServer.ts';
import type { Workbench } from '../../test/editor/harness/workbench.ts';
import { upperLimit, median, formatSpread, type Figure } from './figures.ts';
import { waitUntilIdle } from './waitUntilIdle.ts';
import type { Site } from './site.ts';

const windowCount = 10;
const extensionId = 'bkpaas-vscode.bkpaas';
const emptyExtensionId = 'bkpaas-vscode.empty';

/**
 * Measures how long the extension takes to start. Every window is new and has its own extension host. All windows
 * belong to one VS Code server.
 *
 * The first figure is the time for loading the bundle plus the time for `activate`, in whole milliseconds. The bench
 * reads this sum from the page that "Developer: Show Running Extensions" opens.
 *
 * The other figures are for the whole `Extension.activate()`, which also includes two round trips to the window and the
 * reading of translations. For comparison, the same extension host also activates an empty extension. The order of the
 * two extensions alternates from window to window. The first activation in an extension host is slower. It is always
 * the activation of the probe, so it affects neither of the two.
 *
 * All figures of `Extension.activate()` are measured in two kinds of windows. If a user left the view open, the
 * extension starts while the window is still starting. There even the empty extension takes about 50 ms. If a user
 * clicks the icon, the extension starts in an idle window. There the empty extension takes about 10 ms. The ratio of
 * the two extensions' times has no limit, because it depends more on the editor than on this extension.
 */
export async function startUpFigures(site: Site, server: Server): Promise<Figure[]> {
  const starting = await measureActivations(site, server, false);
  const atRest = await measureActivations(site, server, true);
  return [
    {
      what: `loading the bundle and activate, as Show Running Extensions says, ${windowCount} windows`,
      measured: formatSpread(atRest.shown, 0),
      bar: upperLimit(20, ' ms', median(atRest.shown), 'noted'),
    },
    ...activationFigures('window starting', starting),
    ...activationFigures('window at rest', atRest),
  ];
}

interface ActivationTimes {
  shown: number[];
  ours: number[];
  empty: number[];
}

async function measureActivations({ browser, probes }: Site, server: Server, wait: boolean): Promise<ActivationTimes> {
  const times: ActivationTimes = { shown: [], ours: [], empty: [] };
  for (let count = 0; count < windowCount; count += 1) {
    const workbench = await openWorkbench({ server, browser, viewport: { width: 1280, height: 2000 } });
    try {
      const probe = await probes.next();
      if (wait) await waitUntilIdle(workbench.page);
      const order = count % 2 === 0 ? [extensionId, emptyExtensionId] : [emptyExtensionId, extensionId];
      const whole = await probe.ask('activate', { extensions: order });
      times.ours.push(whole[order.indexOf(extensionId)] ?? NaN);
      times.empty.push(whole[order.indexOf(emptyExtensionId)] ?? NaN);
      times.shown.push(await readShownActivationMs(workbench));
    } finally {
      await workbench.close();
    }
  }
  return times;
}

function activationFigures(when: string, { ours, empty }: ActivationTimes): Figure[] {
  const ratio = median(ours) / median(empty);
  return [
    { what: `${when}: Extension.activate() as a whole`, measured: formatSpread(ours) },
    { what: `${when}: that of an empty extension`, measured: formatSpread(empty) },
    { what: `${when}: ratio of the two`, measured: ratio.toFixed(2) },
  ];
}

async function readShownActivationMs(workbench: Workbench): Promise<number> {
  await workbench.runCommand('Developer: Show Running Extensions');
  // The label of each row is the extension's name. The list draws only the rows in its viewport, so
  // `measureActivations` opens a tall window.
  const text = await workbench.page
    .locator('.monaco-list-row[aria-label="bkpaas"] .activation-time', { hasText: 'Activation:' })
    .innerText();
  const milliseconds = /Activation: (\d+)\s*ms/.exec(text)?.[1];
  if (milliseconds === undefined) throw new Error(`no activation time in "${text}"`);
  return Number(milliseconds);
}
