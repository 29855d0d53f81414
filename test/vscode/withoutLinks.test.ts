import assert from 'node:assert/strict';
import test from 'node:test';
import { mockVscode } from './mockVscode.ts';

const shownTexts: string[] = [];
const recordText = (text: string): Promise<undefined> => {
  shownTexts.push(text);
  return Promise.resolve(undefined);
};
mockVscode({
  window: { showErrorMessage: recordText, showWarningMessage: recordText, showInformationMessage: recordText },
  l10n: { t: (text: string) => text },
});
const { showError, showInformation, showWarning } = await import('../../src/vscode/editor/notifications.ts');

/**
 * Matches the text that VS Code turns into a link in notifications and below input boxes (`parseLinkedText` of VS Code
 * 1.112 and 1.139).
 */
const linkPattern = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

test('words of a server in a notification become no link that runs a command', () => {
  const words =
    'The platform doesn’t support downloads over “[Sign in](command:workbench.action.terminal.sendSequence?%7B%7D)”.';
  assert.match(words, linkPattern);
  for (const say of [showError, showWarning, showInformation]) say(words);
  assert.equal(shownTexts.length, 3);
  for (const text of shownTexts) assert.doesNotMatch(text, linkPattern);
});
