import * as vscode from 'vscode';
import { answered, whileBusy } from './answer.ts';
import { background } from './background.ts';

/** Returns a heading and the items, or an empty list if there are no items. */
export function section<Item extends vscode.QuickPickItem>(
  label: string,
  items: readonly Item[],
): (Item | vscode.QuickPickItem)[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

export interface ButtonPickQuestion<Item extends vscode.QuickPickItem> {
  title: string;
  placeholder: string;
  /** The placeholder if the list is empty. */
  nothing: string;
  /** Loads the items. Called at the start, and again after a button that keeps the list open. */
  items: () => Promise<readonly Item[]>;
  buttons: readonly vscode.QuickInputButton[];
  /** Handles a button of the title bar or of a row. Resolves to whether the list stays open. */
  onButton: (button: vscode.QuickInputButton, item: Item | undefined) => Promise<'stay' | 'close'>;
  /**
   * Handles a picked row. Resolves to whether the list closes, stays open and loads its items again (`stay`), or stays
   * as it is (`keep`). Without this function, picking a row closes the list.
   */
  onPick?: (item: Item) => Promise<'stay' | 'close' | 'keep'>;
}

/**
 * Shows a list whose rows have buttons. Resolves to the row that the user picked, and to the row's button if the user
 * pressed a button that closes the list. Resolves to undefined if the user cancels.
 */
export async function pickWithButtons<Item extends vscode.QuickPickItem>(
  question: ButtonPickQuestion<Item>,
): Promise<{ item: Item; button: vscode.QuickInputButton | undefined } | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = question.title;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  // The list must stay open when it loses the focus, because the result page takes the focus for a moment when it is
  // drawn, for example after a comparison (observed).
  pick.ignoreFocusOut = true;
  const load = async (): Promise<void> => {
    const items = await question.items();
    pick.items = items;
    pick.placeholder = items.length === 0 ? question.nothing : question.placeholder;
    pick.buttons = items.length === 0 ? [] : question.buttons;
  };
  background('list', whileBusy(pick, load));
  const answer = await answered<{ item: Item; button: vscode.QuickInputButton | undefined }>(pick, (finish) => {
    const act = async (button: vscode.QuickInputButton, item: Item | undefined): Promise<void> => {
      if ((await whileBusy(pick, () => question.onButton(button, item))) === 'stay') await whileBusy(pick, load);
      else if (item) finish({ kind: 'answer', value: { item, button } });
    };
    const accept = async (item: Item): Promise<void> => {
      const then = (await whileBusy(pick, async () => question.onPick?.(item))) ?? 'close';
      if (then === 'stay') await whileBusy(pick, load);
      else if (then === 'close') finish({ kind: 'answer', value: { item, button: undefined } });
    };
    return [
      pick.onDidTriggerButton((button) => {
        background('list button', act(button, undefined));
      }),
      pick.onDidTriggerItemButton(({ button, item }) => {
        background('list button', act(button, item));
      }),
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item) background('list', accept(item));
      }),
    ];
  });
  return answer.kind === 'answer' ? answer.value : undefined;
}
