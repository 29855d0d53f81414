import type { Locator, Page } from 'playwright-core';
import { clickHoverButton } from './hoverButton.ts';
import { chooseFromContextMenu, contextMenuTitles } from './menus.ts';
import type { PageElement } from './pageElement.ts';
import { clickReachable, exactPattern, changeTimeoutMs, retryUntilDone, waitUntil } from './waitUntil.ts';

export interface TreeRow {
  label: string;
  description: string;
  /** The depth of the row in the tree: 1 for a root row. */
  level: number;
  /** Absent if the row cannot be expanded. */
  expanded?: boolean;
}

/**
 * Identifies a row. A string is the row's label. If several rows have this label, an array distinguishes them. It
 * contains labels of ancestors, from the root downwards, and then the label of the row. It can leave out ancestors.
 */
export type RowPath = string | string[];

/** The tree views of the side bar. A method that gets a row's path waits until the row appears. */
export interface TreeViews {
  /**
   * Returns the rows on screen of the view with this title. Returns the rows of all views if `viewTitle` is undefined.
   */
  rows: (viewTitle?: string) => Promise<TreeRow[]>;
  row: (path: RowPath) => Promise<Locator>;
  /** Expands a row and waits until a child of the row appears. For a row without children, use `click`. */
  expand: (path: RowPath) => Promise<void>;
  click: (path: RowPath) => Promise<void>;
  /** Selects an item of a row's context menu. With several titles, every title but the last opens a submenu. */
  contextMenu: (path: RowPath, itemTitles: string | string[]) => Promise<void>;
  contextMenuTitles: (path: RowPath) => Promise<string[]>;
  /** Drops a URL on a row, as if the URL was dragged from another program. */
  dropUrl: (path: RowPath, url: string) => Promise<void>;
  /** Selects a row in addition to the selected rows. */
  alsoSelect: (path: RowPath) => Promise<void>;
  /** Clicks a button that a row shows on hover. */
  inlineAction: (path: RowPath, actionTitle: string) => Promise<void>;
  /**
   * Clicks a button in the title bar of a view. If the side bar has only this view, the button is in the side bar's
   * title.
   */
  titleAction: (viewTitle: string, actionTitle: string) => Promise<void>;
  /** Waits for a view that has no rows and shows a welcome text. Returns the text and the buttons' labels. */
  welcome: () => Promise<{ text: string; buttons: string[] }>;
  welcomeButton: (button: string) => Locator;
  clickWelcome: (button: string) => Promise<void>;
}

export function treeViewsOf(page: Page): TreeViews {
  const sideBar = page.locator('.part.sidebar');
  const allRows = '.pane .monaco-list-row';
  const paneOf = (title: string): Locator =>
    sideBar.locator('.pane').filter({ has: page.locator('.pane-header h3.title', { hasText: exactPattern(title) }) });
  const read = async (scope: Locator): Promise<FoundRow[]> => scope.evaluateAll<FoundRow[], PageElement>(readRows);

  const find = async (path: RowPath): Promise<Locator> => {
    const labels = [path].flat();
    const found = await waitUntil(
      page,
      `the row ${labels.join(' / ')}`,
      async () => rowAt(await read(sideBar.locator(allRows)), labels),
      async () => (await read(sideBar.locator(allRows))).map((row) => `${'  '.repeat(row.level - 1)}${row.label}`),
    );
    // After a redraw another row can have this id, because the id is the row's position. So the locator also requires
    // the label.
    return sideBar
      .locator(`${allRows}[id="${found.id}"]`)
      .filter({ has: page.locator('.label-name', { hasText: exactPattern(found.label) }) });
  };

  const welcomeButton = (button: string): Locator =>
    sideBar.locator('.welcome-view-content .monaco-button', { hasText: exactPattern(button) });

  return {
    rows: async (viewTitle) => {
      const scope = viewTitle === undefined ? sideBar.locator(allRows) : paneOf(viewTitle).locator('.monaco-list-row');
      return (await read(scope)).map((row) => withoutId(row));
    },
    row: find,
    expand: async (path) => {
      // A redraw of the tree can collapse the row again. VS Code marks a row as expanded before the row's children are
      // loaded, so this waits for a child.
      await retryUntilDone(page, `the children of ${String(path)}`, async () => {
        const row = await find(path);
        const expanded = await row.getAttribute('aria-expanded', { timeout: 1000 });
        if (expanded === 'false') {
          await row.locator('.monaco-tl-twistie').click({ timeout: 1000 });
          await row.and(page.locator('[aria-expanded="true"]')).waitFor({ timeout: 2000 });
        }
        const rows = await read(sideBar.locator(allRows));
        if (childOf(rows, [path].flat()) === undefined)
          throw new Error(`expanded: ${String(expanded)}, rows: ${rows.map(({ label }) => label).join(', ')}`);
      });
    },
    click: (path) =>
      retryUntilDone(page, `the row ${String(path)}`, async () => (await find(path)).click({ timeout: 1000 })),
    contextMenu: (path, itemTitles) => chooseFromContextMenu(page, () => find(path), itemTitles),
    contextMenuTitles: (path) => contextMenuTitles(page, () => find(path)),
    dropUrl: async (path, url) => {
      const dataTransfer = await page.evaluateHandle(`(() => {
        const data = new DataTransfer();
        data.setData('text/uri-list', ${JSON.stringify(url)});
        return data;
      })()`);
      await retryUntilDone(page, `a drop on the row ${String(path)}`, async () => {
        const row = await find(path);
        for (const event of ['dragenter', 'dragover', 'drop'])
          await row.dispatchEvent(event, { dataTransfer }, { timeout: 1000 });
      });
      await dataTransfer.dispose();
    },
    alsoSelect: (path) =>
      retryUntilDone(page, `the row ${String(path)}`, async () => {
        const row = await find(path);
        if ((await row.getAttribute('aria-selected', { timeout: 1000 })) !== 'true')
          await row.click({ modifiers: ['ControlOrMeta'], timeout: 1000 });
      }),
    inlineAction: async (path, actionTitle) => {
      await clickHoverButton(page, actionTitle, () => find(path), '.actions');
    },
    titleAction: async (viewTitle, actionTitle) => {
      const header = paneOf(viewTitle).locator('.pane-header');
      // If a side bar has only one view, that view has no header, and its buttons are in the side bar's title.
      const owner = async (): Promise<Locator> =>
        (await header.isVisible()) ? header : sideBar.locator('.composite.title');
      await clickHoverButton(page, actionTitle, owner, '.actions-container');
    },
    welcome: async () => {
      const content = sideBar.locator('.welcome-view-content').filter({ visible: true }).first();
      await content.waitFor({ timeout: changeTimeoutMs });
      const trimmed = (await content.locator('p, .button-container').allTextContents()).map((line) => line.trim());
      return { text: trimmed.join('\n'), buttons: await content.locator('.monaco-button').allTextContents() };
    },
    welcomeButton,
    clickWelcome: (button) => clickReachable(page, `the button "${button}"`, welcomeButton(button)),
  };
}

function isSubsequence(labels: string[], ancestors: string[]): boolean {
  let at = -1;
  return labels.every((label) => (at = ancestors.indexOf(label, at + 1)) !== -1);
}

interface FoundRow extends TreeRow {
  id: string;
}

function childOf(rows: FoundRow[], labels: string[]): FoundRow | undefined {
  const parent = rowAt(rows, labels);
  if (parent === undefined) return undefined;
  const next = rows[rows.indexOf(parent) + 1];
  return next?.level === parent.level + 1 ? next : undefined;
}

function withoutId({ label, description, level, expanded }: FoundRow): TreeRow {
  return { label, description, level, ...(expanded === undefined ? {} : { expanded }) };
}

/**
 * Returns the first row whose label is the last of `labels`, and whose ancestors have the other labels, in this order.
 * `labels` can leave out ancestors.
 */
function rowAt(rows: FoundRow[], labels: string[]): FoundRow | undefined {
  const ancestors: string[] = [];
  for (const row of rows) {
    ancestors.length = row.level - 1;
    ancestors.push(row.label);
    if (row.label === labels.at(-1) && isSubsequence(labels, ancestors)) return row;
  }
  return undefined;
}

function readRows(rows: PageElement[]): FoundRow[] {
  const text = (element: PageElement | null): string => (element?.textContent ?? '').trim();
  const position = (row: PageElement): [number, number] => {
    // An id ends with the numbers of the list and the row, for example list_id_4_12. The rows are sorted by these
    // numbers, because the document order changes while the list scrolls.
    const parts = /(\d+)_(\d+)$/.exec(row.getAttribute('id') ?? '');
    return [Number(parts?.[1]), Number(parts?.[2])];
  };
  return [...rows]
    .map((row) => ({ row, at: position(row) }))
    .sort((one, other) => one.at[0] - other.at[0] || one.at[1] - other.at[1])
    .map(({ row }) => {
      const expanded = row.getAttribute('aria-expanded');
      return {
        id: row.getAttribute('id') ?? '',
        label: text(row.querySelector('.label-name')),
        description: text(row.querySelector('.label-description')),
        level: Number(row.getAttribute('aria-level')),
        ...(expanded === null ? {} : { expanded: expanded === 'true' }),
      };
    });
}
