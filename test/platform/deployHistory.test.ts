import assert from 'node:assert/strict';
import test from 'node:test';
import { deployGround, deployed, modulePath } from './deployClient.ts';
import { ask, at } from './gatewayClient.ts';
import type { Answer } from './gatewayClient.ts';

const LIST = modulePath('deployments/lists/');

function rows(answer: Answer): unknown[] {
  const results = at(answer.json, 'results');
  assert.ok(Array.isArray(results), answer.text);
  return results;
}

test('history: newest first, twelve at a time, with links to a host that no client can reach', async (t) => {
  const { platform } = await deployGround(t);
  const first = await ask(platform, `${LIST}?environment=stag`);
  assert.equal(at(first.json, 'count'), 17);
  assert.equal(rows(first).length, 12);
  assert.equal(at(first.json, 'previous'), null);
  const next = new URL(String(at(first.json, 'next')));
  assert.match(next.hostname, /\.invalid$/);
  assert.equal(next.search, '?environment=stag&limit=12&offset=12');
  const second = await ask(platform, `${LIST}${next.search}`);
  assert.deepEqual([rows(second).length, at(second.json, 'next')], [5, null]);
  const dates = [...rows(first), ...rows(second)].map((row) => String(at(row, 'created')));
  assert.deepEqual(dates, [...dates].sort().reverse());
});

test('history: one row tells what was deployed, by whom, and how far it came', async (t) => {
  const { platform } = await deployGround(t);
  const [row] = rows(await ask(platform, `${LIST}?environment=prod&limit=1`));
  const [id, url] = [at(row, 'id'), at(row, 'repo', 'url')];
  assert.deepEqual(row, {
    id,
    deployment_id: id,
    status: 'successful',
    operator: { id: '0335cce79c92', username: 'admin', provider_type: 3, avatar: '' },
    created: '2026-07-19 12:00:00 +0800',
    start_time: '2026-07-19 12:00:01 +0800',
    complete_time: '2026-07-19 12:01:30 +0800',
    finished_status: 'release',
    build_int_requested_at: null,
    release_int_requested_at: null,
    has_requested_int: false,
    bkapp_revision_id: 259,
    environment: 'prod',
    repo: { source_type: null, type: 'package', name: '1.0.0', url, revision: '1.0.0', comment: '' },
  });
  assert.match(String(url), /^bkrepo:\/\/.*:demo-app:1\.0\.0$/);
});

test('history: filters by environment and operator, refuses other environments', async (t) => {
  const { platform } = await deployGround(t);
  const all = rows(await ask(platform, `${LIST}?limit=100`));
  assert.equal(all.length, 19);
  const revisions = all.map((row) => Number(at(row, 'bkapp_revision_id')));
  assert.deepEqual(
    revisions,
    [...revisions].sort((one, other) => other - one),
  );
  assert.equal(at((await ask(platform, `${LIST}?operator=dev`)).json, 'count'), 1);
  assert.equal(at((await ask(platform, `${LIST}?operator=nobody`)).json, 'count'), 0);
  assert.equal((await ask(platform, `${LIST}?environment=test`)).status, 400);
  assert.equal((await ask(platform, modulePath('deployments/lists/', 'demo-app', 'nope'))).status, 500);
});

test('history: complete_time is there before the deployment is over, and dates follow the switch', async (t) => {
  const { platform, jumpTo } = await deployGround(t, { switches: { dateOffset: false } });
  await deployed(platform);
  jumpTo(1800);
  const [row] = rows(await ask(platform, `${LIST}?limit=1`));
  assert.deepEqual(
    ['status', 'created', 'complete_time', 'finished_status'].map((key) => at(row, key)),
    ['pending', '2026-08-01 10:00:00', '2026-08-01 10:00:01', 'preparation'],
  );
});
