import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, loadedFiles, tested } from './setup/setup.ts';

/** The ids of the commands that keybindings and other extensions can use. */
const publicCommands = [
  'bkpaas.signIn',
  'bkpaas.signOut',
  'bkpaas.uploadPackage',
  'bkpaas.selectTarget',
  'bkpaas.refresh',
  'bkpaas.filterApplications',
  'bkpaas.showResult',
  'bkpaas.showLog',
  'bkpaas.openInConsole',
  'bkpaas.copyAsCurl',
  'bkpaas.showHistory',
  'bkpaas.copyDiagnostics',
];

export function describeActivation(): void {
  describe('activation', () => {
    it('does not happen at start-up where no target is set', async () => {
      // VS Code activates the built-in extension `merge-conflict` at the end of the start-up. Every extension that
      // starts with the window is active by then.
      await eventually('the end of the start-up', () => isActive('vscode.merge-conflict'));
      assert.equal(tested().isActive, false);
    });

    it('happens with the first command, and loads nothing that only uploads need', async () => {
      await vscode.commands.executeCommand('bkpaas.showLog');
      assert.equal(tested().isActive, true);
      assert.deepEqual(loadedFiles(tested().extensionPath), ['extension.cjs']);
    });

    it('registers every public command', async () => {
      const registered = new Set(await vscode.commands.getCommands(true));
      assert.deepEqual(
        publicCommands.filter((id) => !registered.has(id)),
        [],
      );
    });
  });
}

function isActive(id: string): boolean {
  return vscode.extensions.getExtension(id)?.isActive ?? false;
}
