import type { Page } from 'playwright-core';

/**
 * Waits until a window has drawn what it was told to and its extension host has had time to start the others' extensions:
 * work that belongs to no measurement and would be in the next one.
 */
export async function settled(page: Page): Promise<void> {
  await page.evaluate('new Promise((resolve) => setTimeout(() => requestIdleCallback(resolve), 800))');
}
