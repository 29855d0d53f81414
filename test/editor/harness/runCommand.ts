import type { Page } from 'playwright-core';
import { clickOnce, exactPattern, waitUntil } from './waitUntil.ts';

/**
 * Opens the command palette, types a command's title and selects the row with exactly that title. Retries while the
 * command is missing, because VS Code shows an extension's commands only after VS Code has read the extension's
 * manifest. Rejects with the rows that the palette showed if the command does not appear.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  const box = page.locator('.quick-input-widget');
  const input = box.locator('.quick-input-box input');
  const row = box
    .locator('.monaco-list-row')
    .filter({ has: page.locator('.quick-input-list-row .label-name', { hasText: exactPattern(title) }) })
    .first();
  const labels = (): Promise<string[]> => box.locator('.quick-input-list-row .label-name').allTextContents();
  await waitUntil(
    page,
    `the command "${title}"`,
    async () => {
      // The browser draws nothing in a page in the background, so no test can click there.
      await page.bringToFront();
      if (!(await row.isVisible())) {
        await page.keyboard.press('F1');
        // A quick pick of the extension can be open until the palette replaces that quick pick, so this waits for the
        // palette.
        if (!(await appears(box.locator('input[placeholder^="Type the name of a command"]')))) return undefined;
        // While the window is still loading, VS Code can move the focus to a view, which closes the palette. Then all
        // steps are repeated.
        if (!(await succeeds(input.fill(`>${title}`, { timeout: 2000 })))) return undefined;
        if (!(await appears(row))) return undefined;
      }
      return (await succeeds(clickOnce(row))) ? true : undefined;
    },
    labels,
  );
  await row.waitFor({ state: 'hidden' });
}

function appears(locator: { waitFor(options: { timeout: number }): Promise<void> }): Promise<boolean> {
  return succeeds(locator.waitFor({ timeout: 3000 }));
}

/** Resolves with true if the action resolves, and with false if the action rejects. */
async function succeeds(action: Promise<unknown>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}
