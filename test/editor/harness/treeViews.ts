import type { Locator, Page } from 'playwright-core';
import { clickHoverButton } from './hoverButton.ts';
import { chooseFromContextMenu, contextMenuTitles } from './menus.ts';
import type { PageElement } from './pageElement.ts';
import { clickReachable, exactly, patience, retryUntilDone, waitUntil } from './waitUntil.ts';

export interface TreeRow {
  label: string;
  description: string;
  /** 1 for the roots. */
  level: number;
  /** Absent if there is nothing to expand. */
  expanded?: boolean;
}

/** A row by its label, or, if labels repeat, by its path of labels from any ancestor. */
export type RowPath = string | string[];

/** The tree views of the side bar. Methods that name a row wait until it appears. */
export interface TreeViews {
  /** The rows on screen, of one view or of all. */
  rows: (viewTitle?: string) => Promise<TreeRow[]>;
  row: (path: RowPath) => Promise<Locator>;
  /** Expands a row and waits until it shows a child. For a row without children, use click. */
  expand: (path: RowPath) => Promise<void>;
  click: (path: RowPath) => Promise<void>;
  /** Selects an item of a row's context menu; several titles lead through submenus. */
  contextMenu: (path: RowPath, itemTitles: string | string[]) => Promise<void>;
  contextMenuTitles: (path: RowPath) => Promise<string[]>;
  /** Clicks a button that a row shows on hover. */
  inlineAction: (path: RowPath, actionTitle: string) => Promise<void>;
  /** Clicks a button in a view's title bar, or in the side bar's if this is its only view. */
  titleAction: (viewTitle: string, actionTitle: string) => Promise<void>;
  /** The welcome text and buttons of a view without rows. */
  welcome: () => Promise<{ text: string; buttons: string[] }>;
  welcomeButton: (button: string) => Locator;
  clickWelcome: (button: string) => Promise<void>;
}

export function treeViewsOf(page: Page): TreeViews {
  const sideBar = page.locator('.part.sidebar');
  const allRows = '.pane .monaco-list-row';
  const paneOf = (title: string): Locator =>
    sideBar.locator('.pane').filter({ has: page.locator('.pane-header h3.title', { hasText: exactly(title) }) });
  const read = async (scope: Locator): Promise<FoundRow[]> => scope.evaluateAll<FoundRow[], PageElement>(readRows);

  const find = async (path: RowPath): Promise<Locator> => {
    const labels = [path].flat();
    const found = await waitUntil(
      page,
      `the row ${labels.join(' / ')}`,
      async () => rowAt(await read(sideBar.locator(allRows)), labels),
      async () => (await read(sideBar.locator(allRows))).map((row) => `${'  '.repeat(row.level - 1)}${row.label}`),
    );
    // The id is the row's position, so a redraw can give it to another row.
    return sideBar
      .locator(`${allRows}[id="${found.id}"]`)
      .filter({ has: page.locator('.label-name', { hasText: exactly(found.label) }) });
  };

  const welcomeButton = (button: string): Locator =>
    sideBar.locator('.welcome-view-content .monaco-button', { hasText: exactly(button) });

  return {
    rows: async (viewTitle) => {
      const scope = viewTitle === undefined ? sideBar.locator(allRows) : paneOf(viewTitle).locator('.monaco-list-row');
      return (await read(scope)).map((row) => withoutId(row));
    },
    row: find,
    expand: async (path) => {
      await retryUntilDone(page, `the row ${String(path)}`, async () => {
        const row = await find(path);
        if ((await row.getAttribute('aria-expanded', { timeout: 1000 })) === 'false')
          await row.locator('.monaco-tl-twistie').click({ timeout: 1000 });
      });
      // A row reports itself expanded before its children are loaded.
      await waitUntil(
        page,
        `the children of ${String(path)}`,
        async () => childOf(await read(sideBar.locator(allRows)), [path].flat()),
        async () => (await read(sideBar.locator(allRows))).map((shown) => shown.label),
      );
    },
    click: (path) =>
      retryUntilDone(page, `the row ${String(path)}`, async () => (await find(path)).click({ timeout: 1000 })),
    contextMenu: (path, itemTitles) => chooseFromContextMenu(page, () => find(path), itemTitles),
    contextMenuTitles: (path) => contextMenuTitles(page, () => find(path)),
    inlineAction: async (path, actionTitle) => {
      await clickHoverButton(page, actionTitle, () => find(path), '.actions');
    },
    titleAction: async (viewTitle, actionTitle) => {
      const header = paneOf(viewTitle).locator('.pane-header');
      // The only view of a side bar has no header: its buttons are in the side bar's title.
      const owner = async (): Promise<Locator> =>
        (await header.isVisible()) ? header : sideBar.locator('.composite.title');
      await clickHoverButton(page, actionTitle, owner, '.actions-container');
    },
    welcome: async () => {
      const content = sideBar.locator('.welcome-view-content').filter({ visible: true }).first();
      await content.waitFor({ timeout: patience });
      const trimmed = (await content.locator('p, .button-container').allTextContents()).map((line) => line.trim());
      return { text: trimmed.join('\n'), buttons: await content.locator('.monaco-button').allTextContents() };
    },
    welcomeButton,
    clickWelcome: (button) => clickReachable(page, `the button "${button}"`, welcomeButton(button)),
  };
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

/** Returns the row whose path of labels ends with the given ones. */
function rowAt(rows: FoundRow[], labels: string[]): FoundRow | undefined {
  const ancestors: string[] = [];
  for (const row of rows) {
    ancestors.length = row.level - 1;
    ancestors.push(row.label);
    if (labels.every((label, index) => ancestors.at(index - labels.length) === label)) return row;
  }
  return undefined;
}

function readRows(rows: PageElement[]): FoundRow[] {
  const text = (element: PageElement | null): string => (element?.textContent ?? '').trim();
  const position = (row: PageElement): [number, number] => {
    // For example list_id_4_12: the twelfth row of the fourth list. The document order changes while the list scrolls.
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
