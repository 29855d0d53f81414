import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { startDeployTestBed } from '../platform/deployClient.ts';
import type { ProcessSeed } from '../platform/running/processSeeds.ts';
import { moduleOf } from '../platform/state.ts';
import {
  environmentNode,
  waitForEnvironmentReads,
  hoverOf,
  rowTextsOf,
  openModuleWithVersions,
  collectRedrawnNodes,
  treeItemsOf,
  treeFixture,
} from './treeFixture.ts';

const web: ProcessSeed = { name: 'web', replicas: 2, plan: '4C1G', behaviour: 'runs' };

/** Opens demo-app's staging environment with these processes. `rows` returns the rows of the processes. */
async function processFixture(t: TestContext, seeds: readonly ProcessSeed[], { isGranted = true } = {}) {
  const testBed = await startDeployTestBed(t);
  testBed.platform.switches.processesGranted = isGranted;
  moduleOf(testBed.platform.state, 'demo-app', 'default').processes = { stag: seeds };
  const fixture = await treeFixture(t, testBed.platform.gatewayUrl);
  const tree = fixture.applicationTree;
  const nodes = await openModuleWithVersions(tree);
  await waitForEnvironmentReads(fixture, nodes);
  const node = environmentNode(nodes, 'stag');
  const rows = async () => (await tree.getChildren(node)).filter(({ kind }) => kind === 'process');
  return { ...testBed, ...fixture, tree, node, rows };
}

test('below an environment are its processes with replicas, state and plan, and below them their instances', async (t) => {
  const seeds = [web, { name: 'worker', replicas: 1, plan: 'default', behaviour: 'runs', isStopped: true } as const];
  const { tree, rows } = await processFixture(t, seeds);
  const nodes = await rows();
  assert.deepEqual(rowTextsOf(tree, nodes), ['web | 2 of 2 ready · 4C1G', 'worker | stopped · default']);
  assert.deepEqual(
    treeItemsOf(tree, nodes).map(({ contextValue, collapsibleState }) => [contextValue, collapsibleState]),
    [
      ['process.running', 1],
      ['process.stopped', 0],
    ],
  );
  const [process] = nodes;
  assert.ok(process);
  const instances = await tree.getChildren(process);
  const [line = ''] = rowTextsOf(tree, instances);
  assert.match(line, /^[0-9a-f]{5} \| Running · 2026-07-2\d$/);
  assert.equal(instances.length, 2);
  assert.match(
    hoverOf(treeItemsOf(tree, instances)[0]),
    /^demo-app--web-.*\nRunning · ready\n0 restarts\nStarted 2026-/,
  );
});

test('a process that does not start is red, with the state and the restarts of its instances, and its environment says so', async (t) => {
  const { tree, node, rows } = await processFixture(t, [
    web,
    { ...web, name: 'worker', replicas: 1, behaviour: 'crashes' },
  ]);
  const [, worker] = await rows();
  assert.ok(worker);
  assert.deepEqual(rowTextsOf(tree, [worker]), ['worker | not starting · 0 of 1 ready · 4C1G']);
  const [instance] = await tree.getChildren(worker);
  assert.ok(instance);
  const [item] = treeItemsOf(tree, [instance]);
  assert.match(String(item?.description), /^CrashLoopBackOff · \d+ restarts/);
  assert.match(hoverOf(item), /\nThe container ended last with: Error, exit code 1\n/);
  const [environment] = treeItemsOf(tree, [node]);
  assert.match(String(environment?.description), /^worker not starting · 1\.0\.2 · /);
  assert.match(
    hoverOf(environment),
    /^worker, instance [0-9a-f]{5}: the container keeps crashing \(CrashLoopBackOff, Error, exit code 1\)\.$/m,
  );
});

test('without the grant, a row has the configured replicas, and the hover says who can grant access to the instances', async (t) => {
  const { tree, rows, platform } = await processFixture(t, [web], { isGranted: false });
  const nodes = await rows();
  assert.deepEqual(rowTextsOf(tree, nodes), ['web | 2 replicas · 4C1G']);
  const [item] = treeItemsOf(tree, nodes);
  assert.match(
    hoverOf(item),
    /^To show instances here, a gateway administrator must grant the application of your token/m,
  );
  assert.equal(item?.collapsibleState, 0);
  const asked = (): number => platform.requests.filter(({ path }) => path.includes('/processes/list')).length;
  await rows();
  assert.equal(asked(), 1, 'drawing again asks nothing');
});

test('processes are read when an environment is opened, again at a refresh, and not where nothing runs', async (t) => {
  const { catalog, tree, rows, platform } = await processFixture(t, [web]);
  const asked = (): number => platform.requests.filter(({ path }) => path.includes('/processes/list')).length;
  assert.equal(asked(), 0);
  await rows();
  assert.equal(asked(), 1);
  catalog.refresh();
  await openModuleWithVersions(tree);
  await rows();
  assert.equal(asked(), 2);
  const other = await openModuleWithVersions(tree, 'flow-designer');
  await waitForEnvironmentReads({ catalog }, other);
  await tree.getChildren(environmentNode(other, 'prod'));
  assert.equal(asked(), 2);
});

test('the processes that a watch has read are shown at once, without a request, and only on the watch’s platform', async (t) => {
  const { catalog, tree, node, rows, platform } = await processFixture(t, [web]);
  const [process] = await rows();
  assert.ok(process?.kind === 'process');
  const before = platform.requests.length;
  const events = collectRedrawnNodes(tree);
  const { gatewayUrl } = await catalog.platform();
  const starting = { ...process.process, status: 'starting', readyReplicas: 1 } as const;
  const state = {
    processes: [starting],
    problems: [],
    refusal: undefined,
    transientError: undefined,
    fatalError: undefined,
  };
  catalog.showProcesses(gatewayUrl, node, state);
  assert.deepEqual(rowTextsOf(tree, await rows()), ['web | starting · 1 of 2 ready · 4C1G']);
  assert.deepEqual([new Set(events), platform.requests.length], [new Set([node]), before]);
  catalog.showProcesses('https://other.example.com' as never, node, { ...state, processes: [] });
  catalog.showProcesses(gatewayUrl, node, structuredClone(state));
  assert.equal((await rows()).length, 1);
  assert.equal(events.length, 1, 'the same state draws nothing');
});
