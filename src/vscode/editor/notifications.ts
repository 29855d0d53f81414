import * as vscode from 'vscode';
import type { DeploymentId } from '../../core/platform/deployment.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import { withoutLinks } from '../../texts/formats.ts';
import { background } from './background.ts';

export interface NotificationButton {
  title: string;
  run: () => unknown;
}

/**
 * Shows an operation in the terminal of a task. An operation that has an observer opens no page, and its progress is in
 * the status bar instead of in a notification.
 */
export interface Observer {
  /** Aborted when the user cancels the operation in the terminal. */
  readonly signal: AbortSignal;
  /** Shows the title of the next part of the operation. */
  begin(title: string): void;
  /** Shows a line. */
  tell(text: string): void;
  /** Shows what the operation does now. The text replaces the previous one if they differ only in a number. */
  progress(text: string): void;
  /** Shows a finding in a description. `line` and `column` count from 1. */
  finding(where: { file: string; line: number; column: number }, severity: 'error' | 'warning', text: string): void;
  /** Remembers an error, so that the end of the operation can show the platform's message. */
  failed(error: PlatformError): void;
  /**
   * Called before the operation sends a request that canceling cannot undo. If the user cancels afterwards, the
   * terminal shows the sentence `ifCanceled`. Called again without a sentence when the outcome of the request is known.
   */
  sent(ifCanceled?: string): void;
  /** Called if it is unknown whether the package was published. The command's outcome cannot express this. */
  uncertain(): void;
  /** Called when the operation starts to follow a deployment. */
  following(id: DeploymentId): void;
}

/** Shows an error, without waiting for the user. Only this module calls `show…Message`. */
export function showError(text: string, ...buttons: NotificationButton[]): void {
  showMessage(vscode.window.showErrorMessage, text, buttons);
}

export function showWarning(text: string, ...buttons: NotificationButton[]): void {
  showMessage(vscode.window.showWarningMessage, text, buttons);
}

export function showInformation(text: string, ...buttons: NotificationButton[]): void {
  showMessage(vscode.window.showInformationMessage, text, buttons);
}

function showMessage(
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
export async function askConfirmation(question: string, detail: string, button: string): Promise<boolean> {
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, button);
  return chosen === button;
}

/**
 * Runs an operation with a progress notification. The Cancel button of the notification aborts the signal. With an
 * observer, the status bar and the observer show the progress, and the observer's signal cancels the operation.
 */
export async function withProgress<T>(
  title: string,
  operation: (report: (message: string) => void, signal: AbortSignal) => Promise<T>,
  observer?: Observer,
): Promise<T> {
  const location = observer ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification;
  observer?.begin(title);
  return await vscode.window.withProgress(
    { location, title: withoutLinks(title), cancellable: !observer },
    async (progress, token) => {
      const controller = new AbortController();
      const subscription = token.onCancellationRequested(() => {
        controller.abort();
      });
      const signal = observer ? AbortSignal.any([controller.signal, observer.signal]) : controller.signal;
      try {
        return await operation((message) => {
          progress.report({ message });
          observer?.progress(message);
        }, signal);
      } finally {
        subscription.dispose();
      }
    },
  );
}
