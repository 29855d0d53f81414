import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pollUntil, remoteKeyboardOf, upload, type Setup } from './setup/setup.ts';

export function describeFocus(setup: Setup): void {
  const { plain } = setup;

  describe('the focus', () => {
    let document: vscode.TextDocument;
    beforeEach(async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      document = await vscode.workspace.openTextDocument({ content: '' });
      await vscode.window.showTextDocument(document);
    });
    afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

    it('stays in the text editor when the log is shown', async function () {
      await vscode.commands.executeCommand('workbench.action.closePanel');
      await pollUntil('the log to close', () => !logIsVisible());
      await vscode.commands.executeCommand('bkpaas.showLog');
      await pollUntil('the log', logIsVisible);
      await remoteKeyboardOf(setup, this).type('typed');
      await pollUntil('what was typed', () => document.getText() === 'typed');
    });

    it('stays in the text editor when an upload shows its result', async function () {
      await uploadVersion('1.1.0');
      await pollUntil('the result page', () => resultTab()?.isActive === true);
      await remoteKeyboardOf(setup, this).type('typed');
      await pollUntil('what was typed', () => document.getText() === 'typed');
    });

    it('stays in the text editor also where the result page was open behind it', async function () {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await uploadVersion('1.1.1');
      await pollUntil('the result page', () => resultTab()?.isActive === true);
      await vscode.window.showTextDocument(document);
      await pollUntil('the text editor in front of it', () => resultTab()?.isActive === false);

      await uploadVersion('1.1.2');
      await pollUntil('the result page', () => resultTab()?.isActive === true);
      await remoteKeyboardOf(setup, this).type('typed');
      await pollUntil('what was typed', () => document.getText() === 'typed');
    });
  });

  async function uploadVersion(version: string): Promise<void> {
    const outcome = await upload({
      appCode: 'demo-app',
      module: 'default',
      packageUrl: `${plain.packagesUrl}/demo-app-1.1.0.tar.gz`,
      version,
      allowOverwrite: false,
    });
    assert.equal(outcome.status, 'uploaded');
  }
}

function resultTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .find((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('bkpaas.result'));
}

/** Returns whether the log is visible. VS Code shows an output channel in a text editor with the scheme `output`. */
function logIsVisible(): boolean {
  return vscode.window.visibleTextEditors.some((editor) => editor.document.uri.scheme === 'output');
}
