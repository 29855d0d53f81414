import assert from 'node:assert/strict';
import dns from 'node:dns/promises';
import * as vscode from 'vscode';
import { handsOf, upload, type Stage } from './stage/stage.ts';

/** Where the `fetch` of the whole extension host keeps the agent it runs on: importing npm's undici replaces it. */
const dispatcher = Symbol.for('undici.globalDispatcher.1');

export function describeNetwork(stage: Stage): void {
  const { control, hidden, stranger } = stage;
  const given = { appCode: 'demo-app', module: 'default', version: '1.0.3', allowOverwrite: false };
  const atStart = agentOfFetch();

  describe('behind a company’s proxy and authority', () => {
    before(async () => {
      const configuration = vscode.workspace.getConfiguration('bkpaas');
      const platforms = configuration.get<object[]>('platforms', []);
      const more = [
        { name: 'hidden', gatewayUrl: hidden.gatewayUrl },
        { name: 'stranger', gatewayUrl: stranger.gatewayUrl },
      ];
      await configuration.update('platforms', [...platforms, ...more], vscode.ConfigurationTarget.Global);
    });

    it('only the proxy can find the gateway', async () => {
      await assert.rejects(dns.lookup(new URL(hidden.gatewayUrl).hostname));
    });

    it('the sign-in and the upload go through the proxy of the settings, and nothing goes round it', async function () {
      const hands = handsOf(stage, this);
      const packageUrl = `${hidden.packagesUrl}/demo-app-1.0.3.tar.gz`;
      const uploading = upload({ ...given, platform: 'hidden', packageUrl });
      await hands.answer('Sign In', stage.token);
      const outcome = await uploading;
      assert.equal(outcome.status, 'uploaded', JSON.stringify(outcome));

      const tunnels = await control.tunnels();
      assert.ok(tunnels.length > 0);
      assert.deepEqual([...new Set(tunnels)], ['bkapi.test:443']);
      const requests = await control.requests('hidden');
      assert.deepEqual([...new Set(requests.map((request) => request.host))], ['bkapi.test']);
      assert.equal(requests.filter((request) => request.method === 'POST').length, 1);
    });

    it('a certificate of an authority nobody knows is refused with its own sentence, before the token is sent', async function () {
      const hands = handsOf(stage, this);
      const uploading = upload({ ...given, platform: 'stranger', packageUrl: 'https://packages.example/a.tgz' });
      await hands.answer('Sign In', stage.token);
      assert.match(
        await hands.message('certificate'),
        /^The certificate of “stranger\.bkapi\.test” is not trusted\. Add the company’s root certificate to the operating system/,
      );
      await hands.escape();
      assert.deepEqual(await uploading, { status: 'cancelled' });
      assert.deepEqual(await control.requests('stranger'), []);
      assert.ok((await control.tunnels()).includes('stranger.bkapi.test:443'));
    });

    it('the fetch of other extensions still runs on the agent it had', () => {
      assert.equal(agentOfFetch(), atStart);
    });
  });
}

function agentOfFetch(): unknown {
  return Reflect.get(globalThis, dispatcher);
}
