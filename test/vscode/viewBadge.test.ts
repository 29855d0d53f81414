import assert from 'node:assert/strict';
import test from 'node:test';
import type { TreeView } from 'vscode';
import { parseDeploymentId, type DeploymentId, type DeploymentStatus } from '../../src/core/platform/deployment.ts';
import type { Environment } from '../../src/core/platform/names.ts';
import type { DeploymentReport } from '../../src/vscode/deploy/deployments.ts';
import { mockTreeVscode } from './mockTreeVscode.ts';
import { targetOf } from './treeFixture.ts';

mockTreeVscode();
const { EventEmitter } = await import('vscode');
const { showDeploymentBadge } = await import('../../src/vscode/deploy/viewBadge.ts');

function badgeFixture() {
  const changed = new EventEmitter<DeploymentReport>();
  const seen = new EventEmitter<DeploymentId>();
  const view: Pick<TreeView<unknown>, 'badge'> = {};
  let visible: DeploymentId | undefined;
  const pages = { isShowing: (id: DeploymentId) => id === visible, onDidSee: seen.event };
  showDeploymentBadge({ onDidChange: changed.event }, pages, view);
  return {
    view,
    report: (id: DeploymentId, status: DeploymentStatus, environment: Environment = 'stag', isOurs = true) => {
      const state = { status } as DeploymentReport['state']; // the badge reads only the status
      const report = {
        id,
        state,
        idle: status !== 'pending',
        target: targetOf(environment),
        record: isOurs ? {} : undefined,
      };
      changed.fire(report as DeploymentReport); // the badge reads only these members
    },
    see: (id: DeploymentId) => {
      visible = id;
      seen.fire(id);
    },
  };
}

function idOf(digit: number): DeploymentId {
  return parseDeploymentId(String(digit).repeat(32)) ?? assert.fail();
}

test('the badge counts running deployments, and disappears when all have succeeded', () => {
  const { view, report } = badgeFixture();
  report(idOf(1), 'pending');
  report(idOf(2), 'pending', 'prod');
  assert.deepEqual(view.badge, { value: 2, tooltip: 'Deployments in progress: 2' });
  report(idOf(1), 'successful');
  report(idOf(2), 'successful', 'prod');
  assert.equal(view.badge, undefined);
});

test('a failure stays on the badge until its page is seen', () => {
  const { view, report, see } = badgeFixture();
  report(idOf(1), 'pending');
  report(idOf(1), 'failed');
  assert.deepEqual(view.badge, { value: 1, tooltip: 'Failed deployments: 1' });
  see(idOf(1));
  assert.equal(view.badge, undefined);
});

test('a deployment that is only read from the history changes nothing on the badge', () => {
  const { view, report } = badgeFixture();
  report(idOf(1), 'failed');
  const before = view.badge;
  report(idOf(2), 'pending', 'stag', false);
  report(idOf(2), 'failed', 'stag', false);
  assert.deepEqual(view.badge, before);
});

test('a failure on a visible page needs no badge', () => {
  const { view, report, see } = badgeFixture();
  see(idOf(1));
  report(idOf(1), 'failed');
  assert.equal(view.badge, undefined);
});

test('the next deployment to the same environment removes the failure from the badge', () => {
  const { view, report } = badgeFixture();
  report(idOf(1), 'failed');
  report(idOf(2), 'pending', 'prod');
  assert.equal(view.badge?.value, 2, 'another environment');
  report(idOf(3), 'pending');
  assert.deepEqual(view.badge, { value: 2, tooltip: 'Deployments in progress: 2' });
});
