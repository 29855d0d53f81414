import type { Page } from 'playwright-core';
import { exactly, waitUntil } from './waitUntil.ts';

/**
 * Opens the command palette, types a command's title and chooses the row with exactly that title. Commands that are not
 * there yet are waited for: an extension's come only once VS Code has read its manifest. Rejects with the rows the
 * palette did show.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  const box = page.locator('.quick-input-widget');
  const input = box.locator('.quick-input-box input');
  const row = box
    .locator('.monaco-list-row')
    .filter({ has: page.locator('.quick-input-list-row .label-name', { hasText: exactly(title) }) })
    .first();
  const labels = (): Promise<string[]> => box.locator('.quick-input-list-row .label-name').allTextContents();
  await waitUntil(
    page,
    `the command "${title}"`,
    async () => {
      if (!(await row.isVisible())) {
        await page.keyboard.press('F1');
        // A quick pick of the extension may be open instead, until the palette has taken its place.
        if (!(await appears(box.locator('input[placeholder^="Type the name of a command"]')))) return undefined;
        await input.fill(`>${title}`);
        if (!(await appears(row))) return undefined;
      }
      await row.click({ timeout: 2000 });
      return true;
    },
    labels,
  );
  await row.waitFor({ state: 'hidden' });
}

async function appears(locator: { waitFor(options: { timeout: number }): Promise<void> }): Promise<boolean> {
  return locator.waitFor({ timeout: 3000 }).then(
    () => true,
    () => false,
  );
}
