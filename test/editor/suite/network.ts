import assert from 'node:assert/strict';
import dns from 'node:dns/promises';
import { Readable } from 'node:stream';
import * as vscode from 'vscode';
import { sendRequest } from '../../../src/core/http/sendRequest.ts';
import type { Hands } from '../harness/hands.ts';
import { remoteKeyboardOf, upload, type Setup } from './setup/setup.ts';

/**
 * The key in `globalThis` of the agent that `fetch` uses in the extension host. Importing npm's undici replaces that
 * agent.
 */
const agentKey = Symbol.for('undici.globalDispatcher.1');

export function describeNetwork(setup: Setup): void {
  const { control, hidden, nearby } = setup;
  const given = { appCode: 'demo-app', module: 'default', version: '1.0.3', allowOverwrite: false };
  const atStart = agentOfFetch();
  const tunnelsToSilent = async (): Promise<number> => {
    const { host } = new URL(setup.silent.tunnel);
    return (await control.tunnels()).filter((target) => target === host).length;
  };

  describe('behind a company’s proxy and authority', () => {
    before(async () => {
      const configuration = vscode.workspace.getConfiguration('bkpaas');
      const platforms = configuration.get<object[]>('platforms', []);
      const names = ['hidden', 'stranger', 'nearby', 'locked', 'unknown'] as const;
      const more = names.map((name) => ({ name, gatewayUrl: setup[name].gatewayUrl }));
      await configuration.update('platforms', [...platforms, ...more], vscode.ConfigurationTarget.Global);
    });

    it('only the proxy can find the gateway', async () => {
      await assert.rejects(dns.lookup(new URL(hidden.gatewayUrl).hostname));
    });

    it('sign-in and upload go through the proxy of the settings, and no request avoids the proxy', async function () {
      const hands = remoteKeyboardOf(setup, this);
      const before = (await control.tunnels()).length;
      const packageUrl = `${hidden.packagesUrl}/demo-app-1.0.3.tar.gz`;
      const uploading = upload({ ...given, platform: 'hidden', packageUrl });
      await hands.answer('Sign In', setup.token);
      const outcome = await uploading;
      assert.equal(outcome.status, 'uploaded', JSON.stringify(outcome));

      const tunnels = (await control.tunnels()).slice(before);
      assert.ok(tunnels.length > 0);
      assert.deepEqual([...new Set(tunnels)], ['bkapi.test:443']);
      const requests = await control.requests('hidden');
      assert.deepEqual([...new Set(requests.map((request) => request.host))], ['bkapi.test']);
      assert.equal(requests.filter((request) => request.method === 'POST').length, 1);
    });

    it('the inspection of the link goes through the proxy, too', async () => {
      const before = (await control.tunnels()).length;
      await control.next('hidden', { method: 'POST', fault: { kind: 'delay', ms: 1000 } });
      const packageUrl = 'https://looked-at.example/a.tgz';
      const outcome = await upload({ ...given, platform: 'hidden', version: '1.0.4', packageUrl });
      assert.equal(outcome.status === 'failed' && outcome.error.code, 'packageHostNotAllowed');
      assert.ok((await control.tunnels()).slice(before).includes('looked-at.example:443'));
    });

    it('the copied diagnostics show the way through the proxy, and neither its password nor the token', async () => {
      await vscode.commands.executeCommand('bkpaas.copyDiagnostics');
      const text = await vscode.env.clipboard.readText();
      assert.match(text, /- Proxy in use: `http:\/\/\*\*\*@127\.0\.0\.1:\d+`/);
      assert.match(text, /- http\.proxy: `http:\/\/\*\*\*@127\.0\.0\.1:\d+`/);
      assert.match(text, /- TCP connection to the proxy `127\.0\.0\.1:\d+`: connected/);
      assert.match(text, /- DNS lookup of the gateway `bkapi\.test`: skipped/);
      assert.match(text, /- Gateway: reachable, response from the gateway · HTTP 400/);
      assert.match(text, /- Access token: accepted, user admin/);
      assert.match(text, / \[info\] POST \/api\/bkpaas3\/prod\/bkapps\//);
      for (const secret of [setup.token, setup.proxyPassword]) assert.ok(!text.includes(secret), text);
    });

    it('a certificate of an authority nobody knows is refused with its own sentence, before the token is sent', async function () {
      const sentence = await attemptSignIn(setup, remoteKeyboardOf(setup, this), 'stranger', 'certificate');
      assert.match(sentence, /^The certificate of “stranger\.bkapi\.test” isn’t trusted\./);
      assert.match(sentence, /Add the company’s root certificate to the operating system.*http\.systemCertificates/);
      assert.match(sentence, /NODE_EXTRA_CA_CERTS/);
      assert.deepEqual(await control.requests('stranger'), []);
      assert.ok((await control.tunnels()).includes('stranger.bkapi.test:443'));
    });

    it('a message names the proxy that requires a sign-in (407), and the settings for it', async function () {
      const sentence = await attemptSignIn(setup, remoteKeyboardOf(setup, this), 'locked', 'proxy');
      assert.match(
        sentence,
        /^The proxy requires a sign-in\. .*http\.proxy .*http\.proxyKerberosServicePrincipal.*http\.noProxy/,
      );
      assert.ok((await control.tunnels()).includes('locked.bkapi.test:443'));
    });

    it('a proxy that opens no tunnel is not reported as a gateway that responds with 502', async function () {
      const sentence = await attemptSignIn(setup, remoteKeyboardOf(setup, this), 'unknown', 'proxy');
      assert.match(sentence, /^The proxy refused to connect to “unknown\.bkapi\.test”\. .*http\.proxy.*http\.noProxy/);
    });

    it('a proxy that cannot be reached is reported with the setting http.proxy', async function () {
      const hands = remoteKeyboardOf(setup, this);
      await control.runProxy(false);
      try {
        const sentence = await attemptSignIn(setup, hands, 'unknown', 'proxy');
        assert.match(sentence, /^Couldn’t reach the proxy for “unknown\.bkapi\.test”\. .*http\.proxy/);
        assert.ok(!sentence.includes(setup.proxyPassword));
      } finally {
        await control.runProxy(true);
      }
    });

    it('a host is reached directly if http.noProxy contains it, and through the proxy otherwise', async function () {
      const hands = remoteKeyboardOf(setup, this);
      const { host, hostname } = new URL(nearby.gatewayUrl);
      await attemptSignIn(setup, hands, 'nearby', 'proxy');
      const before = await control.tunnels();
      assert.equal(before.at(-1), host);

      await control.forgetRequests('plain');
      const outcome = await withHttpSetting('noProxy', [hostname], async () => {
        const packageUrl = `${nearby.packagesUrl}/demo-app-1.0.3.tar.gz`;
        const uploading = upload({ ...given, platform: 'nearby', version: '1.0.4', packageUrl });
        await hands.answer('Sign In', setup.token);
        return uploading;
      });
      assert.equal(outcome.status, 'uploaded', JSON.stringify(outcome));
      const requests = await control.requests('plain');
      assert.deepEqual([...new Set(requests.map((request) => request.host))], [host]);
      assert.deepEqual(await control.tunnels(), before);
    });

    // These tests call the core's `sendRequest`. They run in an extension host, because VS Code patches Node's network
    // modules only there.
    for (const [support, server] of [
      ['on', 'direct'],
      ['on', 'tunnel'],
      ['override', 'direct'],
      ['override', 'tunnel'],
      ['off', 'direct'],
    ] as const) {
      it(`http.proxySupport ${support}, ${server}: of 100 POSTs to a server that closes connections without saying so, none is lost`, async () => {
        const before = [await control.silentPosts(server), await tunnelsToSilent()] as const;
        const answered = await withHttpSetting('proxySupport', support, () =>
          countSuccessfulPosts(setup.silent[server], 100),
        );
        assert.equal(answered, 100);
        assert.equal((await control.silentPosts(server)) - before[0], 100);
        assert.equal((await tunnelsToSilent()) - before[1], server === 'tunnel' ? 100 : 0);
      });
    }

    it('http.proxySupport off: a host that only the proxy knows is not found, and the proxy gets no request', async () => {
      const before = [await control.silentPosts('tunnel'), await tunnelsToSilent()];
      assert.equal(await withHttpSetting('proxySupport', 'off', () => countSuccessfulPosts(setup.silent.tunnel, 1)), 0);
      assert.deepEqual([await control.silentPosts('tunnel'), await tunnelsToSilent()], before);
    });

    it('the fetch of other extensions still uses its original agent', () => {
      assert.equal(agentOfFetch(), atStart);
    });
  });
}

/**
 * Tries to sign in to the platform. Waits until the message in the input box contains `part`, closes the input box and
 * returns the message.
 */
async function attemptSignIn(setup: Setup, hands: Hands, platform: string, part: string): Promise<string> {
  const packageUrl = 'https://packages.example/a.tgz';
  const uploading = upload({
    appCode: 'demo-app',
    module: 'default',
    version: '9',
    allowOverwrite: false,
    platform,
    packageUrl,
  });
  await hands.answer('Sign In', setup.token);
  const sentence = await hands.message(part);
  await hands.escape();
  assert.deepEqual(await uploading, { status: 'cancelled' });
  return sentence;
}

/** Runs a function while the setting `http.<name>` has this value. */
async function withHttpSetting<T>(name: string, value: unknown, run: () => Promise<T>): Promise<T> {
  const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('http');
  await configuration().update(name, value, vscode.ConfigurationTarget.Global);
  assert.deepEqual(configuration().get(name), value);
  try {
    return await run();
  } finally {
    await configuration().update(name, undefined, vscode.ConfigurationTarget.Global);
  }
}

/** Sends `count` POSTs, up to ten at the same time. Returns how many got a response with the status 200. */
async function countSuccessfulPosts(url: string, count: number): Promise<number> {
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  let [sent, answered] = [0, 0];
  const postRow = async (): Promise<void> => {
    while (sent < count) {
      sent += 1;
      const body = { stream: Readable.from(['{}']), headers: { 'content-length': '2' } };
      const request = {
        method: 'POST',
        url: new URL(url),
        headers: {},
        body,
        timeoutMs: 10_000,
        maxBytes: 1000,
      } as const;
      const answer = await sendRequest(request, log).catch(() => undefined);
      if (answer?.status === 200) answered += 1;
    }
  };
  await Promise.all(Array.from({ length: 10 }, postRow));
  return answered;
}

function agentOfFetch(): unknown {
  return Reflect.get(globalThis, agentKey);
}
