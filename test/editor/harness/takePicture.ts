import type { Locator, Page } from 'playwright-core';
import { progressNotifications } from './notifications.ts';
import { patience, waitUntil } from './waitUntil.ts';

export interface PictureOptions {
  /** True: a progress notification belongs into the picture. Otherwise the picture waits until all of them are gone. */
  progress?: boolean;
}

/**
 * Waits until the window shows `subject`: drawn, in the view, and with nothing over its middle, such as a notification. Then
 * writes a PNG, if there is a file to write it to. Rejects when the interface takes too long, so that no picture shows
 * something other than what it is named after.
 */
export async function takePicture(
  page: Page,
  file: string | undefined,
  subject: Locator,
  { progress = false }: PictureOptions = {},
): Promise<void> {
  if (!progress) await noProgress(page);
  // A trial click checks all of that, in frames too, and clicks nothing. It moves the mouse, which would show a tooltip.
  await subject.first().click({ trial: true, timeout: patience });
  await page.mouse.move(0, 0);
  if (file !== undefined) await page.screenshot({ path: file, animations: 'disabled' });
}

/** A progress notification stays for a moment after its operation has ended. Its bar is gone then, its button is not. */
async function noProgress(page: Page): Promise<void> {
  const running = progressNotifications(page);
  await waitUntil(
    page,
    'progress notifications to close',
    async () => ((await running.count()) === 0 ? true : undefined),
    () => running.allTextContents(),
  );
}
