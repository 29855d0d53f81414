import assert from 'node:assert/strict';
import test from 'node:test';
import { ask, at, branchesPath, platformFor } from './gatewayClient.ts';
import { addManyApplications, addManyVersions } from './growState.ts';
import { demoTokens } from './seedDemo.ts';
import type { Answer } from './gatewayClient.ts';

const MINIMAL = '/bkapps/applications/lists/minimal';
const DETAILED = '/bkapps/applications/lists/detailed';
const EN = { headers: { 'Accept-Language': 'en' } };

function rows(answer: Answer): unknown[] {
  const results = Array.isArray(answer.json) ? answer.json : at(answer.json, 'results');
  assert.ok(Array.isArray(results), answer.text);
  return results;
}

function codes(answer: Answer): unknown[] {
  return rows(answer).map((row) => at(row, 'application', 'code'));
}

test('lists/minimal: own applications by name, without plugin, deleted and foreign ones', async (t) => {
  const platform = await platformFor(t);
  const all = await ask(platform, MINIMAL);
  assert.deepEqual(Object.keys(all.json ?? {}), ['count', 'results']);
  assert.equal(at(all.json, 'count'), codes(all).length);
  const names = rows(all).map((row) => String(at(row, 'application', 'name')));
  assert.deepEqual(names, [...names].sort());
  for (const hidden of ['bkplugin-greeter', 'removed', 'not-mine']) assert.ok(!codes(all).includes(hidden), hidden);
  for (const listed of ['demo-app', 'orders', 'shared-board', 'log-viewer']) assert.ok(codes(all).includes(listed));
  const demo = rows(all).find((row) => at(row, 'application', 'code') === 'demo-app');
  assert.deepEqual(Object.keys(at(demo, 'application') ?? {}), ['id', 'code', 'name']);
  assert.deepEqual(at(demo, 'product'), { name: '演示应用' });
  assert.deepEqual(codes(await ask(platform, MINIMAL, { token: demoTokens.guest })), []);
});

test('lists: an AI agent without an engine is in neither list, and can be used by its code', async (t) => {
  const platform = await platformFor(t);
  const agent = platform.state.applications.get('ai-assistant');
  assert.ok(agent);
  agent.type = 'engineless_app';
  for (const list of [MINIMAL, `${MINIMAL}?source_origin=7`, `${DETAILED}?limit=99`]) {
    assert.ok(!codes(await ask(platform, list)).includes('ai-assistant'), list);
  }
  assert.ok(codes(await ask(platform, MINIMAL)).includes('link-only'), 'only agents are hidden');
  assert.equal((await ask(platform, '/bkapps/applications/ai-assistant/')).status, 200);
});

test('lists/minimal: filters by origin and status and never answers 400', async (t) => {
  const platform = await platformFor(t);
  const found = async (query: string): Promise<unknown[]> => codes(await ask(platform, `${MINIMAL}?${query}`)).sort();
  assert.deepEqual(await found('source_origin=2'), ['demo-app', 'flow-designer', 'shared-board']);
  assert.deepEqual(await found('source_origin=3'), ['orders']);
  assert.deepEqual(await found('source_origin=7'), ['ai-assistant', 'demo-app']);
  assert.ok((await found('source_origin=1')).includes('history-app'), 'a null origin counts as 1');
  assert.deepEqual(await found('source_origin=99'), []);
  assert.deepEqual(await found('app_status=offline'), ['log-viewer']);
  assert.equal((await found('app_status=nonsense')).length, (await found('')).length);
  assert.equal((await ask(platform, `${MINIMAL}?source_origin=two`)).status, 500);
});

test('lists/detailed: pages of 12, whose links point at a host no client reaches', async (t) => {
  const platform = await platformFor(t);
  const first = await ask(platform, `${DETAILED}?order_by=code`);
  assert.equal(rows(first).length, 12);
  assert.equal(at(first.json, 'count'), 15);
  assert.equal(at(first.json, 'previous'), null);
  const next = new URL(String(at(first.json, 'next')));
  assert.equal(next.hostname, 'paasng-backend.internal.invalid');
  assert.equal(next.pathname, '/backend/api/bkapps/applications/lists/detailed');
  assert.equal(next.search, '?order_by=code&limit=12&offset=12');
  const second = await ask(platform, `${DETAILED}?order_by=code&limit=12&offset=12`);
  assert.equal(at(second.json, 'next'), null);
  assert.equal(new Set([...codes(first), ...codes(second)]).size, 15);
  assert.equal(rows(await ask(platform, `${DETAILED}?limit=x&offset=-1`)).length, 12);
  assert.deepEqual(Object.keys(at(first.json, 'extra_data') ?? {}), [
    'default_app_count',
    'engineless_app_count',
    'cloud_native_app_count',
    'my_app_count',
    'all_app_count',
  ]);
});

test('lists/detailed: searches, sorts and filters, and refuses bad values', async (t) => {
  const platform = await platformFor(t);
  platform.state.applications.get('orders')?.markedBy.add('admin');
  const found = async (query: string): Promise<unknown[]> =>
    codes(await ask(platform, `${DETAILED}?limit=99&${query}`));
  assert.deepEqual(await found('search_term=演示'), ['demo-app']);
  assert.deepEqual(await found('search_term=ORDERS'), ['orders']);
  assert.deepEqual((await found('source_origin=2&order_by=-code')).slice(-1), ['demo-app']);
  assert.deepEqual(await found('type=engineless_app'), ['link-only']);
  assert.deepEqual((await found('order_by=code'))[0], 'orders', 'marked ones come first');
  assert.deepEqual((await found('order_by=code&prefer_marked=false'))[0], 'ai-assistant');
  assert.deepEqual((await found('order_by=code')).at(-1), 'log-viewer', 'offline ones come last');
  assert.deepEqual(await found('is_marked=true'), ['orders']);
  assert.ok(!(await found('exclude_collaborated=true')).includes('shared-board'));
  const bad = await ask(platform, `${DETAILED}?source_origin=9&type=x&order_by=size&language=Cobol&prefer_marked=2`);
  assert.equal(bad.status, 400);
  assert.deepEqual(at(bad.json, 'fields_detail'), {
    language: ['无效的选项: Cobol'],
    order_by: ['无效的排序选项：size'],
    source_origin: ['“9” 不是合法选项。'],
    type: ['“x” 不是合法选项。'],
    prefer_marked: ['Must be a valid boolean.'],
  });
  assert.equal(at(bad.json, 'detail'), 'language: 无效的选项: Cobol');
});

test('one application: role, application, product and settings in their full form', async (t) => {
  const platform = await platformFor(t);
  const answer = await ask(platform, '/bkapps/applications/demo-app/');
  assert.deepEqual(at(answer.json, 'role'), { id: 2, name: 'administrator' });
  assert.equal(at(answer.json, 'application', 'created'), '2026-01-10 17:17:36 +0800');
  assert.equal(at(answer.json, 'application', 'type'), 'cloud_native');
  assert.equal(at(answer.json, 'application', 'app_status'), 'normal');
  const modules = at(answer.json, 'application', 'modules');
  assert.ok(Array.isArray(modules));
  assert.equal(at(modules[0], 'name'), 'default');
  assert.deepEqual(at(answer.json, 'application', 'deploy_info', 'prod'), { deployed: false, url: null });
  assert.equal((await ask(platform, '/bkapps/applications/bkplugin-greeter/')).status, 200);
});

test('names follow the language of the request', async (t) => {
  const platform = await platformFor(t);
  const nameIn = async (asking = {}): Promise<unknown> =>
    at((await ask(platform, '/bkapps/applications/demo-app/', asking)).json, 'application', 'name');
  assert.equal(await nameIn(), '演示应用');
  assert.equal(await nameIn(EN), 'Demo App');
});

test('size: 5,000 applications and 2,000 versions are listed in full', async (t) => {
  const platform = await platformFor(t);
  addManyApplications(platform.state, 5000);
  addManyVersions(platform.state, 'demo-app', 'default', 2000);
  assert.equal(rows(await ask(platform, MINIMAL)).length, 5015);
  assert.equal(rows(await ask(platform, `${MINIMAL}?source_origin=2`)).length, 503);
  assert.equal(at((await ask(platform, DETAILED)).json, 'count'), 5015);
  assert.equal(rows(await ask(platform, branchesPath('demo-app', 'default'))).length, 2003);
});
