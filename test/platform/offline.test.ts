import assert from 'node:assert/strict';
import test from 'node:test';
import { deployGround, deployed, modulePath, post } from './deployClient.ts';
import { failingOffline, neverEndingOffline } from './deployments/offlineScript.ts';
import { ask, at } from './gatewayClient.ts';
import { demoTokens } from './seedDemo.ts';
import type { EmbeddedPlatform } from './startPlatform.ts';

const POST = modulePath('envs/stag/offlines/');
const STATE = modulePath('envs/stag/released_state/');

async function begun(platform: EmbeddedPlatform): Promise<string> {
  const answer = await post(platform, POST);
  assert.equal(answer.status, 201, answer.text);
  return String(at(answer.json, 'offline_operation_id'));
}

test('offline: followed to its end, after which the environment is offline until the next success', async (t) => {
  const { platform, jumpTo } = await deployGround(t);
  const id = await begun(platform);
  const result = async (): Promise<unknown> => (await ask(platform, modulePath(`offlines/${id}/result/`))).json;
  assert.deepEqual([at(await result(), 'status'), at(await result(), 'log')], ['pending', 'Stopping processes...\n']);
  assert.equal(at((await ask(platform, STATE)).json, 'is_offlined'), false);
  jumpTo(1000);
  const final = await result();
  assert.deepEqual([at(final, 'status'), at(final, 'err_detail')], ['successful', '']);
  assert.deepEqual([at(final, 'environment'), at(final, 'repo', 'revision')], ['stag', '1.0.2']);
  assert.equal(at((await ask(platform, STATE)).json, 'is_offlined'), true);
  assert.equal(await begun(platform), id);
  await deployed(platform, '1.0.0');
  jumpTo(4000);
  assert.equal(at((await ask(platform, STATE)).json, 'is_offlined'), false);
});

test('offline: one that fails says why and changes nothing', async (t) => {
  const { platform, jumpTo } = await deployGround(t);
  platform.state.offlineScripts.push(failingOffline(5000));
  const id = await begun(platform);
  jumpTo(5000);
  const result = await ask(platform, modulePath(`offlines/${id}/result/`));
  assert.equal(at(result.json, 'status'), 'failed');
  assert.match(String(at(result.json, 'err_detail')), /^Unable to perform offline/);
  assert.equal(at((await ask(platform, STATE)).json, 'is_offlined'), false);
});

test('offline: a second one is refused and the first can be resumed, for a minute', async (t) => {
  const { platform, jumpTo } = await deployGround(t);
  const resumable = async (): Promise<unknown> =>
    (await ask(platform, modulePath('envs/stag/offlines/resumable/'))).json;
  assert.deepEqual(await resumable(), {});
  platform.state.offlineScripts.push(neverEndingOffline());
  const id = await begun(platform);
  jumpTo(59_999);
  assert.equal(at(await resumable(), 'result', 'id'), id);
  const again = await post(platform, POST);
  assert.deepEqual(
    [again.status, again.headers['bkapi-error-code-num'], again.json],
    [400, '-1', { code: 'CANNOT_OFFLINE_APP', detail: '下线失败: 存在正在进行的下架任务，请勿重复操作' }],
  );
  jumpTo(60_000);
  assert.deepEqual(await resumable(), {});
  assert.notEqual(await begun(platform), id);
});

test('offline: nothing to take offline, no right to, no such operation', async (t) => {
  const { platform } = await deployGround(t);
  const nothing = await post(platform, modulePath('envs/stag/offlines/', 'demo-app', 'api'), undefined, {
    headers: { 'Accept-Language': 'en' },
  });
  assert.equal(
    at(nothing.json, 'detail'),
    'Failed to go offline: No corresponding deployment record found, archive is not allowed',
  );
  const dev = { token: demoTokens.developer };
  const restricted = await post(platform, modulePath('envs/prod/offlines/'), undefined, dev);
  assert.equal(at(restricted.json, 'code'), 'RESTRICT_ROLE_DEPLOY_ENABLED');
  const unknown = await ask(platform, modulePath('offlines/36ef5721-7313-48fa-a59a-1dc47c585828/result/'));
  assert.deepEqual([unknown.status, at(unknown.json, 'code')], [400, 'CANNOT_GET_OFFLINE']);
  assert.equal((await ask(platform, modulePath('offlines/x/result/'))).status, 404);
  assert.equal((await post(platform, modulePath('envs/stag/offlines/', 'demo-app', 'nope'))).status, 500);
  assert.equal((await post(platform, modulePath('envs/test/offlines/'))).status, 404);
});
