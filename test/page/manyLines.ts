import type { CDPSession } from 'playwright-core';
import type { TestPage } from './deploymentPage.ts';

/**
 * Adds `count` lines of 120 characters to the log of an application. Sends the newest lines first, as the extension
 * does.
 */
export async function addManyLines({ page }: TestPage, count: number): Promise<void> {
  await page.evaluate(
    `for (let end = ${count}; end > 0; end -= 1000) window.postMessage(${spliceMessageSource('0', 'end - 1000', 1000)}, '*')`,
  );
}

/** Adds `count` lines at index `at`, and waits until they are drawn. */
export async function addLines({ page, send }: TestPage, at: number, count: number): Promise<void> {
  await page.evaluate(`window.postMessage(${spliceMessageSource(String(at), String(at), count)}, '*')`);
  await send({ kind: 'splice', at, removed: 0, lines: [] });
}

/** Collects garbage, then returns the number of bytes on the page's JavaScript heap. */
export async function pageHeapBytes(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const used = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value;
  if (used === undefined) throw new Error('the browser does not tell the size of its heap');
  return used;
}

/**
 * Returns the JavaScript source of a message that adds lines. `at` and `from` are JavaScript expressions for numbers.
 */
function spliceMessageSource(at: string, from: string, count: number): string {
  return `{ kind: 'splice', at: ${at}, removed: 0, lines: Array.from({ length: ${count} }, (_, index) => ({
    label: '07-20 12:21:08 web 78jzf', text: ('\\u001b[32mINFO\\u001b[0m line ' + (${from} + index)).padEnd(120, '.') })) }`;
}
