import type { Page } from 'playwright-core';

/**
 * Waits until a window has finished drawing and its extension host has had time to start the other extensions. That
 * work belongs to no measurement and would be part of the next one.
 */
export async function settled(page: Page): Promise<void> {
  await page.evaluate('new Promise((resolve) => setTimeout(() => requestIdleCallback(resolve), 800))');
}
