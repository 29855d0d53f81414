import * as vscode from 'vscode';
import { waitForAnswer, showPosition, runWithInputBusy, type Answer, type QuestionPosition } from '../editor/answer.ts';
import { background } from '../editor/background.ts';

/** An item of a list in which the user ticks items. Only an item with a choice can be ticked. */
export type PickManyItem<T> = vscode.QuickPickItem & { choice?: T };

export interface PickManyQuestion<T> {
  title: string;
  placeholder: string;
  /** The placeholder after the user has pressed Enter without a ticked item. */
  nothing: string;
  /** The list is busy until the promise resolves. The caller must turn expected errors into items. */
  items: Promise<readonly PickManyItem<T>[]>;
  /** Returns whether an item is ticked at first. */
  isTicked: (choice: T) => boolean;
}

/** Asks the user to tick at least one item. Resolves to the choices in the order of the list. */
export function askPickMany<T>(
  question: PickManyQuestion<T>,
  position: QuestionPosition,
): Promise<Answer<readonly T[]>> {
  const pick = vscode.window.createQuickPick<PickManyItem<T>>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  showPosition(pick, position);
  const load = async (): Promise<void> => {
    const items = await question.items;
    pick.items = items;
    pick.selectedItems = items.filter(({ choice }) => choice !== undefined && question.isTicked(choice));
  };
  background('list', runWithInputBusy(pick, load));
  return waitForAnswer(pick, (finish) => [
    pick.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) finish({ kind: 'back' });
    }),
    pick.onDidChangeSelection((selected) => {
      const possible = selected.filter(({ choice }) => choice !== undefined);
      if (possible.length < selected.length) pick.selectedItems = possible;
    }),
    pick.onDidAccept(() => {
      if (pick.busy) return;
      const ticked = new Set(pick.selectedItems);
      const value = pick.items.flatMap((item) => (ticked.has(item) && item.choice !== undefined ? [item.choice] : []));
      if (value.length > 0) finish({ kind: 'answer', value });
      else pick.placeholder = question.nothing;
    }),
  ]);
}
