import type { Locator, Page } from 'playwright-core';
import { buttonSelector, clickHoverButton } from './hoverButton.ts';
import type { PageElement } from './pageElement.ts';
import { clickReachable, changeTimeoutMs, prefixPattern, waitUntil } from './waitUntil.ts';

/** One item of a quick pick. Missing parts are empty strings. */
export interface QuickItem {
  label: string;
  description: string;
  detail: string;
  /** The title of the group that begins with this item. */
  separator: string;
}

/**
 * The quick pick or input box at the top of the window. Methods that read or type wait until the quick input is open.
 */
export interface QuickInput {
  box: Locator;
  messageLine: Locator;
  /** The first item whose label begins with the string, or whose text matches the pattern. */
  item: (text: string | RegExp) => Locator;
  title: () => Promise<string>;
  placeholder: () => Promise<string>;
  value: () => Promise<string>;
  /** The items on screen, in the order of the list. VS Code draws only about twenty items of a long list. */
  items: () => Promise<QuickItem[]>;
  /** The text below the input box: the validation message or the prompt. */
  message: () => Promise<string>;
  /** Types the text key by key. */
  type: (text: string) => Promise<void>;
  /** Replaces the text by pasting from the clipboard. Focuses the box first, as `type` and `fill` do. */
  paste: (text: string) => Promise<void>;
  /** Replaces the typed text in one step. */
  fill: (text: string) => Promise<void>;
  /**
   * Waits for the first item whose label begins with `labelStart` and clicks the item. Types `labelStart` into the
   * filter if the item is not visible in a long list.
   */
  pick: (labelStart: string) => Promise<void>;
  accept: () => Promise<void>;
  /** Clicks *Back* and waits for the previous question's title. Until then, typed text would go into the wrong box. */
  back: (title: RegExp) => Promise<void>;
  /** Clicks the button with this tooltip in the title bar of the quick input. */
  button: (tooltip: string) => Promise<void>;
  /** Clicks the button with this tooltip on the item whose label begins with `labelStart`. */
  itemButton: (labelStart: string, tooltip: string) => Promise<void>;
  escape: () => Promise<void>;
  waitForTitle: (title: RegExp) => Promise<void>;
  /** Waits until the label, description or detail of an item matches, and returns the first such item. */
  waitForItem: (text: RegExp) => Promise<QuickItem>;
  waitForMessage: (text: RegExp) => Promise<string>;
  waitUntilClosed: () => Promise<void>;
}

export function quickInputOf(page: Page): QuickInput {
  const box = page.locator('.quick-input-widget');
  const input = box.locator('.quick-input-box input');
  const titleLine = box.locator('.quick-input-title');
  const messageLine = box.locator('.quick-input-message');
  const rows = box.locator('.monaco-list-row:not(:has(.quick-input-list-separator-as-item))');
  const textOf = async (locator: Locator): Promise<string> => ((await locator.textContent()) ?? '').trim();
  const rowOf = (text: string | RegExp): Locator =>
    (typeof text === 'string'
      ? rows.filter({ has: page.locator('.label-name', { hasText: prefixPattern(text) }) })
      : rows.filter({ hasText: text })
    ).first();
  const items = (): Promise<QuickItem[]> => rows.evaluateAll<QuickItem[], PageElement>(readItems);

  const waitForTitle = (title: RegExp): Promise<void> =>
    titleLine.filter({ hasText: title, visible: true }).waitFor({ timeout: changeTimeoutMs });

  return {
    box,
    messageLine: messageLine.filter({ visible: true }),
    item: (text) => rowOf(text),
    title: () => textOf(titleLine.filter({ visible: true })),
    placeholder: async () => (await input.filter({ visible: true }).getAttribute('placeholder')) ?? '',
    value: () => input.inputValue(),
    items: async () => {
      await rows.first().waitFor();
      return items();
    },
    message: () => textOf(messageLine.filter({ visible: true })),
    type: (keys) => input.pressSequentially(keys),
    paste: async (text) => {
      await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
      await input.press('Control+A');
      await input.press('Control+V');
    },
    fill: (value) => input.fill(value),
    pick: async (labelStart) => {
      const row = rowOf(labelStart);
      await waitUntil(
        page,
        `an item that begins with "${labelStart}"`,
        async () => {
          if (await row.isVisible()) return true;
          // VS Code draws only the visible rows of a long list. The filter makes the item's row visible.
          if ((await rows.count()) > 10) await input.fill(labelStart);
          return undefined;
        },
        items,
      );
      await clickReachable(page, `the item "${labelStart}"`, row);
    },
    accept: () => input.press('Enter'),
    back: async (title) => {
      await box.locator('.codicon-quick-input-back').click();
      await waitForTitle(title);
    },
    button: (tooltip) => box.locator(`.quick-input-titlebar ${buttonSelector(tooltip)}`).click(),
    itemButton: async (labelStart, tooltip) => {
      const row = rowOf(labelStart);
      await clickHoverButton(page, tooltip, () => Promise.resolve(row), '.quick-input-list-entry-action-bar');
    },
    escape: async () => {
      await input.press('Escape');
    },
    waitForTitle,
    waitForItem: (pattern) =>
      waitUntil(
        page,
        `an item like ${String(pattern)}`,
        async () =>
          (await items()).find((item) =>
            [item.label, item.description, item.detail].some((part) => pattern.test(part)),
          ),
        items,
      ),
    waitForMessage: async (pattern) => {
      const line = messageLine.filter({ hasText: pattern, visible: true });
      await line.waitFor({ timeout: changeTimeoutMs });
      return textOf(line);
    },
    waitUntilClosed: () => box.waitFor({ state: 'hidden', timeout: changeTimeoutMs }),
  };
}

function readItems(rows: PageElement[]): QuickItem[] {
  const text = (element: PageElement | null | undefined): string => (element?.textContent ?? '').trim();
  const position = (row: PageElement): number => Number(row.getAttribute('data-index'));
  // VS Code reuses row elements while the list scrolls, so the document order can differ from the order of the list.
  return [...rows]
    .sort((one, other) => position(one) - position(other))
    .map((row) => ({
      label: text(row.querySelector('.quick-input-list-row .label-name')),
      description: text(row.querySelector('.quick-input-list-row .label-description')),
      detail: text(row.querySelector('.quick-input-list-label-meta .label-name')),
      separator: text(row.querySelector('.quick-input-list-separator')),
    }));
}
