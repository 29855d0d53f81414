import type { Page } from 'playwright-core';

/**
 * Waits until a window has finished drawing and its extension host has had time to start the other extensions.
 * Otherwise the next measurement would include that drawing and the start of the other extensions.
 */
export async function waitUntilIdle(page: Page): Promise<void> {
  await page.evaluate('new Promise((resolve) => setTimeout(() => requestIdleCallback(resolve), 800))');
}
