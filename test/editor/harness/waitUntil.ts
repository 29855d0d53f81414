import type { Locator, Page } from 'playwright-core';

/**
 * The timeout in milliseconds for any change of the interface: a cold extension host on two busy cores needs several
 * seconds.
 */
export const patience = 20_000;

/**
 * Waits until `look` returns a value and resolves with it. Use it where a locator's own waiting is not enough. Rejects
 * after `patience` with what was waited for and what `seen` shows instead.
 */
export async function waitUntil<Found>(
  page: Page,
  what: string,
  look: () => Promise<Found | undefined>,
  seen?: () => Promise<unknown>,
  intervalMs = 40,
): Promise<Found> {
  const deadline = performance.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) {
      const instead = seen === undefined ? '' : `\nSeen instead: ${JSON.stringify(await seen(), undefined, 1)}`;
      throw new Error(`Waited ${patience / 1000} s in vain for ${what}.${instead}`);
    }
    await page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${intervalMs}))`);
  }
}

/**
 * Repeats an action of several steps until it succeeds once. Use it where a redraw between two steps undoes the first,
 * or where a tooltip can cover what is clicked: after a failure the mouse is moved away, which closes the tooltip of
 * the place where it rested. Each step needs a timeout of its own, shorter than `patience`. Rejects after `patience`
 * with the last error.
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

/** Clicks an element once it can be reached. */
export async function clickReachable(page: Page, what: string, element: Locator): Promise<void> {
  await retryUntilDone(page, what, () => element.click({ timeout: 2000 }));
}

/** Returns a pattern for exactly this text, ignoring spaces and the placeholder of an icon. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${escape(text)}\\s*$`);
}

/** Returns a pattern for text that begins with this, ignoring spaces and the placeholder of an icon. */
export function startingWith(text: string): RegExp {
  return new RegExp(`^\\s*${escape(text)}`);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
