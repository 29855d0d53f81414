import assert from 'node:assert/strict';
import test from 'node:test';
import { ask, at, branchesPath, platformFor, upload } from './gatewayClient.ts';
import { demoTokens } from './seedDemo.ts';
import { oldPlatform } from './switches.ts';

const MINIMAL = '/bkapps/applications/lists/minimal';

test('old platform: six package fields, dates without offset, any host, old token page', async (t) => {
  const platform = await platformFor(t, { switches: oldPlatform, now: () => new Date('2026-07-23T06:29:17Z') });
  const package_url = `${platform.packagesUrl.replace('127.0.0.1', 'localhost')}/demo-app-1.0.3.tar.gz`;
  const uploaded = await upload(platform, { package_url, version: '1.0.3' });
  assert.deepEqual(Object.keys(uploaded.json ?? {}), [
    'version',
    'package_name',
    'package_size',
    'sha256_signature',
    'updated',
    'created',
  ]);
  assert.equal(at(uploaded.json, 'updated'), '2026-07-23 14:29:17');
  const one = await ask(platform, '/bkapps/applications/demo-app/');
  for (const absent of ['app_status', 'extra_info', 'app_tenant_mode', 'preferred_prod_url']) {
    assert.ok(!(absent in Object(at(one.json, 'application'))), absent);
  }
  assert.equal(at((await ask(platform, MINIMAL)).json, 'results', 0, 'product'), null);
  const version = at((await ask(platform, branchesPath('demo-app', 'default'))).json, 'results', 0);
  assert.deepEqual(at(version, 'extra'), { package_size: 1415656 });
  const page = { base: platform.consoleUrl, headers: { Cookie: 'bk_token=demo-login' } };
  const token = await ask(platform, '/backend/api/accounts/oauth/token/', page);
  assert.equal(at(token.json, 'access_token'), demoTokens.admin);
  platform.switches.legacyTokenPage = false;
  assert.equal((await ask(platform, '/backend/api/accounts/oauth/token/', page)).status, 404);
});
