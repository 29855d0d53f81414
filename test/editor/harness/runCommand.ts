import type { Page } from 'playwright-core';
import { exactly, waitUntil } from './waitUntil.ts';

/**
 * Opens the command palette, types a command's title and selects the row with exactly that title. Waits for missing
 * commands, because an extension's appear only after VS Code has read its manifest. Rejects with the rows that the
 * palette showed.
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
      // A page in the background draws nothing, so nothing in it can be clicked.
      await page.bringToFront();
      if (!(await row.isVisible())) {
        await page.keyboard.press('F1');
        // A quick pick of the extension can still be open until the palette replaces it.
        if (!(await appears(box.locator('input[placeholder^="Type the name of a command"]')))) return undefined;
        // The palette closes when a window that is still loading focuses one of its views.
        if (!(await succeeds(input.fill(`>${title}`, { timeout: 2000 })))) return undefined;
        if (!(await appears(row))) return undefined;
      }
      return (await succeeds(row.click({ timeout: 2000 }))) ? true : undefined;
    },
    labels,
  );
  await row.waitFor({ state: 'hidden' });
}

function appears(locator: { waitFor(options: { timeout: number }): Promise<void> }): Promise<boolean> {
  return succeeds(locator.waitFor({ timeout: 3000 }));
}

/** Resolves to whether an action resolved. */
async function succeeds(action: Promise<unknown>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}
