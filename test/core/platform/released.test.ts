import assert from 'node:assert/strict';
import test from 'node:test';
import { successfulDeployment } from '../../platform/deployments/readyPlans.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { failureOf } from '../failureOf.ts';
import { targetOf } from '../operations/followFixture.ts';
import { serverFor } from '../serverFor.ts';
import { deploymentsTestBedFor, unknownId } from './deploymentsTestBed.ts';

const target = targetOf('demo-app', 'default');
const timeoutMs = 10_000;

test('never released, released, and taken offline are states, not errors', async (t) => {
  const { platform, as, deploy, jumpTo } = await deploymentsTestBedFor(t);
  const module = moduleOf(platform.state, 'demo-app', 'default');
  module.deployments.length = module.offlines.length = 0;
  for (const language of ['en', 'zh-cn'] as const)
    assert.deepEqual(await as({ language }).released(target), { kind: 'neverReleased' });
  const id = await deploy(successfulDeployment());
  jumpTo(4000);
  const released = await as().released(target);
  assert.ok(released.kind === 'released');
  assert.deepEqual([released.deployment.id, released.deployment.version], [id, '1.0.2']);
  assert.match(released.address ?? '', /^https?:\/\/stag-/);
  const { id: offlineId } = await as().offlines.start(target, { timeoutMs });
  assert.equal(await as().offlines.underWay(target), offlineId);
  assert.equal((await as().offlines.result(target, offlineId)).status, 'pending');
  assert.equal((await failureOf(as().offlines.start(target, { timeoutMs }))).code, 'offlineOngoing');
  jumpTo(6000);
  assert.equal((await as().offlines.result(target, offlineId)).status, 'successful');
  assert.equal(await as().offlines.underWay(target), undefined);
  const offlined = await as().released(target);
  assert.ok(offlined.kind === 'offlined');
  assert.deepEqual([offlined.version, offlined.operator], ['1.0.2', 'admin']);
});

test('an environment without a deployment cannot be taken offline, in either language', async (t) => {
  const { platform, as } = await deploymentsTestBedFor(t);
  moduleOf(platform.state, 'demo-app', 'default').deployments.length = 0;
  for (const language of ['en', 'zh-cn'] as const) {
    const { code } = await failureOf(as({ language }).offlines.start(target, { timeoutMs }));
    assert.equal(code, 'nothingToTakeOffline');
  }
  assert.equal((await failureOf(as().offlines.result(target, unknownId))).code, 'deploymentNotFound');
});

test('the address is the exposed one, or undefined if it is only reserved', async (t) => {
  const deployment = { id: unknownId, status: 'successful' };
  const rows = [
    [{ url: null }, { url: 'https://e.com/' }, undefined],
    [{ url: 'javascript:1' }, null, undefined],
    [null, { url: 'https://e.com' }, undefined],
    [{ url: 'http://e.com/a' }, { url: 'http://e.com/b' }, 'http://e.com/a'],
  ] as const;
  for (const [exposed_link, default_access_entrance, address] of rows) {
    const body = JSON.stringify({
      is_offlined: false,
      deployment,
      offline: null,
      exposed_link,
      default_access_entrance,
    });
    const server = await serverFor(t, (_, response) => response.writeHead(200).end(body));
    const state = await connect(server).platform.released(target);
    assert.equal(state.kind === 'released' && state.address, address);
  }
});

test('an empty state is never released, and an incomplete state is read as far as possible', async (t) => {
  const answers = ['{"is_offlined": false, "deployment": null}', '{"is_offlined": true}', '[]', '5'];
  const server = await serverFor(t, (_, response) => response.writeHead(200).end(answers.shift()));
  const state = () => connect(server).platform.released(target);
  assert.deepEqual(await state(), { kind: 'neverReleased' });
  assert.deepEqual(await state(), { kind: 'offlined', version: '', operator: undefined, at: undefined });
  for (let left = 2; left > 0; left -= 1) assert.equal((await failureOf(state())).code, 'answerUnreadable');
});
