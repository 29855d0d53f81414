import type { Page } from 'playwright-core';
import { browserStorage } from './browserStorage.ts';
import { waitUntil } from './waitUntil.ts';

/**
 * Waits until the browser has stored the window's state, so that a reload loses nothing. VS Code in a browser cannot
 * write while its window closes. VS Code writes an extension's state 100 ms after the last change. It writes the open
 * tabs when the user switches to another program, and otherwise every 5 s if the window is idle (measured in 1.139). On
 * a loaded machine a window can be busy for longer than a test waits. So this simulates a switch to another program.
 *
 * `kept` lists texts that the browser's storage must contain, such as the id in a page's state. Without `kept`, this
 * waits for the titles of the open pages. The titles are enough if no earlier page had the same title.
 */
export async function waitUntilStateIsWritten(page: Page, kept?: string[]): Promise<void> {
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 400))');
  const pages = page.locator('.tab[data-resource-name^="webview-"] .label-name');
  const titles = async (): Promise<string[]> => (await pages.allTextContents()).map((title) => title.trim());
  const expected = async (): Promise<string[]> => kept ?? (await titles());
  await waitUntil(
    page,
    'the open pages to be in the browser’s storage',
    async () => {
      await page.evaluate(leaveAndReturnScript);
      const stored = await browserStorage(page);
      return (await expected()).every((text) => stored.includes(text)) || undefined;
    },
    expected,
    500,
  );
}

/**
 * Tells the page that the user switched to another program and back. Playwright keeps `document.hasFocus()` true,
 * whatever has the focus.
 */
const leaveAndReturnScript = `
  document.hasFocus = () => false;
  document.dispatchEvent(new Event('visibilitychange'));
  delete document.hasFocus;
  document.dispatchEvent(new Event('visibilitychange'));
`;
