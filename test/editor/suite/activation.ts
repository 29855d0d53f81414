import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pollUntil, extensionUnderTest, filesLoadedOnDemand, type Setup } from './setup/setup.ts';

/** The ids of the commands that keybindings and other extensions can use. */
const publicCommands = [
  'bkpaas.signIn',
  'bkpaas.signOut',
  'bkpaas.signOutOfAll',
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

export function describeActivation(setup: Setup): void {
  describe('activation', () => {
    it('happens at start-up in a folder with settings, sends nothing and loads nothing more while no platform is set up', async () => {
      // The extension starts in a folder with settings, because the settings can contain a target for the status bar.
      await pollUntil('the activation', () => extensionUnderTest().isActive);
      assert.deepEqual(filesLoadedOnDemand(), []);
      assert.deepEqual(await setup.control.requests('plain'), []);
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
