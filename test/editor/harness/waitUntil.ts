import type { Locator, Page } from 'playwright-core';

/**
 * The timeout in milliseconds for any change in the window. The timeout is long, because an extension host that has
 * just started on two busy cores needs several seconds.
 */
export const changeTimeoutMs = 20_000;

/**
 * Calls `look` repeatedly until it returns a value other than undefined, and resolves with that value. Use this where
 * the waiting of a Playwright locator is not enough. Rejects after `changeTimeoutMs` with an error that names `what`
 * and contains the result of `seen`.
 */
export async function waitUntil<Found>(
  page: Page,
  what: string,
  look: () => Promise<Found | undefined>,
  seen?: () => Promise<unknown>,
  intervalMs = 40,
): Promise<Found> {
  const deadline = performance.now() + changeTimeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) {
      const instead = seen === undefined ? '' : `\nSeen instead: ${JSON.stringify(await seen(), undefined, 1)}`;
      throw new Error(`Timed out after ${changeTimeoutMs / 1000} s: ${what}.${instead}`);
    }
    await page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${intervalMs}))`);
  }
}

/**
 * Repeats an action until it resolves. Use this for an action of several steps if a redraw between two steps can undo
 * the earlier step, and for a click that a tooltip can prevent. After a failure, the mouse moves away, which closes the
 * tooltip. Each step needs its own timeout, shorter than `changeTimeoutMs`. Rejects after `changeTimeoutMs` with the
 * action's last error.
 */
export async function retryUntilDone(page: Page, what: string, action: () => Promise<void>): Promise<void> {
  let lastError = '';
  await waitUntil(
    page,
    what,
    async () => {
      try {
        await action();
        return true;
      } catch (error) {
        lastError = String(error);
        await page.mouse.move(0, 0);
        return undefined;
      }
    },
    () => Promise.resolve(lastError),
  );
}

/**
 * Clicks an element. Rejects after 2 s if the element cannot be clicked. The click itself has a longer timeout, because
 * on a busy machine Playwright can report a successful click late. If that timed out, a retry would click a second time
 * or wait for an element that has gone.
 */
export async function clickOnce(element: Locator): Promise<void> {
  await element.click({ trial: true, timeout: 2000 });
  await element.click({ timeout: changeTimeoutMs / 2 });
}

/** Clicks an element as soon as nothing covers it. */
export async function clickReachable(page: Page, what: string, element: Locator): Promise<void> {
  await retryUntilDone(page, what, () => clickOnce(element));
}

/**
 * Returns a pattern that matches exactly this text. The pattern ignores white space around the text, for example the
 * placeholder of an icon.
 */
export function exactPattern(text: string): RegExp {
  return new RegExp(`^\\s*${escapeRegExp(text)}\\s*$`);
}

/**
 * Returns a pattern that matches a text that begins with this text. The pattern ignores white space at the beginning.
 */
export function prefixPattern(text: string): RegExp {
  return new RegExp(`^\\s*${escapeRegExp(text)}`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
