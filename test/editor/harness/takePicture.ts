import type { Locator, Page } from 'playwright-core';
import { progressNotifications } from './notifications.ts';
import { patience, waitUntil } from './waitUntil.ts';

export interface PictureOptions {
  /** True: the picture must show a progress notification. Otherwise it waits until all of them are gone. */
  progress?: boolean;
}

/**
 * Waits until `subject` is drawn, in view and not covered at its middle, for example by a notification. Then writes a
 * PNG if `file` is given. Rejects if this takes too long, so that no picture shows something other than its name.
 */
export async function takePicture(
  page: Page,
  file: string | undefined,
  subject: Locator,
  { progress = false }: PictureOptions = {},
): Promise<void> {
  if (!progress) await noProgress(page);
  // A trial click checks all of that, in frames too, without clicking. It moves the mouse, which would show a tooltip.
  await subject.first().click({ trial: true, timeout: patience });
  await page.mouse.move(0, 0);
  if (file !== undefined) await page.screenshot({ path: file, animations: 'disabled' });
}

/**
 * Waits until no notification shows progress. One stays briefly after its operation ends: its bar is gone then, its
 * button is not.
 */
async function noProgress(page: Page): Promise<void> {
  const running = progressNotifications(page);
  await waitUntil(
    page,
    'progress notifications to close',
    async () => ((await running.count()) === 0 ? true : undefined),
    () => running.allTextContents(),
  );
}
