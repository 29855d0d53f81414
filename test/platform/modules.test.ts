import assert from 'node:assert/strict';
import test from 'node:test';
import { ask, at, branchesPath, platformFor, upload } from './gatewayClient.ts';
import type { Answer } from './gatewayClient.ts';

const EN = { headers: { 'Accept-Language': 'en' } };

function rows(answer: Answer): unknown[] {
  const results = Array.isArray(answer.json) ? answer.json : at(answer.json, 'results');
  assert.ok(Array.isArray(results), answer.text);
  return results;
}

test('modules: default first, then by name; a filter by origin that refuses bad values', async (t) => {
  const platform = await platformFor(t);
  const path = '/bkapps/applications/demo-app/modules/';
  const all = await ask(platform, path);
  assert.deepEqual(
    rows(all).map((row) => [at(row, 'name'), at(row, 'source_origin'), at(row, 'is_default')]),
    [
      ['default', 2, true],
      ['api', 7, false],
      ['img', 6, false],
      ['web', 1, false],
    ],
  );
  assert.deepEqual(
    rows(await ask(platform, `${path}?source_origin=7`)).map((row) => at(row, 'name')),
    ['api'],
  );
  assert.equal((await ask(platform, `${path}?source_origin=x`)).status, 400);
  const nullOrigin = await ask(platform, '/bkapps/applications/history-app/modules/');
  assert.equal(at(nullOrigin.json, 0, 'source_origin'), 1);
});

test('one module: origin, repository and clusters', async (t) => {
  const platform = await platformFor(t);
  const packaged = await ask(platform, '/bkapps/applications/demo-app/modules/default/');
  assert.equal(at(packaged.json, 'source_origin'), 2);
  assert.equal(at(packaged.json, 'repo', 'repo_url'), null);
  const image = await ask(platform, '/bkapps/applications/demo-app/modules/img/');
  assert.equal(at(image.json, 'repo'), null);
});

test('branches: packages oldest first, deleted ones included, the size a number', async (t) => {
  const platform = await platformFor(t);
  const listed = rows(await ask(platform, branchesPath('demo-app', 'default')));
  assert.deepEqual(
    listed.map((row) => [at(row, 'name'), at(row, 'extra', 'is_deleted')]),
    [
      ['1.0.0', false],
      ['1.0.1', true],
      ['1.0.2', false],
    ],
  );
  assert.deepEqual(Object.keys(listed[0] ?? {}), [
    'name',
    'type',
    'display_type',
    'revision',
    'url',
    'last_update',
    'message',
    'extra',
  ]);
  assert.equal(at(listed[0], 'extra', 'package_size'), 1415656);
  assert.equal(at(listed[0], 'message'), '');
  assert.equal(at(listed[0], 'last_update'), '2026-07-18 10:00:00 +0800');
  const smart = rows(await ask(platform, branchesPath('orders', 'default')));
  assert.deepEqual(
    smart.map((row) => [at(row, 'type'), at(row, 'display_type')]),
    [
      ['package', 'package'],
      ['tag', 'image'],
    ],
  );
  const chinese = rows(await ask(platform, branchesPath('flow-designer', 'default')));
  assert.equal(at(chinese[0], 'revision'), '一期-正式版');
});

test('branches: an overwrite moves last_update and keeps the place in the list', async (t) => {
  const platform = await platformFor(t, { now: () => new Date('2026-09-01T00:00:00Z') });
  const package_url = `${platform.packagesUrl}/demo-app-1.0.0.tar.gz`;
  await upload(platform, { package_url, version: '1.0.0', allow_overwrite: 'true' });
  const [first] = rows(await ask(platform, branchesPath('demo-app', 'default')));
  assert.deepEqual([at(first, 'name'), at(first, 'last_update')], ['1.0.0', '2026-09-01 08:00:00 +0800']);
});

test('branches: modules without packages answer the coded error of their kind', async (t) => {
  const platform = await platformFor(t);
  const image = await ask(platform, branchesPath('demo-app', 'img'));
  assert.deepEqual(
    [image.status, image.json],
    [400, { code: 'CANNOT_GET_REPO', detail: '无法获取源码信息: demo-app的仓库信息查询异常' }],
  );
  assert.equal(image.headers['bkapi-error-code-num'], '4312002');
  const git = await ask(platform, branchesPath('demo-app', 'web'));
  assert.deepEqual([git.status, at(git.json, 'code')], [400, 'NEED_TO_BIND_OAUTH_INFO']);
});

test('an unknown module is 404 JSON at the upload and an HTML 500 at module and branches', async (t) => {
  const platform = await platformFor(t);
  const safe = await upload(platform, {}, { module: 'nope', ...EN });
  assert.deepEqual([safe.status, safe.json], [404, { detail: 'Not found.', code: 'ERROR' }]);
  for (const path of [branchesPath('demo-app', 'nope'), '/bkapps/applications/demo-app/modules/nope/']) {
    const unsafe = await ask(platform, path);
    assert.equal(unsafe.status, 500, path);
    assert.match(unsafe.text, /<h1>Server Error \(500\)<\/h1>/);
  }
});
