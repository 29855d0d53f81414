import type { Locator, Page } from 'playwright-core';
import { clickOnce, retryUntilDone } from './waitUntil.ts';

/**
 * Clicks a button that a row or title bar shows only while the mouse is over it. Moves the mouse to the row or title
 * bar and clicks, and repeats both steps until the click succeeds. A redraw after the mouse move hides the button, and
 * only another mouse move shows the button again.
 */
export async function clickHoverButton(
  page: Page,
  label: string,
  findOwner: () => Promise<Locator>,
  container: string,
): Promise<void> {
  await retryUntilDone(page, `the button "${label}"`, async () => {
    // If the mouse is already on the row, `hover` causes no event that shows the button. So this moves the mouse away
    // first.
    await page.mouse.move(0, 0);
    const owner = await findOwner();
    await owner.hover({ timeout: 1000 });
    await clickOnce(owner.locator(`${container} ${buttonSelector(label)}`));
  });
}

/**
 * Returns a selector for a button whose accessible name begins with `label`. VS Code can append a shortcut to the name,
 * for example in "Refresh (Ctrl+R)".
 */
export function buttonSelector(label: string): string {
  return `[role="button"][aria-label^=${JSON.stringify(label)}]`;
}
