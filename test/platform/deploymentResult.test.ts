import assert from 'node:assert/strict';
import test from 'node:test';
import { deployGround, deployed, modulePath } from './deployClient.ts';
import {
  failsInBuild,
  failsInPreparation,
  failsInRelease,
  interrupted,
  successfulDeployment,
} from './deployments/readyPlans.ts';
import { nodeBuildLog } from './deployments/nodeBuildLog.ts';
import { ask, at } from './gatewayClient.ts';
import { moduleOf } from './state.ts';
import type { DeployPlan } from './deployments/deployScript.ts';
import type { DeployGround } from './deployClient.ts';

const ansi = '\u001b[';

async function result({ platform }: DeployGround, id: string, query = ''): Promise<unknown> {
  const answer = await ask(platform, modulePath(`deployments/${id}/result/${query}`));
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

async function started(ground: DeployGround, plan: DeployPlan): Promise<string> {
  ground.platform.state.deployScripts.push({ plan });
  return deployed(ground.platform);
}

test('result: the log grows but for its last newline and the error detail, to the end', async (t) => {
  const ground = await deployGround(t);
  const id = await started(ground, failsInBuild());
  let before = '';
  for (let ms = 0; ms < 3000; ms += 100) {
    ground.jumpTo(ms);
    const now = await result(ground, id);
    assert.deepEqual([at(now, 'status'), at(now, 'error_detail')], ['pending', null]);
    const logs = String(at(now, 'logs'));
    assert.ok(logs.startsWith(before), `${ms} ms`);
    assert.ok(logs.endsWith('\n'));
    before = logs.slice(0, -1);
  }
  ground.jumpTo(3000);
  const final = await result(ground, id);
  assert.equal(at(final, 'status'), 'failed');
  assert.match(
    String(at(final, 'logs')),
    /npm error[^]*出错了，请稍候重试。\nBuilding failed, please check logs for more details$/,
  );
  assert.ok(String(at(final, 'logs')).startsWith(before));
});

test('result: escape codes are left out unless asked for', async (t) => {
  const ground = await deployGround(t);
  const id = await started(
    ground,
    successfulDeployment({ lines: [...nodeBuildLog, { text: 'last\n', stream: 'STDERR' }] }),
  );
  ground.jumpTo(3000);
  const plain = String(at(await result(ground, id), 'logs'));
  assert.ok(!plain.includes(ansi));
  assert.match(plain, /-----> Installing dependencies\n/);
  const coloured = String(at(await result(ground, id, '?include_ansi_codes=true'), 'logs'));
  assert.ok(coloured.includes(`${ansi}31m`) || coloured.includes(`${ansi}32m`));
  assert.ok(coloured.includes('\r'));
  // A line that brings its own newline makes no empty one.
  assert.match(coloured, /last\n[^\n]/);
});

test('result: each ready plan ends as it says, with tips that are always an object', async (t) => {
  const ground = await deployGround(t);
  const rows: [DeployPlan, string, RegExp | null, boolean][] = [
    [successfulDeployment(), 'successful', null, false],
    [failsInPreparation(), 'failed', /^处理应用描述文件失败：/, false],
    [failsInBuild(), 'failed', /^Building failed/, true],
    [failsInRelease(), 'failed', /CrashLoopBackOff/, false],
    [interrupted(), 'interrupted', /interrupted/, false],
  ];
  for (const [index, [plan, status, detail, matched]] of rows.entries()) {
    ground.jumpTo(index * 10_000);
    const id = await started(ground, plan);
    const pending = await result(ground, id);
    assert.equal(typeof at(pending, 'error_tips', 'helpers', 0, 'link'), 'string');
    ground.jumpTo(index * 10_000 + 3000);
    const final = await result(ground, id);
    assert.equal(at(final, 'status'), status);
    assert.equal(at(final, 'error_tips', 'matched_solutions_found'), matched);
    if (detail) assert.match(String(at(final, 'error_detail')), detail);
    else assert.equal(at(final, 'error_detail'), null);
  }
});

test('result: a package with neither description nor Procfile fails by itself', async (t) => {
  const ground = await deployGround(t);
  const stored = moduleOf(ground.platform.state, 'demo-app', 'default').packages[2];
  assert.ok(stored);
  stored.contents = { descriptionPath: null, hasProcfile: false };
  const id = await deployed(ground.platform);
  ground.jumpTo(3000);
  assert.match(String(at(await result(ground, id), 'error_detail')), /^处理应用描述文件失败：/);
  stored.contents.hasProcfile = true;
  const other = await deployed(ground.platform);
  ground.jumpTo(6000);
  assert.equal(at(await result(ground, other), 'status'), 'successful');
});

test('result: unknown ids and those of other modules are coded errors, impossible ones the page of a missing path', async (t) => {
  const { platform } = await deployGround(t);
  const id = await deployed(platform);
  const unknown = await ask(platform, modulePath('deployments/36ef5721-7313-48fa-a59a-1dc47c585828/result/'));
  assert.deepEqual(
    [unknown.status, at(unknown.json, 'detail')],
    [400, '查询部署信息失败: 没有 id 为 36ef5721-7313-48fa-a59a-1dc47c585828 的部署记录'],
  );
  const elsewhere = await ask(platform, modulePath(`deployments/${id}/result/`, 'demo-app', 'api'));
  assert.deepEqual(
    [elsewhere.headers['bkapi-error-code-num'], at(elsewhere.json, 'detail')],
    ['4311001', `查询部署信息失败: 模块 api 下没有 id 为 ${id} 的部署记录`],
  );
  for (const impossible of ['abc', `${id}0`, id.toUpperCase().replace(/\d/g, 'A')]) {
    const answer = await ask(platform, modulePath(`deployments/${impossible}/result/`));
    assert.deepEqual([answer.status, answer.text.includes('<title>Not Found')], [404, true], impossible);
  }
  assert.equal((await ask(platform, modulePath(`deployments/${id.replaceAll('-', '')}/result/`))).status, 200);
  const noModule = await ask(platform, modulePath(`deployments/${id}/result/`, 'demo-app', 'nope'));
  assert.deepEqual([noModule.status, at(noModule.json, 'code')], [404, 'ERROR']);
});

test('result: the log of a Node.js build comes with the switch for it', async (t) => {
  const ground = await deployGround(t, { switches: { deployLog: 'node', deploySeconds: 20 } });
  const id = await deployed(ground.platform);
  ground.jumpTo(20_000);
  const lines = String(at(await result(ground, id, '?include_ansi_codes=1'), 'logs')).split('\n');
  assert.ok(lines.length > nodeBuildLog.length && lines.some((line) => line.includes(`${ansi}33mnpm warn`)));
});
