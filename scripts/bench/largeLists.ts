import type { Page } from 'playwright-core';
import { openWorkbench } from '../../test/editor/harness/openWorkbench.ts';
import type { Server } from '../../test/editor/harness/startServer.ts';
import { answerSignIn } from '../../test/e2e/steps.ts';
import { wordsOf } from '../../test/e2e/words.ts';
import { addManyApplications, addManyVersions } from '../../test/platform/growState.ts';
import { demoTokens } from '../../test/platform/seedDemo.ts';
import { startPlatform } from '../../test/platform/startPlatform.ts';
import { upperLimit, median, formatSpread, type Limit, type Figure } from './figures.ts';
import { waitUntilIdle } from './waitUntilIdle.ts';
import type { Site } from './site.ts';

const applicationCount = 5000;
const versionCount = 2000;
const windowCount = 5;

/**
 * Measures how long the view takes to open in a window that was just reloaded, and how much memory the extension uses.
 * The user is signed in to a platform with 5,000 applications and a module with 2,000 versions.
 *
 * The time includes the activation of the extension and all requests. The memory is read before the extension is
 * loaded, and again after the module with 2,000 versions was expanded, so the growth includes the extension's code.
 *
 * Memory has two figures, which are both read after a full garbage collection. The JavaScript heap contains only what
 * the extension keeps, so the run fails if the heap is over its limit. The resident size also contains memory that V8
 * and the allocator have not returned to the system. The resident size varies by megabytes from run to run, so a
 * resident size over its limit is only noted in the table.
 */
export async function largeListFigures({ browser, probes }: Site, server: Server): Promise<Figure[]> {
  const platform = await startPlatform();
  addManyApplications(platform.state, applicationCount);
  addManyVersions(platform.state, 'bulk-00010', 'default', versionCount);
  const words = wordsOf('en');
  const workbench = await openWorkbench({ server, browser });
  try {
    await probes.next();
    await workbench.openView(words.nls('view.container'));
    await workbench.tree.clickWelcome(words.t('Sign In'));
    await answerSignIn({ workbench, platform, words, picture: () => Promise.resolve() }, demoTokens.admin);
    await workbench.tree.row('Bulk App 00010');
    // A reloaded window shows the view that was last open. The Explorer is opened now, so that after a reload the
    // extension starts only when the measurement opens the extension's view.
    await workbench.openView('Explorer');

    const times: number[] = [];
    const heap: number[] = [];
    const resident: number[] = [];
    const lists: number[] = [];
    const unopened: number[] = [];
    const expanding: number[] = [];
    for (let count = 0; count < windowCount; count += 1) {
      await workbench.reload();
      const probe = await probes.next();
      await waitUntilIdle(workbench.page);
      const before = await probe.ask('memory', {});
      platform.requests.length = 0;

      const rowsShown = measureMsUntilRows(workbench.page);
      await workbench.openView(words.nls('view.container'));
      times.push(await rowsShown);
      await workbench.tree.expand('Bulk App 00010');
      const unexpanded = platform.requests.length;
      await workbench.tree.expand(['Bulk App 00010', 'default']);
      expanding.push(platform.requests.length - unexpanded);
      const paths = platform.requests.map(({ path }) => path);
      lists.push(paths.filter((path) => path.includes('/applications/lists/')).length);
      unopened.push(paths.filter((path) => !/\/lists\/|\/bulk-00010\//.test(path)).length);
      const after = await probe.ask('memory', {});
      heap.push((after.heapUsed - before.heapUsed) / 1024 / 1024);
      resident.push((after.rss - before.rss) / 1024 / 1024);
      await workbench.openView('Explorer');
    }
    return [
      {
        what: `opening the view to the first rows, ${windowCount} windows`,
        measured: formatSpread(times, 0),
        bar: upperLimit(1000, ' ms', median(times), 'noted'),
      },
      {
        what: 'list requests, most of a window',
        measured: String(Math.max(...lists)),
        bar: upperLimitForEach(4, lists),
      },
      {
        what: 'requests for applications that were not opened',
        measured: String(Math.max(...unopened)),
        bar: upperLimitForEach(0, unopened),
      },
      {
        // 1 request reads the versions, and 4 requests read what runs in the 2 environments.
        what: `requests to expand a module of ${versionCount} versions`,
        measured: String(Math.max(...expanding)),
        bar: upperLimitForEach(5, expanding),
      },
      {
        what: 'growth of the extension host’s heap, median',
        measured: `${median(heap).toFixed(1)} MB`,
        bar: upperLimit(30, ' MB', median(heap), 'exact'),
      },
      {
        what: 'growth of its resident size, median',
        measured: `${median(resident).toFixed(1)} MB`,
        bar: upperLimit(30, ' MB', median(resident), 'noted'),
      },
    ];
  } finally {
    await workbench.close();
    await platform.close();
  }
}

function upperLimitForEach(limit: number, measured: readonly number[]): Limit {
  return upperLimit(limit, '', Math.max(...measured), 'exact');
}

/**
 * Returns the milliseconds from the next mouse press until the first rows of the side bar are drawn. The measurement
 * runs inside the page, so that it does not include the time for playwright's queries and clicks.
 */
function measureMsUntilRows(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    addEventListener('pointerdown', () => {
      const pressed = performance.now();
      const observer = new MutationObserver(() => {
        if (!document.querySelector('.part.sidebar .pane .monaco-list-row .label-name')?.textContent) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
      });
      observer.observe(document.querySelector('.part.sidebar'), { childList: true, subtree: true, characterData: true });
    }, { capture: true, once: true });
  })`);
}
