import type { Locator, Page } from 'playwright-core';
import { exactPattern, retryUntilDone, waitUntil } from './waitUntil.ts';

/**
 * Right-clicks an element and selects a menu item by its exact title. With several titles, every title but the last
 * opens a submenu. Rejects with the titles in the menu if a title is missing.
 */
export async function chooseFromContextMenu(
  page: Page,
  findPlace: () => Promise<Locator>,
  titles: string | string[],
): Promise<void> {
  const path = [titles].flat();
  await openContextMenu(page, `the menu with "${path.join(' / ')}"`, findPlace, async () => {
    await itemOf(page, path[0] ?? '')
      .waitFor({ timeout: 2000 })
      .catch(async () => {
        throw new Error(`The menu has: ${(await titlesOf(page)).join(', ')}.`);
      });
  });
  for (const title of path) await clickItem(page, title);
}

/** Opens an element's context menu, returns the titles of the menu's items and closes the menu. */
export async function contextMenuTitles(page: Page, findPlace: () => Promise<Locator>): Promise<string[]> {
  await openContextMenu(page, 'a context menu', findPlace, async () => {
    await page.locator('.monaco-menu .action-menu-item').first().waitFor({ timeout: 2000 });
  });
  const found = await titlesOf(page);
  await closeMenu(page);
  return found;
}

/** Right-clicks an element and calls `ready`, which waits for the menu. Repeats both until `ready` resolves. */
async function openContextMenu(
  page: Page,
  what: string,
  findPlace: () => Promise<Locator>,
  ready: () => Promise<void>,
): Promise<void> {
  await retryUntilDone(page, what, async () => {
    // An open menu covers the window. The menu of an earlier attempt can have opened too late, or for another row.
    await closeMenu(page);
    await (await findPlace()).click({ button: 'right', timeout: 1000 });
    await ready();
  });
}

async function closeMenu(page: Page): Promise<void> {
  const menu = page.locator('.monaco-menu-container').filter({ visible: true });
  await waitUntil(page, 'the menu to close', async () => {
    if ((await menu.count()) === 0) return true;
    await page.keyboard.press('Escape');
    return undefined;
  });
}

function itemOf(page: Page, title: string): Locator {
  return page
    .locator('.monaco-menu .action-menu-item')
    .filter({ has: page.locator('.action-label', { hasText: exactPattern(title) }) });
}

async function clickItem(page: Page, title: string): Promise<void> {
  const item = itemOf(page, title);
  await waitUntil(
    page,
    `the menu item "${title}"`,
    async () => ((await item.isVisible()) ? true : undefined),
    () => titlesOf(page),
  );
  await waitUntil(page, `the menu to take a click on "${title}"`, async () => {
    if (!(await item.isVisible())) return true;
    if ((await item.getAttribute('aria-expanded')) === 'true') return true;
    // VS Code ignores mouse clicks during the first 100 ms of a menu, because the click that opened the menu must not
    // select an item. So this clicks again until the menu closes or shows the submenu.
    await item.click({ timeout: 1000 }).catch(() => undefined);
    return undefined;
  });
}

async function titlesOf(page: Page): Promise<string[]> {
  return page.locator('.monaco-menu .action-menu-item .action-label').allTextContents();
}
