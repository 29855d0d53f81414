import * as vscode from 'vscode';

/** A question's position in its wizard, such as "2/4", and whether the user can go back. */
export interface QuestionPosition {
  step: number;
  total: number;
  canGoBack: boolean;
}

/** The position of a question that is not part of a wizard. */
export const singlePosition: QuestionPosition = { step: 1, total: 1, canGoBack: false };

export type Answer<T> = { kind: 'answer'; value: T } | { kind: 'back' } | { kind: 'cancelled' };

/** Shows the number of a question in its title, and places the question's buttons after *Back*. */
export function showPosition(
  input: vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] },
  position: QuestionPosition,
  buttons: readonly vscode.QuickInputButton[] = [],
): void {
  // The title of a single question does not contain "1/1".
  if (position.total > 1) {
    input.step = position.step;
    input.totalSteps = position.total;
  }
  input.buttons = [...(position.canGoBack ? [vscode.QuickInputButtons.Back] : []), ...buttons];
}

/**
 * Runs the work, and disables the input meanwhile, so that the user cannot act on data that the work replaces. A
 * listener must check `enabled`, because it can still get an event that was raised before.
 */
export function runWithInputDisabled<T>(input: vscode.QuickInput, work: () => Promise<T>): Promise<T> {
  input.enabled = false;
  return runWithInputBusy(input, work).finally(() => {
    input.enabled = true;
  });
}

/** Runs the work, and shows the input as busy meanwhile. The user can type during the work, for example a filter. */
export async function runWithInputBusy<T>(input: vscode.QuickInput, work: () => Promise<T>): Promise<T> {
  input.busy = true;
  try {
    return await work();
  } finally {
    input.busy = false;
  }
}

/** Cancels the open question; undefined if none is open. VS Code shows at most one at a time. */
let cancelOpen: (() => void) | undefined;

/** Cancels the question of this extension that is open, if there is one. */
export function cancelOpenQuestion(): void {
  cancelOpen?.();
}

/**
 * Shows the input and waits for one answer. Then disposes of the input and of all listeners, and aborts the signal that
 * `listen` received. If the input is hidden, the answer is `cancelled`.
 */
export function waitForAnswer<T>(
  input: vscode.QuickInput,
  listen: (finish: (answer: Answer<T>) => void, signal: AbortSignal) => vscode.Disposable[],
): Promise<Answer<T>> {
  const hidden = new AbortController();
  return new Promise((resolve) => {
    const finish = (answer: Answer<T>): void => {
      resolve(answer);
      if (cancelOpen === cancel) cancelOpen = undefined;
      hidden.abort();
      for (const listener of listeners) listener.dispose();
      input.dispose();
    };
    const cancel = (): void => {
      finish({ kind: 'cancelled' });
    };
    const listeners = [...listen(finish, hidden.signal), input.onDidHide(cancel)];
    cancelOpen = cancel;
    input.show();
  });
}
