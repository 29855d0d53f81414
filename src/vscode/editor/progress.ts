import * as vscode from 'vscode';
import { withoutLinks } from '../../texts/withoutLinks.ts';

/** Runs an operation under one notification whose Cancel aborts the signal. Resolves and rejects as the operation does. */
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
