import { LogLines, LogPass } from '../../src/core/operations/running/logLines.ts';
import type { LogEntry } from '../../src/core/platform/applicationLog.ts';
import { heapInUse } from '../../test/core/heapInUse.ts';
import { launchBrowser } from '../../test/editor/harness/launchBrowser.ts';
import { bundlePage, openPage } from '../../test/page/deploymentPage.ts';
import { addLines, addManyLines, pageHeapBytes } from '../../test/page/manyLines.ts';
import { upperLimit, type Figure } from './figures.ts';

const lineCount = 100_000;

/** Number of lines in one read of older lines, and in one read of new lines. */
const [olderPage, newPage] = [500, 200];

/**
 * Measures the log of an application with 100,000 lines of 120 characters: first while older lines are added, as when
 * the user scrolls back, and then while new lines are added. Measures the extension host's code in this process, and
 * the page in a browser. The long tasks of the page are those that Chromium reports. They take 50 ms or more.
 */
export async function applicationLogFigures(): Promise<Figure[]> {
  const host = await measureLogLines();
  const page = await measurePage();
  const heapMb = (host.heapBytes + page.heapBytes) / 2 ** 20;
  return [
    {
      what: 'longest work of the extension host for a read, CPU time',
      measured: `${host.longestMs.toFixed(1)} ms`,
      bar: upperLimit(50, ' ms', host.longestMs, 'noted'),
    },
    {
      what: 'tasks of the page that take 50 ms or more',
      measured: page.longTasks.join(', ') || 'none',
      bar: { text: 'none', kept: page.longTasks.length === 0, kind: 'noted' },
    },
    { what: 'growth of both heaps', measured: `${heapMb.toFixed(1)} MB`, bar: upperLimit(60, ' MB', heapMb, 'exact') },
  ];
}

async function measureLogLines(): Promise<{ longestMs: number; heapBytes: number }> {
  const before = await heapInUse();
  const lines = new LogLines();
  let longestMs = 0;
  const add = (entries: LogEntry[], pass: LogPass): void => {
    const start = process.cpuUsage();
    lines.add(entries, pass, false);
    const { user, system } = process.cpuUsage(start);
    longestMs = Math.max(longestMs, (user + system) / 1000);
  };
  const pass = new LogPass();
  for (let newest = lineCount; newest > 0; newest -= olderPage) add(createLogEntries(newest, olderPage), pass);
  for (let newest = lineCount + 20; newest <= lineCount + 4000; newest += 20)
    add(createLogEntries(newest, newPage), new LogPass());
  if (lines.count !== lineCount) throw new Error(`${lines.count} lines are kept`);
  return { longestMs, heapBytes: (await heapInUse()) - before };
}

/**
 * Returns `count` entries as the platform sends them, newest first. The entries are parsed from JSON, like those of a
 * response. Strings from `padEnd` would share memory, and the measured heap would be too small.
 */
function createLogEntries(newest: number, count: number): LogEntry[] {
  const entries = Array.from({ length: count }, (_, index): LogEntry => {
    const number = newest - index;
    const message = `${number} `.padEnd(120, 'GET /api/orders?page=1 200 ');
    return {
      environment: 'stag',
      process: 'web',
      instance: `web-${number % 3}`,
      message,
      time: Math.floor(number / 20),
    };
  });
  return JSON.parse(JSON.stringify(entries)) as LogEntry[]; // `stringify` wrote it
}

async function measurePage(): Promise<{ longTasks: string[]; heapBytes: number }> {
  const browser = await launchBrowser();
  try {
    const open = await openPage(browser, await bundlePage('applicationLog'), { which: 'applicationLog' });
    const cdp = await open.page.context().newCDPSession(open.page);
    await cdp.send('Performance.enable');
    const before = await pageHeapBytes(cdp);
    const scroll = (top: string): Promise<unknown> =>
      open.page.evaluate(`((log) => { log.scrollTop = ${top}; })(document.getElementById('log'))`);
    let count = lineCount - 8 * olderPage;
    await addManyLines(open, count);
    await scroll('0');
    await open.page.evaluate(`{
      window.longTasks = [];
      const note = (list) => list.getEntries().forEach(({ duration }) => longTasks.push(duration + ' ms'));
      new PerformanceObserver(note).observe({ type: 'longtask' });
    }`);
    for (; count < lineCount; count += olderPage) await addLines(open, 0, olderPage);
    await scroll('log.scrollHeight');
    for (; count < lineCount + 8 * newPage; count += newPage) await addLines(open, count, newPage);
    const longTasks = await open.page.evaluate<string[]>('longTasks');
    return { longTasks, heapBytes: (await pageHeapBytes(cdp)) - before };
  } finally {
    await browser.close();
  }
}
