import type { Locator, Page } from 'playwright-core';
import { exactly, patience, waitUntil } from './waitUntil.ts';

/**
 * Right-clicks an element and selects a menu item by its exact title; several titles lead through submenus. Rejects
 * with the titles that the menu has.
 */
export async function chooseFromContextMenu(page: Page, place: Locator, titles: string | string[]): Promise<void> {
  await place.click({ button: 'right', timeout: patience });
  for (const title of [titles].flat()) await clickItem(page, title);
}

/** Returns the titles of an element's context menu, then closes it. */
export async function contextMenuTitles(page: Page, place: Locator): Promise<string[]> {
  await place.click({ button: 'right', timeout: patience });
  await page.locator('.monaco-menu .action-menu-item').first().waitFor();
  const found = await titlesOf(page);
  await page.keyboard.press('Escape');
  return found;
}

async function clickItem(page: Page, title: string): Promise<void> {
  const item = page
    .locator('.monaco-menu .action-menu-item')
    .filter({ has: page.locator('.action-label', { hasText: exactly(title) }) });
  await waitUntil(
    page,
    `the menu item "${title}"`,
    async () => ((await item.isVisible()) ? true : undefined),
    () => titlesOf(page),
  );
  await waitUntil(page, `the menu to take a click on "${title}"`, async () => {
    if (!(await item.isVisible())) return true;
    if ((await item.getAttribute('aria-expanded')) === 'true') return true;
    // A menu ignores the mouse for its first 100 ms, so that the click that opened it selects nothing: click until one
    // is accepted.
    await item.click({ timeout: 1000 }).catch(() => undefined);
    return undefined;
  });
}

async function titlesOf(page: Page): Promise<string[]> {
  return page.locator('.monaco-menu .action-menu-item .action-label').allTextContents();
}
