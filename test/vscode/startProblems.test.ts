import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { parseDeploymentId } from '../../src/core/platform/deployment.ts';
import { recordLog } from '../core/recordLog.ts';
import { until } from '../core/until.ts';
import { deployVersion, startDeployTestBed } from '../platform/deployClient.ts';
import { moduleOf } from '../platform/state.ts';
import { mockTreeVscode } from './mockTreeVscode.ts';

const warnings: unknown[][] = [];

// `treeFixture.ts` installs a mock with fewer members for the modules that are loaded later. So the modules that need
// this mock must be loaded before `treeFixture.ts`.
mockTreeVscode({
  window: {
    registerFileDecorationProvider: () => ({ dispose: () => undefined }),
    showInformationMessage: () => Promise.resolve(undefined),
    showWarningMessage: (...shown: unknown[]) => {
      warnings.push(shown);
      return Promise.resolve('Show Application Log');
    },
  },
});
const { Deployments } = await import('../../src/vscode/deploy/deployments.ts');
const { followDeployment } = await import('../../src/vscode/deploy/followDeployment.ts');
const { ProcessWatches } = await import('../../src/vscode/modules/processWatches.ts');
const { SessionWork } = await import('../../src/vscode/session/sessionWork.ts');
const { targetOf, treeFixture } = await import('./treeFixture.ts');

/** Follows a deployment of demo-app to staging. `end` ends the deployment and waits until `followDeployment` ends. */
async function followFixture(t: TestContext, { isPast = false } = {}) {
  warnings.length = 0;
  const { platform, jumpTo } = await startDeployTestBed(t);
  moduleOf(platform.state, 'demo-app', 'default').processes = {
    stag: [{ name: 'web', replicas: 1, plan: 'default', behaviour: 'crashes' }],
  };
  const id = parseDeploymentId(await deployVersion(platform)) ?? assert.fail();
  if (isPast) jumpTo(600_000);
  const fixture = await treeFixture(t, platform.gatewayUrl);
  const work = new SessionWork(fixture.session);
  const deployments = new Deployments();
  const shown: unknown[] = [];
  const { current } = fixture.session;
  assert.ok(current.state === 'signedIn');
  const services = {
    ...fixture,
    log: recordLog(),
    deploys: {
      ...{ deployments, work, watches: new ProcessWatches(fixture.catalog, work) },
      panels: { isShowing: () => false },
      logs: { isShowing: () => false },
      applicationLogs: { show: (_: unknown, target: unknown) => shown.push(target) },
    },
  };
  t.after(() => {
    work.dispose();
    deployments.dispose();
  });
  const target = targetOf('stag');
  const following = followDeployment(services as never, current, { id, target, version: '1.0.2', show: false });
  const end = async (): Promise<void> => {
    if (!isPast) await until(() => deployments.get(id)?.state.status === 'pending');
    jumpTo(600_000);
    await following;
  };
  return { ...fixture, platform, deployments, id, shown, end, target };
}

test('after a deployment, its processes are watched, and a failed start is reported once, with the process’s log', async (t) => {
  const { deployments, id, shown, end, catalog, target } = await followFixture(t);
  await end();
  await until(() => (deployments.get(id)?.processes?.problems.length ?? 0) > 0 && shown.length > 0);
  assert.deepEqual(warnings, [
    [
      'Version 1.0.2 was deployed to demo-app / default → Staging, but web isn’t starting correctly.',
      'Show Application Log',
      'Show Deployment',
    ],
  ]);
  assert.deepEqual(shown, [{ ...target, process: 'web' }]);
  assert.equal(catalog.environment(target).processes?.problems[0]?.kind, 'crashes');
});

test('a deployment of the history that has ended long ago is read without watching its processes', async (t) => {
  const { platform, end } = await followFixture(t, { isPast: true });
  await end();
  assert.deepEqual(
    platform.requests.filter(({ path }) => path.includes('/processes/list')),
    [],
  );
  assert.deepEqual(warnings, []);
});
