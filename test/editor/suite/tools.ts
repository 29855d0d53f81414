import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Setup } from './setup/setup.ts';

const target = { appCode: 'demo-app', module: 'default' };

export function describeTools({ control, plain }: Setup): void {
  const packageUrl = `${plain.packagesUrl}/demo-app-1.1.0.tar.gz`;
  const posts = async (): Promise<number> =>
    (await control.requests('plain')).filter(({ method }) => method === 'POST').length;

  describe('tools of agents', () => {
    beforeEach(async () => {
      await control.settled('plain');
      await control.forgetRequests('plain');
    });

    it('are there, with a schema that allows no other inputs', () => {
      const tools = vscode.lm.tools.filter(({ name }) => name.startsWith('bkpaas_'));
      assert.equal(tools.length, 6);
      for (const { name, inputSchema } of tools)
        assert.match(JSON.stringify(inputSchema), /"additionalProperties":false/, name);
    });

    it('read the versions, the status and the log of a deployment', async () => {
      const versions = await invoke('bkpaas_list_versions', { ...target, limit: 3 });
      assert.match(versions, /^outcome: ok\n[^]*listed: 3\n/);
      assert.match(await invoke('bkpaas_status', target), /^outcome: ok\n[^]*"environment": "stag"/);
      assert.match(await invoke('bkpaas_deployment_log', target), /^outcome: successful\n/);
    });

    it('check a package without sending it to the platform', async () => {
      assert.match(await invoke('bkpaas_check_package', { packageUrl }), /^outcome: /);
      assert.equal((await control.requests('plain')).length, 0);
    });

    it('upload a version, and deploy it to Staging', async () => {
      const upload = await invoke('bkpaas_upload', { ...target, packageUrl, version: '7.0.0' });
      assert.match(upload, /^outcome: uploaded\n/);
      assert.match(await invoke('bkpaas_deploy', { ...target, version: '7.0.0' }), /^outcome: successful\n/);
      assert.equal(await posts(), 2);
    });

    it('neither overwrite a version nor deploy to production', async () => {
      assert.match(
        await invoke('bkpaas_upload', { ...target, packageUrl, version: '1.0.2' }),
        /^outcome: failed\n[^]*code: versionExists/,
      );
      for (const [name, input] of [
        ['bkpaas_upload', { ...target, packageUrl, version: '1.0.2', allowOverwrite: true }],
        ['bkpaas_deploy', { ...target, version: '1.0.2', environment: 'prod' }],
      ] as const)
        assert.match(await invoke(name, input), /^outcome: refused\n/, name);
      assert.equal(await posts(), 0);
    });
  });
}

/** Calls a tool as an agent does. During a test run, VS Code confirms the call automatically (measured in 1.139). */
async function invoke(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
