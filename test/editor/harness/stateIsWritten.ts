import type { Page } from 'playwright-core';
import { browserStorage } from './browserStorage.ts';
import { waitUntil } from './waitUntil.ts';

/**
 * Waits until a reload would lose nothing. VS Code in a browser can write no more when its window goes: an extension's state
 * is written 100 ms after its last change, and which tabs are open every 5 s, when it has nothing else to do (measured in
 * 1.139). Without this, a reload at a machine's pace now and then came back without the page that a test looks for.
 */
export async function stateIsWritten(page: Page): Promise<void> {
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 400))');
  const pages = page.locator('.tab[data-resource-name^="webview-"] .label-name');
  const titles = async (): Promise<string[]> => (await pages.allTextContents()).map((title) => title.trim());
  await waitUntil(
    page,
    'the open pages to be among what the browser keeps',
    async () => {
      const kept = await browserStorage(page);
      return (await titles()).every((title) => kept.includes(title)) || undefined;
    },
    titles,
  );
}
