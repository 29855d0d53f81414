import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import https from 'node:https';
import path from 'node:path';
import test from 'node:test';
import { request } from 'undici';
import { requestGateway, valueAt, startPlatformForTest, upload } from './gatewayClient.ts';
import { demoTokens } from './seedDemo.ts';
import { startPackageServer } from './packageServer.ts';
import { selfSignedCertificate } from './selfSignedCertificate.ts';
import { startPlatform } from './startPlatform.ts';
import { wait } from './wait.ts';
import type { Fault } from './faults.ts';

const APPLICATION_LIST_PATH = '/bkapps/applications/lists/minimal';

test('requests: the identity header, query and body arrive as sent, and only at the gateway', async (t) => {
  const platform = await startPlatformForTest(t);
  await requestGateway(platform, '/developer-center/apps/demo-app/summary', { base: platform.consoleUrl });
  await requestGateway(platform, `${APPLICATION_LIST_PATH}?source_origin=2`, { headers: { Cookie: 'a=b' } });
  const refused = await upload(platform, { version: '一期' });
  const [list, sent] = platform.requests;
  assert.equal(platform.requests.length, 2);
  assert.equal(list?.path, '/api/bkpaas3/prod/bkapps/applications/lists/minimal');
  assert.equal(list.query.get('source_origin'), '2');
  assert.equal(list.headers.get('x-bkapi-authorization'), JSON.stringify({ access_token: demoTokens.admin }));
  assert.equal(list.headers.get('cookie'), 'a=b');
  assert.match(String(sent?.body), /name="version"\r\n\r\n一期\r\n/);
  assert.deepEqual([list.status, sent?.status], [200, 400]);
  assert.equal(sent?.requestId, refused.headers['x-bkapi-request-id']);
});

test('gateway: in the domain layout, the gateway’s host does not serve the console', async (t) => {
  const platform = await startPlatformForTest(t);
  const statusOf = async (path: string): Promise<number> =>
    (
      await requestGateway(platform, path, {
        base: platform.consoleUrl,
        headers: { Host: 'bkpaas3.apigw.example.com' },
      })
    ).status;
  assert.equal(await statusOf(`/prod${APPLICATION_LIST_PATH}`), 200);
  assert.equal(await statusOf('/developer-center/'), 404);
});

test('console: every page under developer-center opens and shows its path as text', async (t) => {
  const platform = await startPlatformForTest(t);
  const page = await requestGateway(platform, '/developer-center/apps/demo-app/<b>/deploy', {
    base: platform.consoleUrl,
  });
  assert.equal(page.status, 200);
  assert.match(page.text, /developer-center\/apps\/demo-app/);
  assert.doesNotMatch(page.text, /<b>/);
});

test('reset: state and switches are as at the start, nothing is recorded or planned', async (t) => {
  const platform = await startPlatformForTest(t, { switches: { dateOffset: false } });
  const { state, switches, requests } = platform;
  const package_url = `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`;
  await upload(platform, { package_url, version: '1.0.3' });
  state.tokens.clear();
  switches.dateOffset = true;
  switches.authService = 'down';
  platform.faults.always({ fault: { kind: 'dropBeforeHeaders' } });
  platform.reset();
  assert.deepEqual([requests.length, platform.packageRequests.length, platform.faults.pending], [0, 0, 0]);
  assert.deepEqual([switches.dateOffset, switches.authService], [false, 'ok']);
  assert.equal(platform.state, state);
  assert.equal((await upload(platform, { package_url, version: '1.0.3' })).status, 200);
});

test('close: ends requests that hang, drip or wait for a package, at once', async () => {
  const faults: Fault[] = [
    { kind: 'delay', ms: 600_000 },
    { kind: 'hangThen504', ms: 600_000 },
    { kind: 'slowDrip', ms: 600_000 },
    { kind: 'hugeBody', bytes: 500_000_000 },
  ];
  const platform = await startPlatform();
  const headers = { 'X-Bkapi-Authorization': JSON.stringify({ access_token: demoTokens.admin }) };
  const asked = faults.map(async (fault, index) => {
    platform.faults.next({ path: new RegExp(`/f${index}/`), fault });
    const path = `${platform.gatewayUrl}/bkapps/applications/f${index}/`;
    // This reads no response body before the platform closes, so the response of `hugeBody` is still being sent at that
    // time.
    return request(path, { reset: true, headers }).catch(() => 'cut');
  });
  const package_url = `${platform.packagesUrl}/slow/600000/x.tar.gz`;
  const waiting = upload(platform, { package_url, version: '1' }).catch(() => 'cut');
  while (platform.packageRequests.length === 0) await wait(5, new AbortController().signal);
  await platform.close();
  assert.equal(await waiting, 'cut');
  for (const each of await Promise.all(asked)) {
    if (each !== 'cut' && typeof each === 'object') await assert.rejects(each.body.text());
  }
  await assert.rejects(requestGateway(platform, APPLICATION_LIST_PATH));
});

test('port: a start on a port in use rejects and leaves nothing open', async (t) => {
  const platform = await startPlatformForTest(t);
  await assert.rejects(startPlatform({ port: Number(new URL(platform.consoleUrl).port) }), /EADDRINUSE/);
});

test('tls: the platform serves HTTPS, and a client that trusts the certificate can connect', async (t) => {
  const tls = selfSignedCertificate();
  const platform = await startPlatformForTest(t, { tls });
  const status = await new Promise((resolve, reject) => {
    https
      .get(`${platform.gatewayUrl}${APPLICATION_LIST_PATH}`, { ca: tls.cert, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
      .on('error', reject);
  });
  assert.equal(status, 400);
  await assert.rejects(requestGateway(platform, APPLICATION_LIST_PATH), /self-signed certificate/);
});

test('download: the certificate of a package host is verified', async (t) => {
  const platform = await startPlatformForTest(t, { switches: { allowedHosts: 'any' } });
  const secured = await startPackageServer(selfSignedCertificate());
  t.after(() => secured.close());
  const package_url = `${secured.url}/demo-app-1.0.0.tar.gz`;
  assert.equal((await upload(platform, { package_url, version: '8' })).status, 500);
  assert.deepEqual(secured.requests, []);
});

test('packages: samples have the same bytes at every start, and HEAD reports their size', async (t) => {
  const digests = async (): Promise<string> => {
    const platform = await startPlatformForTest(t);
    const hash = createHash('sha256');
    for (const name of ['demo-app-1.0.0.tar.gz', 'demo-app-2.0.0.zip', 'truncated.tar.gz']) {
      const file = await request(`${platform.packagesUrl}/${name}`, { reset: true });
      hash.update(Buffer.from(await file.body.arrayBuffer()));
      const head = await request(`${platform.packagesUrl}/${name}`, { method: 'HEAD', reset: true });
      assert.equal(head.headers['content-length'], file.headers['content-length']);
      await head.body.dump();
    }
    return hash.digest('hex');
  };
  assert.equal(await digests(), await digests());
});

test('stand-alone: prints its addresses and a token that works', async (t) => {
  const main = path.join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill());
  let printed = '';
  child.stdout.setEncoding('utf8');
  while (!/Token: +\S+\n/.test(printed)) printed += String((await once(child.stdout, 'data'))[0]);
  const gateway = /Gateway: +(\S+)/.exec(printed)?.[1] ?? '';
  const token = /Token: +(\S+)/.exec(printed)?.[1] ?? '';
  const answer = await request(`${gateway}${APPLICATION_LIST_PATH}`, {
    reset: true,
    headers: { 'X-Bkapi-Authorization': JSON.stringify({ access_token: token }) },
  });
  assert.ok(Number(valueAt(await answer.body.json(), 'count')) > 10);
});
