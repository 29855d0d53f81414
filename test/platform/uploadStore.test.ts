import assert from 'node:assert/strict';
import test from 'node:test';
import { at, ask, branchesPath, upload, platformFor } from './gatewayClient.ts';
import { demoTokens } from './seedDemo.ts';
import { moduleOf } from './state.ts';
import type { Answer } from './gatewayClient.ts';

function isServerErrorPage(answer: Answer): boolean {
  return (
    answer.status === 500 &&
    String(answer.headers['content-type']).startsWith('text/html') &&
    answer.text.includes('<h1>Server Error (500)</h1>')
  );
}

test('upload: a duplicate without overwrite changes nothing; with overwrite id and created stay', async (t) => {
  let now = new Date('2026-08-01T00:00:00Z');
  const platform = await platformFor(t, { now: () => now });
  const fields = (file: string, allow_overwrite: string): Record<string, string> => ({
    package_url: `${platform.packagesUrl}/${file}`,
    version: '3.0.0',
    allow_overwrite,
  });
  const first = await upload(platform, fields('demo-app-1.0.0.tar.gz', 'false'));
  now = new Date('2026-08-02T00:00:00Z');
  assert.ok(isServerErrorPage(await upload(platform, fields('demo-app-1.0.0.tar.gz', 'false'))));
  assert.ok(isServerErrorPage(await upload(platform, fields('demo-app-1.0.1.tar.gz', 'false'))));
  platform.switches.duplicateAs = '400json';
  const meant = await upload(platform, fields('demo-app-1.0.1.tar.gz', 'false'));
  assert.deepEqual([meant.status, meant.json], [400, { code: 'PACKAGE_ALREADY_EXISTS', detail: '源码包已存在' }]);
  assert.equal(meant.headers['bkapi-error-code-num'], '4312009');

  const again = await upload(platform, fields('demo-app-1.0.1.tar.gz', 'true'), { token: demoTokens.developer });
  assert.equal(again.status, 200);
  for (const same of ['id', 'created', 'version']) assert.equal(at(again.json, same), at(first.json, same));
  for (const other of ['updated', 'sha256_signature', 'operator']) {
    assert.notEqual(at(again.json, other), at(first.json, other), other);
  }
});

test('upload: the version of a package marked deleted breaks the server, overwrite or not', async (t) => {
  const platform = await platformFor(t);
  platform.switches.duplicateAs = '400json';
  const package_url = `${platform.packagesUrl}/demo-app-1.0.1.tar.gz`;
  for (const allow_overwrite of ['false', 'true']) {
    assert.ok(isServerErrorPage(await upload(platform, { package_url, version: '1.0.1', allow_overwrite })));
  }
});

test('upload: identical bytes under a new version are a new package', async (t) => {
  const platform = await platformFor(t);
  const package_url = `${platform.packagesUrl}/demo-app-1.0.0.tar.gz`;
  const one = await upload(platform, { package_url, version: '7.0.0' });
  const other = await upload(platform, { package_url, version: '7.0.1' });
  assert.deepEqual([one.status, other.status], [200, 200]);
  assert.notEqual(at(one.json, 'id'), at(other.json, 'id'));
  assert.equal(at(one.json, 'sha256_signature'), at(other.json, 'sha256_signature'));
});

test('upload: a failing object store and columns that overflow break the server', async (t) => {
  const platform = await platformFor(t);
  const package_url = `${platform.packagesUrl}/demo-app-1.0.0.tar.gz`;
  assert.ok(isServerErrorPage(await upload(platform, { package_url, version: 'v'.repeat(129) })));
  // `demo-app-1` and a colon leave room for 117 characters in the name, fewer than the version's own column.
  assert.ok(isServerErrorPage(await upload(platform, { package_url, version: 'v'.repeat(118) })));
  assert.equal((await upload(platform, { package_url, version: 'v'.repeat(117) })).status, 200);
  platform.switches.objectStore = 'fails';
  assert.ok(isServerErrorPage(await upload(platform, { package_url, version: '7' })));
  platform.switches.duplicateAs = '400json';
  const meant = await upload(platform, { package_url, version: '7' }, { headers: { 'Accept-Language': 'en' } });
  assert.deepEqual(meant.json, {
    code: 'OBJECT_STORE_EXCEPTION',
    detail: 'Object Storage Service Exception: Please contact administrator',
  });
});

test('upload: past the gateway limit the answer is 504 and the package is stored all the same', async (t) => {
  const platform = await platformFor(t);
  platform.switches.gatewayTimeoutMs = 20;
  const package_url = `${platform.packagesUrl}/slow/150/demo-app-1.0.3.tar.gz`;
  const answer = await upload(platform, { package_url, version: '1.0.3' });
  assert.deepEqual([answer.status, at(answer.json, 'code')], [504, 1650401]);
  assert.match(String(at(answer.json, 'message')), /upstream_error="connection timed out while reading/);
  platform.switches.gatewayTimeoutMs = 30_000;
  await platform.settled();
  const versions = at((await ask(platform, branchesPath('demo-app', 'default'))).json, 'results');
  assert.ok(Array.isArray(versions) && versions.some((each) => at(each, 'name') === '1.0.3'));
  assert.equal(moduleOf(platform.state, 'demo-app', 'default').packages.at(-1)?.operator, 'admin');
});
