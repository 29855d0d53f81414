import assert from 'node:assert/strict';
import test from 'node:test';
import { translateToEnglish } from '../texts/translations.ts';
import { mockVscode } from './mockVscode.ts';

let pressCancel = (): void => undefined;
mockVscode({
  l10n: { t: translateToEnglish },
  ProgressLocation: { Notification: 15 },
  window: {
    withProgress: (_: unknown, task: (progress: unknown, token: unknown) => unknown) => {
      const onCancellationRequested = (listener: () => void) => {
        pressCancel = listener;
        return { dispose: () => undefined };
      };
      return task({ report: () => undefined }, { onCancellationRequested });
    },
  },
});
const { recheckFolder } = await import('../../src/vscode/publish/checkSource.ts');

/** Starts to check a folder. Listing its files ends only when the signal is aborted. */
function start(closed: AbortSignal): ReturnType<typeof recheckFolder> {
  const relist = (_: unknown, signal: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  return recheckFolder({ name: 'demo', relist } as never, closed);
}

test('Cancel in the progress notification, or the closed list, stops the check of a folder', async () => {
  const cancelled = start(new AbortController().signal);
  pressCancel();
  assert.equal(await cancelled, undefined);

  const list = new AbortController();
  const closed = start(list.signal);
  list.abort();
  assert.equal(await closed, undefined);
});
