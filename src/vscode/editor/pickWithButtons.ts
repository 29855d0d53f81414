import * as vscode from 'vscode';
import { waitForAnswer, runWithInputDisabled, runWithInputBusy } from './answer.ts';
import { background } from './background.ts';

/** Returns a heading and the items, or an empty list if there are no items. */
export function itemsWithHeading<Item extends vscode.QuickPickItem>(
  label: string,
  items: readonly Item[],
): (Item | vscode.QuickPickItem)[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

/**
 * What a list does after an action: it closes with the row as the answer (`close`), closes without an answer
 * (`cancel`), loads its items again (`stay`), or stays as it is (`keep`).
 */
export type ActionEffect = 'close' | 'cancel' | 'stay' | 'keep';

export interface ButtonPickQuestion<Item extends vscode.QuickPickItem> {
  title: string;
  placeholder: string;
  /** The placeholder if the list is empty. */
  nothing: string;
  /** Loads the items. Called at the start, and again after an action that resolves to `stay`. */
  items: () => Promise<readonly Item[]>;
  buttons: readonly vscode.QuickInputButton[];
  /**
   * Handles a button of the title bar or of a row. The list is disabled until the promise resolves. The signal is
   * aborted when the list closes.
   */
  onButton: (button: vscode.QuickInputButton, item: Item | undefined, signal: AbortSignal) => Promise<ActionEffect>;
  /** Handles a picked row, as `onButton` handles a button. Without this function, picking a row closes the list. */
  onPick?: (item: Item, signal: AbortSignal) => Promise<ActionEffect>;
}

interface PickedItem<Item> {
  item: Item;
  /** The row's button that the user pressed; undefined if the user picked the row itself. */
  button: vscode.QuickInputButton | undefined;
}

/**
 * Shows a list whose rows have buttons. Resolves to the row that the user picked. If the user pressed a row's button
 * that closes the list, resolves to the row and the button. Resolves to undefined if the user cancels.
 */
export async function pickWithButtons<Item extends vscode.QuickPickItem>(
  question: ButtonPickQuestion<Item>,
): Promise<PickedItem<Item> | undefined> {
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
  background('list', runWithInputBusy(pick, load));
  const answer = await waitForAnswer<PickedItem<Item>>(pick, (finish, signal) => {
    const act = async (
      action: () => Promise<ActionEffect>,
      item: Item | undefined,
      button: vscode.QuickInputButton | undefined,
    ): Promise<void> => {
      const then = await runWithInputDisabled(pick, async () => {
        const result = await action();
        if (result === 'stay') await load();
        return result;
      });
      if (then === 'cancel') finish({ kind: 'cancelled' });
      else if (then === 'close' && item) finish({ kind: 'answer', value: { item, button } });
    };
    const press = (button: vscode.QuickInputButton, item: Item | undefined): void => {
      if (pick.enabled)
        background(
          'list button',
          act(() => question.onButton(button, item, signal), item, button),
        );
    };
    return [
      pick.onDidTriggerButton((button) => {
        press(button, undefined);
      }),
      pick.onDidTriggerItemButton(({ button, item }) => {
        press(button, item);
      }),
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (!item || !pick.enabled) return;
        background(
          'list',
          act(async () => question.onPick?.(item, signal) ?? 'close', item, undefined),
        );
      }),
    ];
  });
  return answer.kind === 'answer' ? answer.value : undefined;
}
