import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { handsOf, type Setup } from './setup/setup.ts';

const target = { appCode: 'demo-app', module: 'default' };

export function describeTools(setup: Setup): void {
  const { control, plain } = setup;
  const packageUrl = `${plain.packagesUrl}/demo-app-1.1.0.tar.gz`;
  const posts = async (): Promise<number> =>
    (await control.requests('plain')).filter(({ method }) => method === 'POST').length;

  /** Calls a tool as an agent does, and confirms VS Code's question. Returns the question and the result. */
  async function call(test: Mocha.Context, name: string, input: object) {
    const hands = handsOf(setup, test);
    const [result, question] = await Promise.all([invoke(name, input), hands.confirm('Yes')]);
    return { question, result };
  }

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

    it('read versions and status after a confirmation', async function () {
      const versions = await call(this, 'bkpaas_list_versions', { ...target, limit: 3 });
      assert.match(versions.question, /List the versions of demo-app \/ default\?/);
      assert.match(versions.result, /^outcome: ok\n[^]*listed: 3\n/);
      const status = await call(this, 'bkpaas_status', target);
      assert.match(status.result, /^outcome: ok\n[^]*"environment": "stag"/);
    });

    it('uploads after the confirmation, and nothing without it', async function () {
      const hands = handsOf(setup, this);
      const input = { ...target, packageUrl, version: '7.0.0' };
      const cancelled = invoke('bkpaas_upload', input).then(
        () => 'called',
        () => 'rejected',
      );
      const question = await hands.confirm('Cancel');
      assert.equal(await cancelled, 'rejected');
      assert.ok(question.includes('7.0.0') && question.includes(packageUrl), question);
      assert.equal(await posts(), 0);
      const { result } = await call(this, 'bkpaas_upload', input);
      assert.match(result, /^outcome: uploaded\n/);
      assert.equal(await posts(), 1);
    });

    it('neither overwrite a version nor deploy to production', async function () {
      const { result } = await call(this, 'bkpaas_upload', { ...target, packageUrl, version: '1.0.2' });
      assert.match(result, /^outcome: failed\n[^]*code: versionExists/);
      for (const [name, input] of [
        ['bkpaas_upload', { ...target, packageUrl, version: '1.0.2', allowOverwrite: true }],
        ['bkpaas_deploy', { ...target, version: '1.0.2', environment: 'prod' }],
      ] as const)
        assert.match(await invoke(name, input), /^outcome: refused\n/, name);
      assert.equal(await posts(), 0);
    });
  });
}

/** Calls a tool. Rejects if the user cancels. */
async function invoke(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
