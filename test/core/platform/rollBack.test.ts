import assert from 'node:assert/strict';
import test from 'node:test';
import { parseDeploymentId } from '../../../src/core/platform/deployment.ts';
import type { ReleasedState } from '../../../src/core/platform/releasedState.ts';
import { rollBackReason } from '../../../src/core/platform/rollBack.ts';

function stateRunning(version: string): ReleasedState {
  const id = parseDeploymentId('36ef5721-7313-48fa-a59a-1dc47c585828');
  assert.ok(id);
  const times = { created: undefined, started: undefined, lastPhaseEnded: undefined };
  return {
    kind: 'released',
    deployment: { id, status: 'successful', environment: 'stag', version, operator: undefined, ...times },
    address: undefined,
  };
}

const newestFirst = (...versions: string[]) => versions.map((version) => ({ version }));

test('a version that was uploaded before the running one is a rollback', () => {
  assert.equal(
    rollBackReason('1.0.0', stateRunning('1.0.2'), newestFirst('1.0.2', '1.0.1', '1.0.0')),
    'uploadedBefore',
  );
  assert.equal(rollBackReason('灰度', stateRunning('正式'), newestFirst('正式', '灰度')), 'uploadedBefore');
});

test('a lower version that was overwritten later is a rollback too', () => {
  assert.equal(rollBackReason('1.0.2', stateRunning('1.1.0'), newestFirst('1.0.2', '1.1.0')), 'lowerVersion');
});

test('case and accents do not distinguish versions, as on the platform', () => {
  assert.equal(rollBackReason('1.0.0-RC1', stateRunning('1.0.0-rc1'), newestFirst('1.0.0-rc1')), undefined);
  assert.equal(rollBackReason('A', stateRunning('B'), newestFirst('b', 'a')), 'uploadedBefore');
});

test('without a list, the numbers decide', () => {
  assert.equal(rollBackReason('1.9.0', stateRunning('1.10.0'), undefined), 'lowerVersion');
  assert.equal(rollBackReason('1.10.0', stateRunning('1.9.0'), undefined), undefined);
  assert.equal(rollBackReason('灰度', stateRunning('1.9.0'), undefined), undefined);
});

test('a newer version, the same version, and any version in an empty environment are not rollbacks', () => {
  const versions = newestFirst('1.0.2', '1.0.1');
  assert.equal(rollBackReason('1.0.2', stateRunning('1.0.1'), versions), undefined);
  assert.equal(rollBackReason('1.0.1', stateRunning('1.0.1'), versions), undefined);
  assert.equal(rollBackReason('1.0.1', { kind: 'neverReleased' }, versions), undefined);
  assert.equal(rollBackReason('1.0.1', undefined, versions), undefined);
});
