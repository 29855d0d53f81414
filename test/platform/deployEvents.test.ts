import assert from 'node:assert/strict';
import test from 'node:test';
import { deployGround, deployed, modulePath } from './deployClient.ts';
import { failsInBuild, neverEnding, successfulDeployment } from './deployments/readyPlans.ts';
import { ask, at } from './gatewayClient.ts';
import { demoTokens } from './seedDemo.ts';
import type { DeployGround } from './deployClient.ts';

const HOUR = 3_600_000;

interface Event {
  id: number;
  event: string;
  data: string;
}

async function events({ platform }: DeployGround, id: string, after?: number): Promise<Event[]> {
  const query = after === undefined ? '' : `?last_event_id=${after}`;
  const answer = await ask(platform, `/streams/${id}/history_events${query}`);
  assert.equal(answer.status, 200, answer.text);
  return JSON.parse(answer.text) as Event[]; // what is asserted below is asserted of this text
}

function data(event: Event | undefined): unknown {
  const value: unknown = JSON.parse(event?.data ?? 'null');
  return value;
}

test('events: the channel comes late and goes after a day, while the result stays', async (t) => {
  const ground = await deployGround(t);
  const id = await deployed(ground.platform);
  const status = async (): Promise<number> => (await ask(ground.platform, `/streams/${id}/history_events`)).status;
  ground.jumpTo(1499);
  const early = await ask(ground.platform, `/streams/${id}/history_events`, { headers: { 'Accept-Language': 'en' } });
  assert.deepEqual(
    [early.status, early.headers['bkapi-error-code-num'], early.json],
    [404, '4311007', { code: 'CHANNEL_NOT_FOUND', detail: 'Log flow pipeline does not exist' }],
  );
  ground.jumpTo(1500);
  assert.equal(await status(), 200);
  ground.jumpTo(24 * HOUR - 1);
  assert.equal(await status(), 200);
  ground.jumpTo(24 * HOUR);
  assert.equal(await status(), 404);
  const result = await ask(ground.platform, modulePath(`deployments/${id}/result/`));
  assert.equal(at(result.json, 'status'), 'successful');
});

test('events: init first, close last, numbered without gaps; those told once are never told differently', async (t) => {
  const ground = await deployGround(t);
  const id = await deployed(ground.platform);
  let told: Event[] = [];
  for (let ms = 1500; ms <= 3000; ms += 150) {
    ground.jumpTo(ms);
    const now = await events(ground, id);
    assert.deepEqual(now.slice(0, told.length), told);
    told = now;
  }
  assert.deepEqual(
    told.map((each) => each.id),
    told.map((_, index) => index + 1),
  );
  assert.deepEqual([told[0]?.event, told.at(-1)], ['init', { id: told.length, event: 'close', data: '' }]);
  assert.deepEqual(await events(ground, id, told.length - 2), told.slice(-2));
  assert.deepEqual(await events(ground, id, told.length), []);
});

test('events: phases and steps begin pending and end with their result; dates have no offset', async (t) => {
  const ground = await deployGround(t);
  ground.platform.state.deployScripts.push({ plan: failsInBuild({ durationMs: 10_000, channelDelayMs: 1000 }) });
  const id = await deployed(ground.platform);
  ground.jumpTo(10_000);
  const all = await events(ground, id);
  const told = all.filter(({ event }) => event === 'phase').map((each) => data(each));
  assert.deepEqual(
    told.map((each) => [at(each, 'name'), at(each, 'status')]),
    [
      ['preparation', 'pending'],
      ['preparation', 'successful'],
      ['build', 'pending'],
      ['build', 'failed'],
    ],
  );
  assert.deepEqual(told[0], {
    name: 'preparation',
    start_time: '2026-08-01 10:00:01',
    complete_time: null,
    status: 'pending',
  });
  const steps = all.filter(({ event }) => event === 'step').map((each) => data(each));
  assert.deepEqual(at(steps.at(-1), 'name'), '构建应用');
  assert.deepEqual(at(steps.at(-1), 'status'), 'failed');
  assert.ok(all.some(({ event }) => event === 'internal') && all.some(({ event }) => event === 'title'));
});

test('events: lines keep colours and streams and are cut at 4096 characters, and the result holds the same', async (t) => {
  const ground = await deployGround(t);
  const plan = successfulDeployment({
    lines: ['\u001b[31mred\u001b[0m', { text: '长'.repeat(5000), stream: 'StreamType.STDERR' }, '😀'.repeat(4096)],
  });
  ground.platform.state.deployScripts.push({ plan });
  const id = await deployed(ground.platform);
  ground.jumpTo(3000);
  const messages = (await events(ground, id)).filter(({ event }) => event === 'msg').map((each) => data(each));
  const cut = `${'长'.repeat(4096)}...(content too long, truncated)`;
  assert.ok(messages.some((each) => at(each, 'line') === '\u001b[31mred\u001b[0m'));
  assert.ok(messages.some((each) => at(each, 'line') === cut && at(each, 'stream') === 'StreamType.STDERR'));
  assert.ok(messages.some((each) => at(each, 'line') === '😀'.repeat(4096)));
  const path = modulePath(`deployments/${id}/result/?include_ansi_codes=true`);
  const logs = String(at((await ask(ground.platform, path)).json, 'logs'));
  const lines = messages.map((each) => String(at(each, 'line')).replace(/\n$/, ''));
  assert.equal(logs, `${lines.join('\n')}\n`);
});

test('events: a step that looks at the result names the release; one the log never showed has no event', async (t) => {
  const ground = await deployGround(t);
  ground.platform.state.deployScripts.push({ plan: successfulDeployment({ unseenSteps: ['检测构建工具'] }) });
  const id = await deployed(ground.platform);
  ground.jumpTo(3000);
  const steps = (await events(ground, id)).filter(({ event }) => event === 'step').map((each) => data(each));
  assert.ok(!steps.some((each) => at(each, 'name') === '检测构建工具'));
  const last = steps.filter((each) => at(each, 'name') === '检测部署结果');
  assert.deepEqual(
    last.map((each) => typeof at(each, 'bkapp_release_id')),
    ['number', 'number'],
  );
});

test('events: a deployment that never ends has no close; a channel may never appear', async (t) => {
  const ground = await deployGround(t);
  ground.platform.state.deployScripts.push({ plan: neverEnding() });
  const id = await deployed(ground.platform);
  ground.jumpTo(23 * HOUR);
  assert.ok(!(await events(ground, id)).some(({ event }) => event === 'close'));
  ground.platform.switches.eventChannel = 'neverAppears';
  assert.equal((await ask(ground.platform, `/streams/${id}/history_events`)).status, 404);
});

test('events: only for those who may develop the application; the number of the last event must be one', async (t) => {
  const ground = await deployGround(t);
  const id = await deployed(ground.platform);
  ground.jumpTo(3000);
  const path = `/streams/${id}/history_events`;
  for (const token of [demoTokens.operator, demoTokens.guest]) {
    assert.equal((await ask(ground.platform, path, { token })).status, 403);
  }
  const bad = await ask(ground.platform, `${path}?last_event_id=x`);
  assert.deepEqual([bad.status, at(bad.json, 'code')], [400, 'VALIDATION_ERROR']);
});
