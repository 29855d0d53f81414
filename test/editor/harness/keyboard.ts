import type { Locator, Page } from 'playwright-core';
import { exactPattern, changeTimeoutMs, waitUntil } from './waitUntil.ts';

/**
 * The user's keyboard. Every method sends its keys to the element that has the focus. No method uses the mouse or sets
 * the focus. So a test that uses only these methods shows that a user does not need the mouse.
 */
export interface Keyboard {
  press: (key: string) => Promise<void>;
  /** Runs the command with exactly this title from the command palette. */
  runCommand: (title: string) => Promise<void>;
  /** Waits until a question with this title has the focus, replaces its text and presses Enter. */
  answer: (title: RegExp, text: string) => Promise<void>;
  /** Waits until a question with this title has the focus, filters by the label and presses Enter on that item. */
  choose: (title: RegExp, label: string) => Promise<void>;
  /** Presses `key` until the focused row of a tree or the focused item of a menu has this label. */
  moveTo: (label: string, key?: string) => Promise<void>;
  /** Moves down to the row of a tree with this label, expands it and waits for its first child. */
  expand: (label: string) => Promise<void>;
  /** Presses `key` until `element` has the focus. The element can be in a page's frame. */
  moveToElement: (element: Locator, key: string) => Promise<void>;
}

/** How long a key may take to move the focus, in milliseconds. After this time, the key is pressed again. */
const focusTimeoutMs = 500;

export function keyboardOf(page: Page): Keyboard {
  const box = page.locator('.quick-input-widget');
  const focusedInput = box.locator('.quick-input-box input:focus');
  const focusedItem = box.locator('.monaco-list-row.focused .quick-input-list-row .label-name').first();
  const focusedLabel = page.locator(
    '.monaco-list:focus .monaco-list-row.focused .label-name, .monaco-menu .action-item.focused .action-label',
  );
  const press = (key: string): Promise<void> => page.keyboard.press(key);

  const acceptItem = async (label: string): Promise<void> => {
    await focusedItem.filter({ hasText: exactPattern(label) }).waitFor({ timeout: changeTimeoutMs });
    await press('Enter');
  };
  const waitForQuestion = async (title: RegExp): Promise<void> => {
    await box
      .locator('.quick-input-title', { hasText: title })
      .filter({ visible: true })
      .waitFor({ timeout: changeTimeoutMs });
    await focusedInput.waitFor({ timeout: changeTimeoutMs });
  };
  /**
   * Presses the key until `where` resolves to `wanted`. Waits after each press until the focus has moved, because one
   * press too many would move the focus past the wanted element.
   */
  const pressUntil = async (key: string, wanted: string, where: () => Promise<string>): Promise<void> => {
    let last = await where();
    let pressedAt = -Infinity;
    await waitUntil(
      page,
      `the focus on ${wanted}`,
      async () => {
        const current = await where();
        if (current === wanted) return true;
        if (current === last && performance.now() - pressedAt < focusTimeoutMs) return undefined;
        last = current;
        pressedAt = performance.now();
        await press(key);
        return undefined;
      },
      where,
    );
  };

  const moveTo = (label: string, key = 'ArrowDown'): Promise<void> =>
    pressUntil(key, label, async () => {
      const [focused = ''] = await focusedLabel.allTextContents();
      return focused.trim();
    });

  return {
    press,
    runCommand: async (title) => {
      await press('F1');
      await box.locator('input[placeholder^="Type the name of a command"]:focus').waitFor({ timeout: changeTimeoutMs });
      await page.keyboard.type(title);
      await acceptItem(title);
    },
    answer: async (title, text) => {
      await waitForQuestion(title);
      await press('Control+A');
      await press('Delete');
      await page.keyboard.type(text);
      await press('Enter');
    },
    choose: async (title, label) => {
      await waitForQuestion(title);
      await page.keyboard.type(label);
      await acceptItem(label);
    },
    moveTo,
    expand: async (label) => {
      await moveTo(label);
      const row = page.locator('.monaco-list:focus .monaco-list-row.focused');
      const [level, index] = await Promise.all(
        ['aria-level', 'data-index'].map(async (name) => Number(await row.getAttribute(name))),
      );
      await press('ArrowRight');
      const child = `.monaco-list-row[data-index="${Number(index) + 1}"][aria-level="${Number(level) + 1}"]`;
      await page.locator(`.monaco-list:focus ${child}`).waitFor({ timeout: changeTimeoutMs });
    },
    moveToElement: (element, key) =>
      pressUntil(key, 'true', () =>
        // If another element has the focus, this returns its HTML. So `pressUntil` notices when the focus moves.
        element.evaluate((node: PageNode) => {
          const { activeElement } = node.ownerDocument;
          return activeElement === node ? 'true' : (activeElement?.outerHTML ?? '');
        }),
      ),
  };
}

/** An element in the page, with the members that this file reads. */
interface PageNode {
  outerHTML: string;
  ownerDocument: { activeElement: PageNode | null };
}
