import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { VisibleNotification } from '../editor/harness/notifications.ts';
import { waitUntil } from '../editor/harness/waitUntil.ts';
import type { User } from './steps.ts';

/**
 * VS Code's four kinds of themes. `colorScheme` and `forcedColors` are the browser settings from which VS Code
 * selects the theme. `window` and `page` are the theme's CSS classes in the window and in a page.
 */
const themes = [
  { colorScheme: 'light', forcedColors: 'none', window: 'vs', page: 'vscode-light' },
  { colorScheme: 'dark', forcedColors: 'none', window: 'vs-dark', page: 'vscode-dark' },
  { colorScheme: 'dark', forcedColors: 'active', window: 'hc-black', page: 'vscode-high-contrast' },
  { colorScheme: 'light', forcedColors: 'active', window: 'hc-light', page: 'vscode-high-contrast-light' },
] as const;

/**
 * Asserts that there is no notification, because the page in view already shows the outcome. First waits until the
 * progress notifications have closed. VS Code shows each for at least 800 ms, even if the work ends earlier.
 */
export async function assertNoToast({ workbench }: User): Promise<void> {
  const shown = await waitUntil(workbench.page, 'the end of the progress notifications', async () => {
    const all = await workbench.notifications();
    return all.some(isProgress) ? undefined : all;
  });
  assert.deepEqual(shown, [], 'the page is in view');
}

/**
 * Returns whether a notification shows progress. Such a notification has a Cancel button and a text that ends with “…”.
 * It has no buttons while it opens or closes. Then only its text distinguishes it.
 */
function isProgress({ buttons, text }: VisibleNotification): boolean {
  return buttons.includes('Cancel') || (buttons.length === 0 && text.endsWith('…'));
}

/**
 * Asserts in four themes that axe finds no problem on a page. Writes a picture of the page in each theme. Then restores
 * the window's first theme. Changes the theme through the browser's colour settings, because new user settings would
 * replace the settings that contain the user's platform.
 */
export async function assertAccessible(
  user: User,
  page: FrameLocator,
  { name, first }: { name: string; first: 'light' | 'dark' },
): Promise<void> {
  const window = user.workbench.page;
  try {
    for (const { colorScheme, forcedColors, ...classes } of themes) {
      await window.emulateMedia({ colorScheme, forcedColors });
      await window.locator(`.monaco-workbench.${classes.window}`).waitFor();
      await page.locator(`body.${classes.page}`).waitFor();
      assert.deepEqual(await findViolations(page), [], `${name} in ${classes.window}`);
      await user.picture(`${name}-${classes.window}`, page.getByRole('heading', { level: 1 }));
    }
  } finally {
    await window.emulateMedia({ colorScheme: first, forcedColors: 'none' });
    await window.locator(`.monaco-workbench.${first === 'light' ? 'vs' : 'vs-dark'}`).waitFor();
  }
}

/** Runs axe on a page, or in the frame of a page. Returns each violated rule with the elements that violate it. */
export async function findViolations(page: FrameLocator | Page): Promise<string[]> {
  const axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
  return page.locator('html').evaluate(`(() => {
    ${axe};
    return axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) =>
        html.slice(0, 120) + ' ' + failureSummary).join('; ')));
  })()`);
}

/** The sizes of two small windows: 1280 × 800 at a zoom of 150 %, and a narrow window. */
const smallWindows = [
  { width: 853, height: 533 },
  { width: 700, height: 800 },
];

/** Asserts that each of the parts is completely in view in small windows. Calls `also` for more checks at each size. */
export async function assertInView(
  user: User,
  page: FrameLocator,
  parts: (page: FrameLocator) => Record<string, Locator>,
  also: (size: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const window = user.workbench.page;
  const before = window.viewportSize() ?? { width: 1280, height: 800 };
  try {
    for (const size of smallWindows) {
      await window.setViewportSize(size);
      const name = `${size.width}x${size.height}`;
      await waitForResize(page);
      const view = await window.locator('iframe.webview.ready').filter({ visible: true }).last().boundingBox();
      for (const [part, locator] of Object.entries(parts(page))) {
        const box = await locator.boundingBox();
        const isInView = view && box && box.y >= view.y && box.y + box.height <= view.y + view.height;
        assert.ok(isInView, `${part} at ${name}: ${JSON.stringify({ box, view })}`);
      }
      await also(name);
      await user.picture(`small-${name}`, page.getByRole('heading', { level: 1 }));
    }
  } finally {
    await window.setViewportSize(before);
  }
}

/** Waits until a page has been drawn in the new size of the window. */
async function waitForResize(page: FrameLocator): Promise<void> {
  await page.locator('html').evaluate(`new Promise((done) => {
    let last = '';
    const look = () => {
      const now = innerWidth + 'x' + innerHeight;
      if (now === last) done();
      else { last = now; setTimeout(() => requestAnimationFrame(look), 100); }
    };
    look();
  })`);
}
