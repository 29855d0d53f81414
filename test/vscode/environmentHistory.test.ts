import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { DeploymentNode, MoreNode, TreeNode } from '../../src/vscode/modules/nodes.ts';
import { startDeployTestBed, deployVersion } from '../platform/deployClient.ts';
import { successfulDeployment } from '../platform/deployments/readyPlans.ts';
import { addPastDeployment } from '../platform/seedDeployments.ts';
import type { EmbeddedPlatform } from '../platform/startPlatform.ts';
import {
  environmentNode,
  waitForEnvironmentReads,
  hoverOf,
  rowTextsOf,
  openModuleWithVersions,
  openModuleOnly,
  collectRedrawnNodes,
  treeItemsOf,
  treeFixture,
} from './treeFixture.ts';

/** Opens an environment in the tree. `rows` returns the current rows of the environment, except the processes. */
async function historyFixture(t: TestContext, code = 'demo-app', environment: 'stag' | 'prod' = 'stag') {
  const testBed = await startDeployTestBed(t);
  const fixture = await treeFixture(t, testBed.platform.gatewayUrl);
  const tree = fixture.applicationTree;
  const nodes = await openModuleWithVersions(tree, code);
  await waitForEnvironmentReads(fixture, nodes);
  const node = environmentNode(nodes, environment);
  const rows = async (): Promise<TreeNode[]> => (await tree.getChildren(node)).filter(({ kind }) => kind !== 'process');
  return { ...testBed, ...fixture, tree, node, rows };
}

const ids = (nodes: readonly TreeNode[]): string[] => deploymentNodes(nodes).map(({ deployment }) => deployment.id);

function deploymentNodes(nodes: readonly TreeNode[]): DeploymentNode[] {
  return nodes.flatMap((node) => (node.kind === 'deployment' ? [node] : []));
}

function moreRow(nodes: readonly TreeNode[]): MoreNode {
  const row = nodes.at(-1);
  assert.ok(row?.kind === 'more', 'the last row is “Load More”');
  return row;
}

test('below an environment is its history, newest first, and what runs now is marked', async (t) => {
  const { tree, rows } = await historyFixture(t);
  const lines = rowTextsOf(tree, await rows());
  assert.equal(lines.length, 13);
  assert.deepEqual(lines.slice(0, 4), [
    '1.0.2 | running now · 2026-07-21 · dev',
    '1.0.2 | 2026-07-20 · admin',
    '1.0.1 | failed · 2026-07-19 · admin',
    '1.0.1 | 2026-07-19 · admin',
  ]);
  assert.equal(lines.at(-1), 'Load More | 5 more');
  assert.equal(lines.filter((line) => line.includes('running now')).length, 1);
});

test('a click on a deployment shows it, and its context value contains its status for the menus', async (t) => {
  const { tree, rows } = await historyFixture(t);
  const [first] = await rows();
  assert.ok(first);
  const [item] = treeItemsOf(tree, [first]);
  assert.deepEqual([item?.command?.command, item?.command?.arguments], ['bkpaas.showDeployment', [first]]);
  const values = treeItemsOf(tree, await rows()).flatMap(({ contextValue }) => contextValue ?? []);
  assert.deepEqual(
    new Set(values),
    new Set(['deployment.successful', 'deployment.successful.rollBack', 'deployment.failed', 'deployment.interrupted']),
  );
});

test('more of the history is read by offset when it is asked for, and only its environment is drawn again', async (t) => {
  const { tree, platform, catalog, node, rows } = await historyFixture(t);
  const first = await rows();
  const before = platform.requests.length;
  const events = collectRedrawnNodes(tree);
  tree.loadMore(moreRow(first));
  // A second click must not send a second request.
  tree.loadMore(moreRow(first));
  await catalog.moreHistory(node);
  const all = await rows();
  assert.equal(deploymentNodes(all).length, 17);
  assert.equal(all.length, 17);
  assert.deepEqual(ids(all).slice(0, 12), ids(first));
  assert.deepEqual(
    platform.requests.slice(before).map(({ query }) => query.toString()),
    ['environment=stag&limit=12&offset=12'],
  );
  assert.deepEqual(events, [node]);
});

test('no row appears twice if deployments start while the user loads more of the history', async (t) => {
  const { platform, catalog, node, rows } = await historyFixture(t);
  addDeployments(platform, 2);
  await rows();
  await catalog.moreHistory(node);
  const shown = ids(await rows());
  assert.equal(shown.length, 17);
  assert.equal(new Set(shown).size, 17);
});

test('a page that could not be read leaves the rows as they are, says why, and can be asked for again', async (t) => {
  const { platform, catalog, tree, node, rows } = await historyFixture(t);
  platform.faults.next({ query: /offset=12/, fault: { kind: 'backendError', answer: 'forbidden' } });
  await catalog.moreHistory(node);
  const failed = await rows();
  assert.equal(deploymentNodes(failed).length, 12);
  assert.deepEqual(
    failed.slice(12).map(({ kind }) => kind),
    ['message', 'more'],
  );
  tree.loadMore(moreRow(failed));
  await catalog.moreHistory(node);
  const again = await rows();
  assert.deepEqual([deploymentNodes(again).length, again.length], [17, 17]);
});

test('an environment that nothing was deployed to cannot be expanded', async (t) => {
  const { tree, node, rows } = await historyFixture(t, 'ai-assistant', 'prod');
  assert.deepEqual([tree.getTreeItem(node).collapsibleState, await rows()], [0, []]);
});

test('versions that could not be read are not requested again when the history is drawn again', async (t) => {
  const { platform, catalog, tree, rows } = await historyFixture(t);
  platform.faults.always({ path: /branches/, fault: { kind: 'backendError', answer: 'forbidden' } });
  catalog.refresh();
  const [group] = await openModuleOnly(tree);
  assert.ok(group?.kind === 'versions' && group.error);
  const asked = (): number => platform.requests.filter(({ path }) => path.includes('branches')).length;
  const before = asked();
  await rows();
  await rows();
  assert.equal(asked(), before);
});

test('a deployment in progress is the first row and is not marked as running', async (t) => {
  const { platform, catalog, tree, node, rows } = await historyFixture(t);
  await deployVersion(platform, '1.0.0');
  catalog.refreshEnvironment(node);
  await waitForEnvironmentReads({ catalog }, [node]);
  assert.deepEqual(rowTextsOf(tree, await rows()).slice(0, 2), [
    '1.0.0 | deploying · just now · admin',
    '1.0.2 | running now · 2026-07-21 · dev',
  ]);
});

test('in the history of an environment that was taken offline, nothing is marked as running', async (t) => {
  const { tree, rows } = await historyFixture(t, 'flow-designer');
  assert.deepEqual(rowTextsOf(tree, await rows()), ['一期-正式版 | 2026-07-19 · admin']);
});

test('a rollback is offered for successful deployments of earlier versions only', async (t) => {
  const { tree, rows } = await historyFixture(t);
  const nodes = deploymentNodes(await rows());
  const offered = treeItemsOf(tree, nodes).map(({ contextValue }) => contextValue?.endsWith('.rollBack') === true);
  const expected = nodes.map(({ deployment }) => deployment.status === 'successful' && deployment.version !== '1.0.2');
  assert.deepEqual(offered, expected);
  assert.ok(offered.includes(true) && offered.includes(false));
});

test('a screen reader reads the tick of a successful deployment, and the hover has its links', async (t) => {
  const { tree, rows } = await historyFixture(t);
  const [first, , , earlier] = treeItemsOf(tree, await rows());
  assert.equal(
    first?.accessibilityInformation?.label,
    'Deployment of 1.0.2, succeeded · running now · 2026-07-21 · dev',
  );
  assert.match(hoverOf(first), /^1\.0\.2: succeeded\n.*\n2026-07-21 11:00:00 UTC\+08:00, by dev\n/);
  assert.match(hoverOf(first), /\nShow Deployment \| Copy Deployment ID$/);
  assert.match(hoverOf(earlier), /\| Roll Back to This Version…$/);
});

/** Adds `count` finished deployments to stag. */
function addDeployments(platform: EmbeddedPlatform, count: number): void {
  const application = platform.state.applications.get('demo-app');
  const module = application?.modules[0];
  assert.ok(application && module);
  for (let index = 0; index < count; index += 1) {
    addPastDeployment(
      platform.state,
      { application, module },
      {
        environment: 'stag',
        version: '1.0.2',
        plan: successfulDeployment({ durationMs: 1000 }),
        created: Date.UTC(2026, 6, 25, index),
      },
    );
  }
}
