import * as vscode from 'vscode';
import { withoutLinks } from '../../texts/formats.ts';
import { background } from './background.ts';

export interface NotificationButton {
  title: string;
  run: () => unknown;
}

/** Shows an error, without waiting for the user. Only this module calls `show…Message`. */
export function showError(text: string, ...buttons: NotificationButton[]): void {
  present(vscode.window.showErrorMessage, text, buttons);
}

export function showWarning(text: string, ...buttons: NotificationButton[]): void {
  present(vscode.window.showWarningMessage, text, buttons);
}

export function showInformation(text: string, ...buttons: NotificationButton[]): void {
  present(vscode.window.showInformationMessage, text, buttons);
}

function present(
  show: (text: string, ...titles: string[]) => Thenable<string | undefined>,
  text: string,
  buttons: readonly NotificationButton[],
): void {
  const press = async (title: string | undefined): Promise<void> => {
    await buttons.find((button) => button.title === title)?.run();
  };
  show(withoutLinks(text), ...buttons.map((button) => button.title)).then(
    (title) => {
      background('notification button', press(title));
    },
    // VS Code rejects only while the window closes. The error is ignored, because showing the error would need another
    // notification.
    () => undefined,
  );
}

/**
 * Asks a modal question. Resolves to true if the user presses the button, and to false if the user closes the question.
 */
export async function confirm(question: string, detail: string, button: string): Promise<boolean> {
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, button);
  return chosen === button;
}

/** Runs an operation with a progress notification. The Cancel button of the notification aborts the signal. */
export async function withProgress<T>(
  title: string,
  operation: (report: (message: string) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: withoutLinks(title), cancellable: true },
    async (progress, token) => {
      const controller = new AbortController();
      const subscription = token.onCancellationRequested(() => {
        controller.abort();
      });
      try {
        return await operation((message) => {
          progress.report({ message });
        }, controller.signal);
      } finally {
        subscription.dispose();
      }
    },
  );
}
