import * as vscode from 'vscode';

/** A question's position in its wizard, such as "2/4", and whether the user can go back. */
export interface Position {
  step: number;
  total: number;
  canGoBack: boolean;
}

/** The position of a question without a wizard. */
export const single: Position = { step: 1, total: 1, canGoBack: false };

export type Answer<T> = { kind: 'answer'; value: T } | { kind: 'back' } | { kind: 'cancelled' };

/** Shows the position of a question in its title, and its buttons after the one that goes back. */
export function place(
  input: vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] },
  position: Position,
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
 * listener must check `enabled`, because an event from before can still arrive.
 */
export function whileBusy<T>(input: vscode.QuickInput, work: () => Promise<T>): Promise<T> {
  input.enabled = false;
  return whileLoading(input, work).finally(() => {
    input.enabled = true;
  });
}

/** Runs the work, and shows the input as busy meanwhile. The user can already type, for example a filter. */
export async function whileLoading<T>(input: vscode.QuickInput, work: () => Promise<T>): Promise<T> {
  input.busy = true;
  try {
    return await work();
  } finally {
    input.busy = false;
  }
}

/**
 * Shows the input and waits for one answer. Then disposes of the input and all listeners, and aborts the signal. The
 * answer is `cancelled` if the input is hidden.
 */
export function answered<T>(
  input: vscode.QuickInput,
  listen: (finish: (answer: Answer<T>) => void, signal: AbortSignal) => vscode.Disposable[],
): Promise<Answer<T>> {
  const hidden = new AbortController();
  return new Promise((resolve) => {
    const finish = (answer: Answer<T>): void => {
      resolve(answer);
      hidden.abort();
      for (const listener of listeners) listener.dispose();
      input.dispose();
    };
    const listeners = [
      ...listen(finish, hidden.signal),
      input.onDidHide(() => {
        finish({ kind: 'cancelled' });
      }),
    ];
    input.show();
  });
}
