import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { chooseFromContextMenu, contextMenuTitles } from './menus.ts';
import {
  clickNotificationButton,
  closeNotifications,
  modalDialogOf,
  notificationsOf,
  waitForNotification,
} from './notifications.ts';
import type { ModalDialog, VisibleNotification } from './notifications.ts';
import { quickInputOf } from './quickInput.ts';
import type { QuickInput } from './quickInput.ts';
import { runCommand } from './runCommand.ts';
import type { Server } from './startServer.ts';
import { waitUntilStateIsWritten } from './stateIsWritten.ts';
import { takePicture } from './takePicture.ts';
import type { PictureOptions } from './takePicture.ts';
import { treeViewsOf } from './treeViews.ts';
import type { TreeViews } from './treeViews.ts';
import { clickReachable, exactPattern, changeTimeoutMs, retryUntilDone, waitUntil } from './waitUntil.ts';

/**
 * A VS Code window that a test operates as a user would. Each method waits for the element that it needs. If the
 * element does not appear, the method rejects with an error that names the element.
 */
export interface Workbench {
  page: Page;
  server: Server;
  /** Runs the command with exactly this title (`Category: Title`) from the command palette. */
  runCommand: (title: string) => Promise<void>;
  quickInput: () => QuickInput;
  /** Opens the view container with this title in the activity bar. */
  openView: (containerTitle: string) => Promise<void>;
  tree: TreeViews;
  explorer: {
    /** Selects an item of a file's context menu. With several titles, every title but the last opens a submenu. */
    contextMenu: (fileName: string, itemTitles: string | string[]) => Promise<void>;
    contextMenuTitles: (fileName: string) => Promise<string[]>;
    expand: (folderName: string) => Promise<void>;
    /** Opens a file in an editor. */
    open: (fileName: string) => Promise<void>;
  };
  statusBar: {
    /** The entry whose text contains the string or matches the pattern. */
    item: (text: string | RegExp) => Locator;
    texts: () => Promise<string[]>;
  };
  notifications: () => Promise<VisibleNotification[]>;
  waitForNotification: (text: RegExp) => Promise<VisibleNotification>;
  /** The first visible notification whose text contains the string or matches the pattern. */
  toast: (text: string | RegExp) => Locator;
  /** Closes the visible notifications, except those that show progress. */
  closeNotifications: () => Promise<void>;
  clickNotificationButton: (button: string, text?: RegExp) => Promise<void>;
  modalDialog: () => Promise<ModalDialog>;
  /**
   * Returns the content of the visible webview. If `titlePart` is given, first selects the editor tab whose title
   * contains `titlePart`.
   */
  webview: (titlePart?: string) => Promise<FrameLocator>;
  /**
   * Returns everything that an output channel has received so far in all windows of the server, also before a reload
   * and while the channel was hidden. Empty if the channel has received nothing.
   */
  output: (channel: string) => string;
  /** Waits until an output channel's text matches, and returns the whole text. */
  waitForOutput: (channel: string, text: RegExp) => Promise<string>;
  /**
   * Waits until the text on the clipboard matches, and returns the whole text. All windows of a browser share the
   * clipboard.
   */
  waitForClipboard: (text: RegExp) => Promise<string>;
  /** Trusts the folder or workspace that opened in Restricted Mode. */
  trust: () => Promise<void>;
  /** Writes a PNG of the window. */
  screenshot: (file: string) => Promise<void>;
  /** Waits until the subject is drawn and not covered, and writes a PNG if `file` is given. */
  picture: (file: string | undefined, subject: Locator, options?: PictureOptions) => Promise<void>;
  /**
   * Waits with `waitUntilStateIsWritten(page, kept)` until the browser has stored the window's state. Then reloads the
   * window, as the command "Reload Window" does.
   */
  reload: (kept?: string[]) => Promise<void>;
  close: () => Promise<void>;
}

/** The parts of an open window that `openWorkbench` passes to `createWorkbench`. */
export interface WorkbenchParts {
  page: Page;
  context: BrowserContext;
  server: Server;
  waitUntilReady: () => Promise<void>;
  close: () => Promise<void>;
}

/** Returns the `Workbench` of a window that is open and ready. */
export function createWorkbench({ page, server, waitUntilReady, close }: WorkbenchParts): Workbench {
  const openView = async (title: string): Promise<void> => {
    // The label of a view container can end with a shortcut, for example "Explorer (Ctrl+Shift+E)".
    const label = page.locator(
      `.action-label[aria-label=${JSON.stringify(title)}], .action-label[aria-label^=${JSON.stringify(`${title} (`)}]`,
    );
    const tab = page.locator('.activitybar .composite-bar .action-item').filter({ has: label });
    await tab.waitFor({ timeout: changeTimeoutMs });
    // A click on a container that is already open would close the side bar.
    if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
    // The tooltip of the tab would cover the view.
    await page.mouse.move(0, 0);
    await page
      .locator('.activitybar .composite-bar .action-item[aria-expanded="true"]')
      .filter({ has: label })
      .waitFor();
  };
  const file = async (name: string): Promise<Locator> => {
    await openView('Explorer');
    return page
      .locator('.explorer-folders-view .monaco-list-row')
      .filter({ has: page.locator('.label-name', { hasText: exactPattern(name) }) })
      .first();
  };
  const output = (channel: string): string =>
    server
      .extensionLogs()
      .filter((log) => path.basename(log, '.log').replace(/^\d+-/, '') === channel)
      .sort()
      .map((log) => readFileSync(log, 'utf8'))
      .join('');
  return {
    page,
    server,
    runCommand: (title) => runCommand(page, title),
    quickInput: () => quickInputOf(page),
    openView,
    tree: treeViewsOf(page),
    explorer: {
      contextMenu: async (name, itemTitles) => chooseFromContextMenu(page, () => file(name), itemTitles),
      contextMenuTitles: async (name) => contextMenuTitles(page, () => file(name)),
      expand: async (name) => {
        await retryUntilDone(page, `the folder ${name}`, async () => {
          const row = await file(name);
          if ((await row.getAttribute('aria-expanded', { timeout: 2000 })) === 'false')
            await row.locator('.monaco-tl-twistie').click({ timeout: 2000 });
        });
      },
      open: async (name) => {
        await retryUntilDone(page, `the file ${name}`, async () => (await file(name)).dblclick({ timeout: 2000 }));
        await page.locator(`.tab.active[data-resource-name=${JSON.stringify(name)}]`).waitFor();
      },
    },
    statusBar: {
      item: (text) => page.locator('.statusbar-item', { hasText: text }),
      texts: async () => (await page.locator('.statusbar-item').allTextContents()).map((text) => text.trim()),
    },
    notifications: () => notificationsOf(page),
    waitForNotification: (text) => waitForNotification(page, text),
    toast: (text) => page.locator('.notifications-toasts.visible .notification-list-item', { hasText: text }).first(),
    closeNotifications: () => closeNotifications(page),
    clickNotificationButton: (button, text) => clickNotificationButton(page, button, text),
    modalDialog: () => modalDialogOf(page),
    webview: async (titlePart) => {
      if (titlePart !== undefined)
        await clickReachable(page, `the tab "${titlePart}"`, page.locator('.tab', { hasText: titlePart }).first());
      const inside = page.locator('iframe.webview.ready').filter({ visible: true }).last().contentFrame();
      await inside.locator('#active-frame').waitFor({ timeout: changeTimeoutMs });
      return inside.frameLocator('#active-frame');
    },
    output,
    waitForOutput: (channel, text) =>
      waitUntil(
        page,
        `output like ${String(text)} in ${channel}`,
        () => Promise.resolve(text.test(output(channel)) ? output(channel) : undefined),
        () => Promise.resolve(output(channel)),
      ),
    waitForClipboard: (text) => {
      const read = (): Promise<string> => page.evaluate<string>('navigator.clipboard.readText()');
      return waitUntil(
        page,
        `${String(text)} on the clipboard`,
        async () => {
          const found = await read();
          return text.test(found) ? found : undefined;
        },
        read,
      );
    },
    trust: async () => {
      const restricted = page.locator('.statusbar-item', { hasText: 'Restricted Mode' });
      await restricted.click({ timeout: changeTimeoutMs });
      await page
        .locator('.workspace-trust-editor .monaco-button', { hasText: exactPattern('Trust') })
        .click({ timeout: changeTimeoutMs });
      await restricted.waitFor({ state: 'hidden', timeout: changeTimeoutMs });
    },
    screenshot: async (target) => {
      await page.screenshot({ path: target, animations: 'disabled' });
    },
    picture: (target, subject, options) => takePicture(page, target, subject, options),
    reload: async (kept) => {
      await waitUntilStateIsWritten(page, kept);
      await page.reload();
      await waitUntilReady();
    },
    close,
  };
}
