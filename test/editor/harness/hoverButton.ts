import type { Locator, Page } from 'playwright-core';
import { retryUntilDone } from './waitUntil.ts';

/**
 * Clicks a button that its row or title bar shows only on hover. Moves the mouse and clicks in one step and retries
 * until the click lands: a redraw between the two hides the button again, and only a mouse move shows it.
 */
export async function clickHoverButton(
  page: Page,
  label: string,
  findOwner: () => Promise<Locator>,
  container: string,
): Promise<void> {
  await retryUntilDone(page, `the button "${label}"`, async () => {
    // A mouse that already rests on the row raises no event that would show its buttons.
    await page.mouse.move(0, 0);
    const owner = await findOwner();
    await owner.hover({ timeout: 1000 });
    await owner.locator(`${container} ${buttonLabelled(label)}`).click({ timeout: 1000 });
  });
}

/** Returns a selector for a button by its accessible name, which a shortcut can follow: "Refresh (Ctrl+R)". */
export function buttonLabelled(label: string): string {
  return `[role="button"][aria-label^=${JSON.stringify(label)}]`;
}
