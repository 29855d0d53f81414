import type { Page } from 'playwright-core';

/** Milliseconds the interface is given for whatever was asked of it: a cold extension host on two busy cores needs several seconds. */
export const patience = 20_000;

/**
 * Waits until `look` finds something and returns it. For what one locator cannot express; where one can, its own
 * waiting is used. Rejects, naming `what` was waited for and what `seen` shows instead, when patience ends.
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

/** A pattern for text that is exactly this, spaces and the room an icon takes aside. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${escape(text)}\\s*$`);
}

/** A pattern for text that begins with this, spaces and the room an icon takes aside. */
export function startingWith(text: string): RegExp {
  return new RegExp(`^\\s*${escape(text)}`);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
