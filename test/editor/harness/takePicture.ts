import type { Locator, Page } from 'playwright-core';
import { assertNoSecrets } from '../../plantedSecrets.ts';
import { progressNotifications } from './notifications.ts';
import { changeTimeoutMs, waitUntil } from './waitUntil.ts';

export interface PictureOptions {
  /**
   * If true, progress notifications may be visible in the picture. If false (the default), `takePicture` waits until no
   * notification shows progress.
   */
  progress?: boolean;
}

/**
 * Waits until `subject` is drawn, in view and not covered at its middle, for example by a notification. Then writes a
 * PNG if `file` is given. Rejects if this takes too long, because a picture without its subject is useless. Also
 * rejects if the window shows a planted secret (`test/plantedSecrets.ts`).
 */
export async function takePicture(
  page: Page,
  file: string | undefined,
  subject: Locator,
  { progress = false }: PictureOptions = {},
): Promise<void> {
  if (!progress) await waitUntilNoProgress(page);
  // A trial click waits until the subject is drawn, in view and not covered, also inside a frame, but clicks nothing.
  // The trial click moves the mouse onto the subject, which would show a tooltip, so the next line moves the mouse
  // away.
  await subject.first().click({ trial: true, timeout: changeTimeoutMs });
  await page.mouse.move(0, 0);
  assertNoSecrets('the window', await shownText(page));
  if (file !== undefined) await page.screenshot({ path: file, animations: 'disabled' });
}

/** Returns the text of the window and of its webviews. A frame that closes during the call counts as empty. */
async function shownText(page: Page): Promise<string> {
  const texts = page.frames().map((frame) => frame.evaluate<string>('document.body?.innerText ?? ""').catch(() => ''));
  return (await Promise.all(texts)).join('\n');
}

/**
 * Waits until no notification shows progress. A notification stays briefly after its operation ends, without its
 * progress bar but still with its Cancel button. So this waits for the notifications with a Cancel button to close.
 */
async function waitUntilNoProgress(page: Page): Promise<void> {
  const running = progressNotifications(page);
  await waitUntil(
    page,
    'progress notifications to close',
    async () => ((await running.count()) === 0 ? true : undefined),
    () => running.allTextContents(),
  );
}
