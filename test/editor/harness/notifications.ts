import type { Locator, Page } from 'playwright-core';
import { buttonSelector } from './hoverButton.ts';
import type { PageElement } from './pageElement.ts';
import { clickReachable, exactPattern, changeTimeoutMs, retryUntilDone, waitUntil } from './waitUntil.ts';

export interface VisibleNotification {
  severity: 'info' | 'warning' | 'error';
  text: string;
  buttons: string[];
}

export interface ModalDialog {
  message: string;
  detail: string;
  buttons: string[];
  box: Locator;
  click: (button: string) => Promise<void>;
}

/** Returns the visible notifications. */
export function notificationsOf(page: Page): Promise<VisibleNotification[]> {
  return toasts(page).evaluateAll<VisibleNotification[], PageElement>(readNotifications);
}

/** Waits for a notification whose text matches, and returns the notification. */
export function waitForNotification(page: Page, text: RegExp): Promise<VisibleNotification> {
  return waitUntil(
    page,
    `a notification like ${String(text)}`,
    async () => (await notificationsOf(page)).find((notification) => text.test(notification.text)),
    () => notificationsOf(page),
  );
}

/**
 * Waits for a notification's button and clicks the button. `text` selects the notification if several notifications
 * have such a button.
 */
export async function clickNotificationButton(page: Page, button: string, text?: RegExp): Promise<void> {
  const items = page.locator('.notifications-toasts .notification-list-item');
  const item = text === undefined ? items : items.filter({ hasText: text });
  const found = item.locator('.monaco-button', { hasText: exactPattern(button) }).first();
  await clickReachable(page, `the button "${button}" of a notification`, found);
}

/**
 * Returns a locator for the visible notifications that show progress. Only these notifications have a Cancel button.
 */
export function progressNotifications(page: Page): Locator {
  return toasts(page).filter({ has: cancelButton(page) });
}

function toasts(page: Page): Locator {
  return page.locator('.notifications-toasts.visible .notification-list-item');
}

function cancelButton(page: Page): Locator {
  return page.locator('.monaco-button', { hasText: exactPattern('Cancel') });
}

/** Closes the visible notifications, except progress notifications, which have no Clear button. */
export async function closeNotifications(page: Page): Promise<void> {
  const closable = toasts(page).filter({ hasNot: cancelButton(page) });
  await retryUntilDone(page, 'notifications to close', async () => {
    // The loop counts the notifications again after each click, because a notification can also close without a click.
    while ((await closable.count()) > 0) {
      await page.mouse.move(0, 0);
      await closable.first().hover({ timeout: 1000 });
      await closable
        .first()
        .locator(`.monaco-action-bar ${buttonSelector('Clear Notification')}`)
        .click({ timeout: 1000 });
    }
  });
}

/** Waits for a modal dialog and returns its texts and its buttons. */
export async function modalDialogOf(page: Page): Promise<ModalDialog> {
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor({ timeout: changeTimeoutMs });
  const text = async (selector: string): Promise<string> =>
    (await dialog.locator(selector).allTextContents()).join('\n').trim();
  return {
    box: dialog,
    message: await text('.dialog-message-text'),
    detail: await text('.dialog-message-detail'),
    buttons: await dialog.locator('.dialog-buttons .monaco-button').allTextContents(),
    click: async (button) => {
      const found = dialog.locator('.dialog-buttons .monaco-button', { hasText: exactPattern(button) });
      await clickReachable(page, `the button "${button}" of the dialog`, found);
      await dialog.waitFor({ state: 'hidden' });
    },
  };
}

function readNotifications(items: PageElement[]): VisibleNotification[] {
  const severityOf = (icon: PageElement | null): VisibleNotification['severity'] => {
    if (icon?.classList.contains('codicon-error') === true) return 'error';
    return icon?.classList.contains('codicon-warning') === true ? 'warning' : 'info';
  };
  return items.map((item) => ({
    severity: severityOf(item.querySelector('.notification-list-item-icon')),
    text: (item.querySelector('.notification-list-item-message')?.textContent ?? '').trim(),
    buttons: [...item.querySelectorAll('.notification-list-item-buttons-container .monaco-button')].map((button) =>
      (button.textContent ?? '').trim(),
    ),
  }));
}
