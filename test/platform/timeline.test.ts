import assert from 'node:assert/strict';
import test from 'node:test';
import { deployVersion, startDeployTestBed, modulePath, deployBody, post } from './deployClient.ts';
import { requestGateway, valueAt, branchesPath } from './gatewayClient.ts';
import { buildFailure, neverEndingDeployment, successfulDeployment } from './deployments/readyPlans.ts';
import { nodeBuildLog } from './deployments/nodeBuildLog.ts';
import { neverEndingOffline } from './deployments/offlineScript.ts';
import type { EmbeddedPlatform } from './startPlatform.ts';

// This file tests behaviour that changes with time. The contract cannot test it, because a case cannot wait. These
// tests move the platform's clock instead.

const MINUTE_MS = 60_000;
const OFFLINE_PATH = modulePath('envs/stag/offlines/');

async function fetchResult(platform: EmbeddedPlatform, id: string, query = ''): Promise<unknown> {
  return (await requestGateway(platform, modulePath(`deployments/${id}/result/${query}`))).json;
}

test('deploy: the lock of a deployment that never ends expires after 15 minutes', async (t) => {
  const { platform, jumpTo } = await startDeployTestBed(t);
  platform.state.deployScripts.push({ plan: neverEndingDeployment() });
  await deployVersion(platform);
  jumpTo(15 * MINUTE_MS - 1);
  const refused = await post(platform, modulePath('envs/stag/deployments/'), deployBody('1.0.2'));
  assert.equal(valueAt(refused.json, 'code'), 'CANNOT_DEPLOY_ONGOING_EXISTS');
  jumpTo(15 * MINUTE_MS);
  await deployVersion(platform);
});

test('deploy: a queued script is used only for a matching deployment; otherwise switches set duration and log', async (t) => {
  const { platform, jumpTo } = await startDeployTestBed(t);
  Object.assign(platform.switches, { deploySeconds: 20, deployLog: 'node' });
  platform.state.deployScripts.push({ plan: neverEndingDeployment(), environment: 'prod' });
  const id = await deployVersion(platform);
  assert.equal(platform.state.deployScripts.length, 1);
  await post(platform, modulePath('envs/prod/deployments/'), deployBody('1.0.2'));
  assert.equal(platform.state.deployScripts.length, 0);
  jumpTo(19_999);
  assert.equal(valueAt(await fetchResult(platform, id), 'status'), 'pending');
  jumpTo(20_000);
  const final = await fetchResult(platform, id, '?include_ansi_codes=1');
  assert.equal(valueAt(final, 'status'), 'successful');
  assert.ok(String(valueAt(final, 'logs')).split('\n').length > nodeBuildLog.length);
});

test('result: while a deployment runs, its log only grows, except for the last newline', async (t) => {
  const { platform, jumpTo } = await startDeployTestBed(t);
  platform.state.deployScripts.push({ plan: buildFailure() });
  const id = await deployVersion(platform);
  let before = '';
  for (let ms = 0; ms < 3000; ms += 100) {
    jumpTo(ms);
    const now = await fetchResult(platform, id);
    assert.deepEqual([valueAt(now, 'status'), valueAt(now, 'error_detail')], ['pending', null]);
    const logs = String(valueAt(now, 'logs'));
    assert.ok(logs.startsWith(before) && logs.endsWith('\n'), `${ms} ms`);
    before = logs.slice(0, -1);
  }
  jumpTo(3000);
  const final = await fetchResult(platform, id);
  assert.equal(valueAt(final, 'status'), 'failed');
  assert.ok(String(valueAt(final, 'logs')).startsWith(before));
});

test('events: numbered without gaps, and an event that was sent once never changes', async (t) => {
  const { platform, jumpTo } = await startDeployTestBed(t);
  const plan = successfulDeployment({ lines: ['one', 'two'] });
  platform.state.deployScripts.push({ plan });
  const id = await deployVersion(platform);
  let told: unknown[] = [];
  for (let ms = 1500; ms <= 3000; ms += 150) {
    jumpTo(ms);
    const now = (await requestGateway(platform, `/streams/${id}/history_events`)).json;
    assert.ok(Array.isArray(now));
    assert.deepEqual(now.slice(0, told.length), told);
    told = now;
  }
  assert.deepEqual(
    told.map((each) => valueAt(each, 'id')),
    told.map((_, index) => index + 1),
  );
  assert.equal(valueAt(told.at(-1), 'event'), 'close');
});

test('offline: an operation that never ends can be resumed, and blocks other operations, for a minute', async (t) => {
  const { platform, jumpTo } = await startDeployTestBed(t);
  const resumable = async (): Promise<unknown> =>
    (await requestGateway(platform, modulePath('envs/stag/offlines/resumable/'))).json;
  platform.state.offlineScripts.push(neverEndingOffline());
  const id = valueAt((await post(platform, OFFLINE_PATH)).json, 'offline_operation_id');
  jumpTo(MINUTE_MS - 1);
  assert.equal(valueAt(await resumable(), 'result', 'id'), id);
  jumpTo(MINUTE_MS);
  assert.deepEqual(await resumable(), {});
  assert.notEqual(valueAt((await post(platform, OFFLINE_PATH)).json, 'offline_operation_id'), id);
});

test('offline: a deployment that was in progress brings the environment back when it succeeds', async (t) => {
  const { platform, jumpTo } = await startDeployTestBed(t);
  const isOffline = async (): Promise<unknown> =>
    valueAt((await requestGateway(platform, modulePath('envs/stag/released_state/'))).json, 'is_offlined');
  await deployVersion(platform, '1.0.0');
  jumpTo(1000);
  assert.equal((await post(platform, OFFLINE_PATH)).status, 201);
  jumpTo(2000);
  assert.equal(await isOffline(), true);
  jumpTo(3000);
  assert.equal(await isOffline(), false);
});

test('roles: the owner of an application is not checked during its first five minutes', async (t) => {
  const { platform, jumpTo } = await startDeployTestBed(t);
  const own = platform.state.applications.get('demo-app');
  assert.ok(own);
  // The application is created at the time at which the test bed's clock starts.
  Object.assign(own, { created: new Date('2026-08-01T02:00:00Z'), roles: new Map() });
  assert.equal((await requestGateway(platform, branchesPath('demo-app', 'default'))).status, 200);
  jumpTo(5 * MINUTE_MS);
  assert.equal((await requestGateway(platform, branchesPath('demo-app', 'default'))).status, 403);
});
