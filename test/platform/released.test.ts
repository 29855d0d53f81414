import assert from 'node:assert/strict';
import test from 'node:test';
import { deployGround, deployed, modulePath } from './deployClient.ts';
import { failsInRelease } from './deployments/readyPlans.ts';
import { ask, at } from './gatewayClient.ts';
import { demoTokens } from './seedDemo.ts';

const STAG = modulePath('envs/stag/released_state/');
const NOT_RELEASED = [400, 'APP_NOT_RELEASED', '4311005'];

test('released state: the last successful deployment of each environment, with its addresses', async (t) => {
  const { platform } = await deployGround(t);
  const stag = await ask(platform, STAG);
  assert.deepEqual(
    [at(stag.json, 'is_offlined'), at(stag.json, 'deployment', 'repo', 'revision'), at(stag.json, 'offline')],
    [false, '1.0.2', null],
  );
  assert.equal(at(stag.json, 'exposed_link', 'url'), 'http://stag-dot-demo-app.apps.example.com/');
  const prod = await ask(platform, modulePath('envs/prod/released_state/?with_processes=true'));
  assert.equal(at(prod.json, 'deployment', 'repo', 'revision'), '1.0.0');
  assert.equal(at(prod.json, 'processes', 0, 'web', 'name'), 'web');
  assert.equal(at(stag.json, 'processes'), undefined);
});

test('released state: a deployment under way or failed changes nothing, a success does', async (t) => {
  const { platform, jumpTo } = await deployGround(t);
  const revision = async (): Promise<unknown> => at((await ask(platform, STAG)).json, 'deployment', 'repo', 'revision');
  platform.state.deployScripts.push({ plan: failsInRelease() });
  await deployed(platform, '1.0.0');
  jumpTo(3000);
  assert.equal(await revision(), '1.0.2');
  await deployed(platform, '1.0.0');
  jumpTo(5999);
  assert.equal(await revision(), '1.0.2');
  jumpTo(6000);
  assert.equal(await revision(), '1.0.0');
});

test('released state: never deployed is 400, also while the first deployment is under way', async (t) => {
  const { platform } = await deployGround(t);
  const path = modulePath('envs/stag/released_state/', 'demo-app', 'api');
  for (const [language, detail] of [
    ['zh-cn', '应用尚未在该环境发布过'],
    ['en', 'The APP has not been released in this environment'],
  ] as const) {
    const answer = await ask(platform, path, { headers: { 'Accept-Language': language } });
    assert.deepEqual(
      [answer.status, at(answer.json, 'code'), answer.headers['bkapi-error-code-num'], at(answer.json, 'detail')],
      [...NOT_RELEASED, detail],
    );
  }
});

test('released state and info: an environment taken offline, for whoever may see the application', async (t) => {
  const { platform } = await deployGround(t);
  const state = await ask(platform, modulePath('envs/stag/released_state/', 'flow-designer'));
  assert.deepEqual(
    [at(state.json, 'is_offlined'), at(state.json, 'deployment'), at(state.json, 'exposed_link', 'url')],
    [true, null, null],
  );
  assert.equal(at(state.json, 'offline', 'repo', 'name'), '一期-正式版');
  assert.equal(at(state.json, 'offline', 'offline_operation_id'), at(state.json, 'offline', 'id'));
  assert.ok(!('start_time' in Object(at(state.json, 'offline'))));
  const info = await ask(platform, modulePath('envs/stag/released_info/', 'flow-designer'));
  assert.equal(at(info.json, 'code'), 'APP_NOT_RELEASED');
  const known = await ask(platform, modulePath('envs/stag/released_info/'), { token: demoTokens.operator });
  assert.deepEqual(Object.keys(known.json ?? {}), ['deployment', 'exposed_link']);
  assert.equal((await ask(platform, STAG, { token: demoTokens.guest })).status, 403);
  assert.equal((await ask(platform, modulePath('envs/stag/released_state/', 'demo-app', 'nope'))).status, 404);
});
