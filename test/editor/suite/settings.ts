import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { upload, type Setup } from './setup/setup.ts';

export function describeSettings({ control, plain }: Setup): void {
  describe('settings', () => {
    it('take no platform from the workspace, whatever its settings.json says', async () => {
      const written = await vscode.workspace.fs.readFile(settingsFile());
      assert.match(new TextDecoder().decode(written), /claimed-by-workspace/);

      assert.deepEqual(configuration().get('platforms'), []);
      const inspected = configuration().inspect('platforms');
      assert.equal(inspected?.workspaceValue, undefined);
      assert.equal(inspected?.workspaceFolderValue, undefined);
      const outcome = await upload({
        platform: 'claimed-by-workspace',
        appCode: 'demo-app',
        module: 'default',
        packageUrl: `${plain.packagesUrl}/demo-app-1.0.3.tar.gz`,
        version: '1.0.3',
        allowOverwrite: false,
      });
      assert.equal(outcome.status === 'failed' && outcome.error.code, 'platformUnknown');
      assert.deepEqual(await control.requests('stranger'), []);
    });

    it('refuse to write a platform into the workspace', async () => {
      const { Workspace } = vscode.ConfigurationTarget;
      await assert.rejects(async () => configuration().update('platforms', [], Workspace), /bkpaas\.platforms/);
    });

    it('take the target from the folder', async () => {
      const { WorkspaceFolder } = vscode.ConfigurationTarget;
      const target = { appCode: 'demo-app', module: 'default' };
      await configuration().update('target', target, WorkspaceFolder);
      assert.deepEqual(configuration().inspect('target')?.workspaceFolderValue, target);
      assert.deepEqual(configuration().get('target'), target);
      await configuration().update('target', undefined, WorkspaceFolder);
      assert.equal(configuration().get('target'), null);
    });
  });
}

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('bkpaas', folder().uri);
}

function settingsFile(): vscode.Uri {
  return vscode.Uri.joinPath(folder().uri, '.vscode', 'settings.json');
}

function folder(): vscode.WorkspaceFolder {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first, 'a folder is open');
  return first;
}
