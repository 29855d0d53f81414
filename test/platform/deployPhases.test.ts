import assert from 'node:assert/strict';
import test from 'node:test';
import { deployGround, deployed, modulePath } from './deployClient.ts';
import { successfulDeployment } from './deployments/readyPlans.ts';
import { ask, at } from './gatewayClient.ts';
import type { Answer } from './gatewayClient.ts';

const EN = { headers: { 'Accept-Language': 'en' } };

function items(value: unknown): unknown[] {
  assert.ok(Array.isArray(value));
  return value;
}

function stepNames(answer: Answer, key = 'name'): unknown[][] {
  return items(answer.json).map((phase) => items(at(phase, 'steps')).map((step) => at(step, key)));
}

test('phases: the framework depends on the type of application, and its keys stay Chinese', async (t) => {
  const { platform } = await deployGround(t);
  const cloud = await ask(platform, modulePath('envs/stag/deploy_phases/'), EN);
  assert.deepEqual(
    items(cloud.json).map((each) => [at(each, 'type'), at(each, 'display_name'), at(each, 'uuid')]),
    [
      ['preparation', 'Preparation Phase', undefined],
      ['build', 'Build Phase', undefined],
      ['release', 'Deploy Phase', undefined],
    ],
  );
  assert.deepEqual(stepNames(cloud)[1], ['初始化构建环境', '分析构建方案', '检测构建工具', '构建应用', '上传镜像']);
  assert.equal(stepNames(cloud, 'display_name')[1]?.[2], 'Detect buildpack');
  const older = await ask(platform, modulePath('envs/stag/deploy_phases/', 'orders'));
  assert.deepEqual(stepNames(older)[1], [
    '下载代码',
    '加载缓存',
    '构建应用',
    '检测进程类型',
    '制作打包构件',
    '上传缓存',
  ]);
  assert.equal(at(older.json, 0, 'display_name'), '准备阶段');
  const image = await ask(platform, modulePath('envs/stag/deploy_phases/', 'demo-app', 'img'));
  assert.deepEqual(
    items(image.json).map((each) => at(each, 'type')),
    ['preparation', 'release'],
  );
});

test('phases: those of a deployment are there at once, go on with it, and leave unseen steps null', async (t) => {
  const { platform, jumpTo } = await deployGround(t);
  platform.state.deployScripts.push({ plan: successfulDeployment({ unseenSteps: ['上传镜像'] }) });
  const id = await deployed(platform);
  const path = modulePath(`envs/stag/deploy_phases/${id}/`);
  const statuses = async (): Promise<unknown[]> =>
    items((await ask(platform, path)).json).map((phase) => at(phase, 'status'));
  assert.deepEqual(await statuses(), [null, null, null]);
  jumpTo(2000);
  assert.deepEqual(await statuses(), ['successful', 'pending', null]);
  jumpTo(3000);
  assert.deepEqual(await statuses(), ['successful', 'successful', 'successful']);
  const build = at((await ask(platform, path)).json, 1);
  assert.deepEqual(
    items(at(build, 'steps')).map((step) => at(step, 'status')),
    ['successful', 'successful', 'successful', 'successful', null],
  );
  assert.equal(at(build, 'steps', 4, 'start_time'), null);
  assert.match(String(at(build, 'complete_time')), /^2026-08-01 10:00:0\d \+0800$/);
});

test('phases: a deployment of another environment or module is unknown here', async (t) => {
  const { platform } = await deployGround(t);
  const id = await deployed(platform);
  for (const path of [
    modulePath(`envs/prod/deploy_phases/${id}/`),
    modulePath(`envs/stag/deploy_phases/${id}/`, 'demo-app', 'api'),
    modulePath('envs/stag/deploy_phases/36ef5721-7313-48fa-a59a-1dc47c585828/'),
  ]) {
    const answer = await ask(platform, path);
    assert.deepEqual([answer.status, at(answer.json, 'code')], [400, 'CANNOT_GET_DEPLOYMENT'], path);
  }
  assert.equal((await ask(platform, modulePath(`envs/test/deploy_phases/${id}/`))).status, 404);
});
