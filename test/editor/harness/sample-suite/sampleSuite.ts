import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { runMocha } from '../runMocha.ts';

/**
 * Defines two tests that pass only inside an extension host. With SAMPLE_FAILS=1 in the environment, defines a third
 * test, which fails.
 */
export function run(): Promise<void> {
  return runMocha(() => {
    describe('an extension host', () => {
      it('has the installed extensions, and its commands run', async () => {
        const extension = vscode.extensions.getExtension('bkpaas-vscode.empty');
        assert.ok(extension);
        await extension.activate();
        assert.ok(extension.isActive);
      });
      it('has the environment, the settings and the folder that were asked for', () => {
        assert.equal(process.env['SAMPLE_ADDRESS'], 'http://localhost:1');
        assert.equal(vscode.workspace.getConfiguration('editor').get('tabSize'), 7);
        assert.equal(vscode.workspace.workspaceFolders?.length, 1);
        assert.equal(vscode.env.language, process.env['SAMPLE_LANGUAGE']);
      });
      if (process.env['SAMPLE_FAILS'] === '1') {
        it('fails when asked to', () => {
          assert.fail('as asked');
        });
      }
    });
  });
}
