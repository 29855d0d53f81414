import assert from 'node:assert/strict';
import test from 'node:test';
import { deployGround, deployed, modulePath, packageBody, post } from './deployClient.ts';
import { ask, at } from './gatewayClient.ts';
import { demoTokens } from './seedDemo.ts';
import { moduleOf } from './state.ts';
import { neverEnding } from './deployments/readyPlans.ts';
import type { Answer, Asking } from './gatewayClient.ts';

const STAG = modulePath('envs/stag/deployments/');
const PROD = modulePath('envs/prod/deployments/');
const EN: Asking = { headers: { 'Accept-Language': 'en' } };

function refusal(answer: Answer): unknown[] {
  return [answer.status, at(answer.json, 'code'), answer.headers['bkapi-error-code-num'], at(answer.json, 'detail')];
}

test('deploy: answers 201 with the id, and the deployment is the newest of the history', async (t) => {
  const { platform } = await deployGround(t);
  const answer = await post(platform, STAG, packageBody('1.0.2'));
  const id = String(at(answer.json, 'deployment_id'));
  assert.deepEqual([answer.status, answer.json], [201, { deployment_id: id, stream_url: `/streams/${id}` }]);
  const newest = at((await ask(platform, modulePath('deployments/lists/?limit=1'))).json, 'results', 0);
  assert.deepEqual(
    [at(newest, 'id'), at(newest, 'status'), at(newest, 'start_time'), at(newest, 'created')],
    [id, 'pending', null, '2026-08-01 10:00:00 +0800'],
  );
});

test('deploy: a package name comes before a version of the same text, the revision sent counts last', async (t) => {
  const { platform } = await deployGround(t);
  const { packages, deployments } = moduleOf(platform.state, 'demo-app', 'default');
  const [first, , last] = packages;
  assert.ok(first && last);
  last.packageName = '1.0.0';
  const cases: [body: object, revision: string][] = [
    [{ version_type: 'package', version_name: '1.0.0' }, '1.0.2'],
    [{ version_type: 'package', version_name: ' demo-app:1.0.0 ', revision: '9.9.9' }, '1.0.0'],
    [{ version_type: 'package', version_name: 'unknown', revision: '1.0.2' }, '1.0.2'],
  ];
  for (const [body, revision] of cases) {
    deployments.length = 0;
    assert.equal((await post(platform, STAG, body)).status, 201);
    assert.equal(deployments[0]?.source.revision, revision);
  }
  assert.equal(deployments[0]?.source.name, 'unknown');
});

test('deploy: an unknown or deleted version is refused, with a revision only when it begins', async (t) => {
  const { platform } = await deployGround(t);
  const noRevision = [400, 'CANNOT_GET_REVISION', '4312004'];
  const cannotDeploy = [400, 'CANNOT_DEPLOY_APP', '4311003'];
  for (const version of ['9.9.9', '1.0.1']) {
    const nameOnly = { version_type: 'package', version_name: version };
    assert.deepEqual(refusal(await post(platform, STAG, nameOnly)), [...noRevision, '无法获取代码版本']);
    assert.deepEqual(refusal(await post(platform, STAG, nameOnly, EN)), [...noRevision, 'Code version not available']);
    const both = await post(platform, STAG, packageBody(version));
    assert.deepEqual(refusal(both), [...cannotDeploy, '部署失败: 部署请求异常，请稍候再试']);
    assert.match(String(refusal(await post(platform, STAG, packageBody(version), EN))[3]), /^Deployment failure: /);
  }
  const stored = moduleOf(platform.state, 'demo-app', 'default').packages[2];
  assert.ok(stored);
  const long = 'v'.repeat(65);
  stored.version = long;
  assert.deepEqual(refusal(await post(platform, STAG, packageBody(long))).slice(0, 3), cannotDeploy);
  stored.version = long.slice(1);
  assert.equal((await post(platform, STAG, packageBody(long.slice(1)))).status, 201);
});

test('deploy: a body that does not fit is refused field by field; role and version are looked at in order', async (t) => {
  const { platform } = await deployGround(t);
  const bad = await post(platform, STAG, { version_type: 'svn', version_name: '' }, EN);
  assert.equal(bad.status, 400);
  assert.deepEqual(at(bad.json, 'fields_detail'), {
    version_type: ["Invalid choice. Valid choices are ['branch', 'tag', 'trunk', 'image', 'package']"],
    version_name: ['This field may not be blank.'],
  });
  const empty = await post(platform, STAG);
  assert.deepEqual(Object.keys(at(empty.json, 'fields_detail') ?? {}), ['version_type', 'version_name']);
  const dev = { token: demoTokens.developer };
  assert.equal(at((await post(platform, PROD, {}, dev)).json, 'code'), 'RESTRICT_ROLE_DEPLOY_ENABLED');
});

test('deploy: a protected environment takes administrators only', async (t) => {
  const { platform } = await deployGround(t);
  const dev = { token: demoTokens.developer };
  assert.deepEqual(refusal(await post(platform, PROD, packageBody('1.0.2'), dev)), [
    400,
    'RESTRICT_ROLE_DEPLOY_ENABLED',
    '4311006',
    '已开启部署权限控制，仅管理员可以操作',
  ]);
  assert.equal((await post(platform, STAG, packageBody('1.0.2'), dev)).status, 201);
  assert.equal((await post(platform, PROD, packageBody('1.0.2'))).status, 201);
  const operator = await post(platform, STAG, packageBody('1.0.2'), { token: demoTokens.operator });
  assert.deepEqual([operator.status, at(operator.json, 'detail')], [403, undefined]);
});

test('deploy: one at a time per module and environment, for at most 15 minutes', async (t) => {
  const { platform, jumpTo } = await deployGround(t);
  platform.state.deployScripts.push({ plan: neverEnding() });
  await deployed(platform);
  jumpTo(15 * 60_000 - 1);
  assert.deepEqual(refusal(await post(platform, STAG, packageBody('1.0.0'))), [
    400,
    'CANNOT_DEPLOY_ONGOING_EXISTS',
    '4311004',
    '部署失败，已有部署任务进行中，请刷新查看',
  ]);
  assert.equal((await post(platform, PROD, packageBody('1.0.0'))).status, 201);
  jumpTo(15 * 60_000);
  await deployed(platform);
  // The lock of one that ends is free at once.
  jumpTo(15 * 60_000 + 3000);
  await deployed(platform);
});

test('deploy: what only shows in the package is refused when it begins, and leaves no deployment', async (t) => {
  const { platform } = await deployGround(t);
  const { packages, deployments } = moduleOf(platform.state, 'demo-app', 'default');
  const before = deployments.length;
  const stored = packages[2];
  assert.ok(stored);
  stored.contents.descriptionProblem = 'spec_version: 不支持';
  const invalid = await post(platform, STAG, packageBody('1.0.2'));
  const detail = '应用描述文件校验失败：spec_version: 不支持';
  assert.deepEqual(invalid.json, { code: 'VALIDATION_ERROR', detail, fields_detail: [detail] });
  platform.switches.objectStore = 'fails';
  const store = await post(platform, STAG, packageBody('1.0.0'));
  assert.deepEqual(refusal(store), [400, 'CANNOT_DEPLOY_APP', '4311003', '部署失败: 对象存储服务异常, 请稍后再试']);
  assert.equal(deployments.length, before);
});

test('deploy: other modules and environments answer as the lookup of each view does', async (t) => {
  const { platform } = await deployGround(t);
  const wrong = await post(platform, modulePath('envs/test/deployments/'), packageBody('1.0.2'));
  assert.equal(wrong.status, 404);
  assert.match(wrong.text, /<title>Not Found<\/title>/);
  const module = await post(platform, modulePath('envs/stag/deployments/', 'demo-app', 'nope'), {});
  assert.equal(module.status, 500);
  // Modules of images have no revision; those of repositories take the one they are given.
  const image = modulePath('envs/stag/deployments/', 'demo-app', 'img');
  assert.equal((await post(platform, image, { version_type: 'tag', version_name: 'v1' })).status, 201);
  const git = modulePath('envs/stag/deployments/', 'demo-app', 'web');
  const branch = { version_type: 'branch', version_name: 'main' };
  assert.equal(at((await post(platform, git, branch)).json, 'code'), 'CANNOT_GET_REVISION');
  assert.equal((await post(platform, git, { ...branch, revision: 'abc' })).status, 201);
});

test('deploy: the deployment is there although the caller got a 504 or a cut connection', async (t) => {
  const { platform } = await deployGround(t);
  const { deployments } = moduleOf(platform.state, 'demo-app', 'default');
  const before = deployments.length;
  platform.faults.next({ method: 'POST', fault: { kind: 'hangThen504' } });
  assert.equal((await post(platform, STAG, packageBody('1.0.2'))).status, 504);
  await platform.settled();
  assert.equal(deployments.length, before + 1);
  platform.faults.next({ method: 'POST', fault: { kind: 'dropBeforeHeaders' } });
  await assert.rejects(post(platform, PROD, packageBody('1.0.2')));
  await platform.settled();
  assert.equal(deployments.length, before + 2);
});

test('deploy: the queue serves whom it is meant for; others take the length the switches say', async (t) => {
  const { platform, jumpTo } = await deployGround(t);
  platform.switches.deploySeconds = 20;
  platform.state.deployScripts.push({ plan: neverEnding(), environment: 'prod' });
  const id = await deployed(platform);
  assert.equal(platform.state.deployScripts.length, 1);
  await post(platform, PROD, packageBody('1.0.2'));
  assert.equal(platform.state.deployScripts.length, 0);
  const status = async (): Promise<unknown> =>
    at((await ask(platform, modulePath(`deployments/${id}/result/`))).json, 'status');
  jumpTo(19_999);
  assert.equal(await status(), 'pending');
  jumpTo(20_000);
  assert.equal(await status(), 'successful');
});
