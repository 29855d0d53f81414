import assert from 'node:assert/strict';
import test from 'node:test';
import { ask, at, branchesPath, platformFor, upload } from './gatewayClient.ts';
import { demoTokens } from './seedDemo.ts';

test('roles: developers may all, operators only look, nobody gets links to apply for a role', async (t) => {
  const platform = await platformFor(t);
  const app = '/bkapps/applications/demo-app/';
  const package_url = `${platform.packagesUrl}/demo-app-1.0.0.tar.gz`;
  const expected: [string, number, string | undefined, number][] = [
    [demoTokens.developer, 200, 'developer', 200],
    [demoTokens.operator, 200, 'operator', 403],
    [demoTokens.guest, 403, undefined, 403],
  ];
  for (const [token, looks, role, develops] of expected) {
    const one = await ask(platform, app, { token });
    assert.deepEqual([one.status, at(one.json, 'role', 'name')], [looks, role]);
    assert.equal((await ask(platform, `${app}modules/`, { token })).status, looks);
    assert.equal((await ask(platform, `${app}modules/default/`, { token })).status, looks);
    assert.equal((await ask(platform, branchesPath('demo-app', 'default'), { token })).status, develops);
    assert.equal((await upload(platform, { package_url, version: role ?? 'x' }, { token })).status, develops);
  }
  const refused = await ask(platform, app, { token: demoTokens.guest });
  assert.match(String(at(refused.json, 'apply_url_for_dev')), /apply-join-user-group\?id=102$/);
  assert.equal(at(refused.json, 'detail'), undefined);
});

test('roles: the owner of an application is not checked during its first five minutes', async (t) => {
  let now = new Date('2026-08-01T00:00:00Z');
  const platform = await platformFor(t, { now: () => now });
  const own = platform.state.applications.get('demo-app');
  assert.ok(own);
  Object.assign(own, { created: now, roles: new Map() });
  assert.equal((await ask(platform, branchesPath('demo-app', 'default'))).status, 200);
  now = new Date(now.getTime() + 5 * 60 * 1000);
  assert.equal((await ask(platform, branchesPath('demo-app', 'default'))).status, 403);
});
