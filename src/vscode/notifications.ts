import * as vscode from 'vscode';
import { errorMessage } from '../texts/errorTexts.ts';
import { withoutLinks } from '../texts/withoutLinks.ts';
import type { PlatformError } from '../core/platform/platformError.ts';

/** A button under a notification. */
export interface NotificationButton {
  title: string;
  run: () => unknown;
}

/** The only callers of `show…Message`: one notification for one action of the person, and nobody waits for it. */
export function showError(text: string, ...buttons: NotificationButton[]): void {
  void present(vscode.window.showErrorMessage, text, buttons);
}

export function showWarning(text: string, ...buttons: NotificationButton[]): void {
  void present(vscode.window.showWarningMessage, text, buttons);
}

export function showInformation(text: string, ...buttons: NotificationButton[]): void {
  void present(vscode.window.showInformationMessage, text, buttons);
}

export function showPlatformError(error: PlatformError, ...buttons: NotificationButton[]): void {
  showError(errorMessage(vscode.l10n.t, error.code, error.facts), ...buttons);
}

async function present(
  show: (text: string, ...titles: string[]) => Thenable<string | undefined>,
  text: string,
  buttons: readonly NotificationButton[],
): Promise<void> {
  const chosen = await show(withoutLinks(text), ...buttons.map((button) => button.title));
  await buttons.find((button) => button.title === chosen)?.run();
}

/** Asks, in the middle of the window, whether to go on. Resolves with true for the button, with false for anything else. */
export async function confirm(question: string, detail: string, button: string): Promise<boolean> {
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, button);
  return chosen === button;
}
