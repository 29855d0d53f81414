import assert from 'node:assert/strict';
import test from 'node:test';
import { serverFor } from '../core/serverFor.ts';
import { until } from '../core/until.ts';
import { startDeployTestBed, deployVersion, modulePath, deployBody, post } from '../platform/deployClient.ts';
import { buildFailure } from '../platform/deployments/readyPlans.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { settings } from './mockTreeVscode.ts';
import {
  environmentNode,
  environmentNodes,
  waitForEnvironmentReads,
  rowTextsOf,
  hoverOf,
  openModuleWithVersions,
  openModuleOnly,
  collectRedrawnNodes,
  treeItemsOf,
  targetOf,
  treeFixture,
} from './treeFixture.ts';

test('a module has a row for its versions and one for each environment: what runs there, since when, by whom', async (t) => {
  const { platform } = await startDeployTestBed(t);
  const fixture = await treeFixture(t, platform.gatewayUrl);
  const rows = await openModuleOnly(fixture.applicationTree);
  assert.deepEqual(rowTextsOf(fixture.applicationTree, rows.slice(0, 1)), ['Versions | 3']);
  const nodes = await openModuleWithVersions(fixture.applicationTree);
  await waitForEnvironmentReads(fixture, nodes);
  const lines = rowTextsOf(fixture.applicationTree, nodes);
  assert.deepEqual(lines.slice(0, 2), [
    'Staging | 1.0.2 · 2026-07-21 · dev',
    'Production | 1.0.0 · 2026-07-19 · admin',
  ]);
  assert.deepEqual(
    nodes.map((node) => (node.kind === 'version' ? node.version.version : node.kind)),
    ['environment', 'environment', '1.0.2', '1.0.1', '1.0.0'],
  );
});

test('an environment’s hover has its version, address, date, person and deployment', async (t) => {
  const { platform } = await startDeployTestBed(t);
  const fixture = await treeFixture(t, platform.gatewayUrl);
  const nodes = await openModuleWithVersions(fixture.applicationTree);
  await waitForEnvironmentReads(fixture, nodes);
  const [stag] = treeItemsOf(fixture.applicationTree, nodes);
  const [name, runs, address, when, id, links] = hoverOf(stag).split('\n');
  assert.deepEqual(
    [name, runs, address, when],
    [
      'Staging (stag)',
      'Running: 1.0.2',
      'Address: http://stag-dot-demo-app.apps.example.com/',
      '2026-07-21 11:00:00 UTC+08:00, by dev',
    ],
  );
  assert.match(id ?? '', /^Deployment ID: [0-9a-f-]{36}$/);
  assert.equal(links, 'Open Address | Copy Address | Show Deployment | Deploy… | Show Application Log');
  assert.equal(stag?.contextValue, 'environment.released.address.canGoOffline');
});

test('“offline” and “not deployed yet” are states of an environment and not errors', async (t) => {
  const { platform } = await startDeployTestBed(t);
  const fixture = await treeFixture(t, platform.gatewayUrl);
  const nodes = await openModuleWithVersions(fixture.applicationTree, 'flow-designer');
  await waitForEnvironmentReads(fixture, nodes);
  const rows = treeItemsOf(fixture.applicationTree, nodes).slice(0, 2);
  assert.deepEqual(
    rows.map(({ description, contextValue }) => [description, contextValue]),
    [
      ['offline', 'environment.offlined'],
      ['not deployed yet', 'environment.neverReleased'],
    ],
  );
  assert.match(hoverOf(rows[0]), /The last version was 一期-正式版\.\n2026-07-20 11:00:00 .*by admin/);
});

test('a version whose stored package is known to be damaged says so, until it is overwritten', async (t) => {
  const { platform } = await startDeployTestBed(t);
  const fixture = await treeFixture(t, platform.gatewayUrl);
  const nodes = await openModuleWithVersions(fixture.applicationTree);
  const version = nodes.find((node) => node.kind === 'version');
  assert.ok(version?.kind === 'version');
  const { appCode, module } = version;
  const { sha256 } = version.version;
  const { gatewayUrl } = await fixture.catalog.platform();
  fixture.catalog.packageProblems.set({ gatewayUrl, appCode, module, version: '1.0.2', sha256 }, 'package damaged');
  const [damaged] = treeItemsOf(fixture.applicationTree, [version]);
  assert.match(String(damaged?.description), /^package damaged · /);
  assert.match(hoverOf(damaged), /Check this package before you deploy it: package damaged/);
  const overwritten = { ...version, version: { ...version.version, sha256: 'c'.repeat(64) } };
  assert.doesNotMatch(String(treeItemsOf(fixture.applicationTree, [overwritten])[0]?.description), /damaged/);
});

test('a first deployment that failed can be taken offline, and what has no address offers none', async (t) => {
  const { platform } = await startDeployTestBed(t);
  platform.state.deployScripts.push({ plan: buildFailure({ durationMs: 0 }) });
  const body = deployBody('0.1.0');
  await post(platform, modulePath('envs/stag/deployments/', 'demo-app', 'api'), body);
  const fixture = await treeFixture(t, platform.gatewayUrl);
  const nodes = await openModuleWithVersions(fixture.applicationTree, 'demo-app', 'api');
  await waitForEnvironmentReads(fixture, nodes);
  assert.equal(treeItemsOf(fixture.applicationTree, nodes)[0]?.contextValue, 'environment.neverReleased.canGoOffline');
});

test('in both trees together, opening a module sends two requests for each environment and one for the versions, and opening an environment sends two for its processes', async (t) => {
  const { platform } = await startDeployTestBed(t);
  const fixture = await treeFixture(t, platform.gatewayUrl);
  settings.target = { appCode: 'demo-app', module: 'default' };
  await fixture.catalog.applications();
  await fixture.catalog.modules(targetOf('stag').appCode);
  const before = platform.requests.length;
  const nodes = await openModuleWithVersions(fixture.applicationTree);
  await waitForEnvironmentReads(fixture, nodes);
  const inTarget = await openModuleWithVersions(fixture.targetTree);
  assert.deepEqual(rowTextsOf(fixture.targetTree, inTarget), rowTextsOf(fixture.applicationTree, nodes));
  await fixture.applicationTree.getChildren(environmentNode(nodes, 'stag'));
  await openModuleWithVersions(fixture.applicationTree);
  assert.deepEqual(
    platform.requests
      .slice(before)
      .map(({ path, query }) => `${path.split('/modules/default/')[1] ?? path} ${query.toString()}`)
      .sort(),
    [
      'deployments/lists environment=prod&limit=12&offset=0',
      'deployments/lists environment=stag&limit=12&offset=0',
      'envs/prod/released_state with_processes=false',
      'envs/stag/processes/list ',
      'envs/stag/released_state with_processes=false',
      'envs/stag/released_state with_processes=true',
      'repo/branches ',
    ],
  );
});

test('the two trees use different row IDs, so that “Load More” acts in its own tree', async (t) => {
  const { platform } = await startDeployTestBed(t);
  const fixture = await treeFixture(t, platform.gatewayUrl);
  settings.target = { appCode: 'demo-app', module: 'default' };
  const ids = async (tree: typeof fixture.targetTree | typeof fixture.applicationTree): Promise<string[]> => {
    const nodes = await openModuleWithVersions(tree);
    const history = await tree.getChildren(environmentNode(nodes, 'stag'));
    return [...nodes, ...history].map(({ id }) => id);
  };
  const [applications, target] = [await ids(fixture.applicationTree), await ids(fixture.targetTree)];
  assert.equal(new Set([...applications, ...target]).size, applications.length + target.length);
  assert.ok(target.every((id) => id.startsWith('target')));
  assert.ok(applications.every((id) => !id.startsWith('target')));
});

test('the versions do not wait for the reads of the environments, whose rows are drawn again after these reads', async (t) => {
  const held: (() => void)[] = [];
  const module = [{ name: 'default', source_origin: 2, is_default: true }];
  const server = await serverFor(t, ({ path }, response) => {
    const answer = (json: unknown): void => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(json));
    };
    if (path.includes('/repo/branches')) answer({ results: [{ name: '1.0.0' }] });
    else if (/\/modules\/?$/.test(path)) answer(module);
    else if (path.includes('/released_state'))
      held.push(() => {
        answer({ is_offlined: true, offline: null });
      });
    else
      held.push(() => {
        answer({ count: 0, results: [] });
      });
  });
  settings.target = { appCode: 'demo-app', module: 'default' };
  const fixture = await treeFixture(t, server.gatewayUrl);
  const events = collectRedrawnNodes(fixture.targetTree);
  const nodes = await openModuleWithVersions(fixture.targetTree);
  assert.deepEqual(rowTextsOf(fixture.targetTree, nodes), ['Staging | loading…', 'Production | loading…', '1.0.0 | ']);
  await until(() => held.length === 4);
  for (const release of held) release();
  await waitForEnvironmentReads(fixture, nodes);
  assert.deepEqual(rowTextsOf(fixture.targetTree, nodes).slice(0, 2), ['Staging | offline', 'Production | offline']);
  assert.deepEqual(new Set(events), new Set(environmentNodes(nodes)));
});

test('an environment that could not be read says so, and only a refresh reads it again, not drawing its row', async (t) => {
  const { platform } = await startDeployTestBed(t);
  const released = 'envs/prod/released_state';
  platform.faults.always({ path: new RegExp(released), fault: { kind: 'backendError', answer: 'forbidden' } });
  const fixture = await treeFixture(t, platform.gatewayUrl);
  const nodes = await openModuleWithVersions(fixture.applicationTree);
  await waitForEnvironmentReads(fixture, nodes);
  const asked = (): number => platform.requests.filter(({ path }) => path.includes(released)).length;
  const [stag, prod] = treeItemsOf(fixture.applicationTree, nodes);
  assert.deepEqual(
    [stag?.contextValue, prod?.description, prod?.contextValue],
    ['environment.released.address.canGoOffline', 'couldn’t be read', 'environment.unknown.canGoOffline'],
  );
  assert.equal(hoverOf(prod).split('\n').length, 5);
  treeItemsOf(fixture.applicationTree, await openModuleWithVersions(fixture.applicationTree));
  assert.equal(asked(), 1);
  platform.faults.clear();
  fixture.catalog.refresh();
  const again = await openModuleWithVersions(fixture.applicationTree);
  await waitForEnvironmentReads(fixture, again);
  assert.match(rowTextsOf(fixture.applicationTree, again)[1] ?? '', /^Production \| 1\.0\.0/);
  assert.equal(asked(), 2);
});

test('a user without permission to read the history still sees what runs', async (t) => {
  const { platform } = await startDeployTestBed(t);
  const fixture = await treeFixture(t, platform.gatewayUrl, demoTokens.operator);
  const nodes = await openModuleWithVersions(fixture.applicationTree);
  await waitForEnvironmentReads(fixture, nodes);
  const stag = treeItemsOf(fixture.applicationTree, nodes)[0];
  assert.equal(stag?.description, '1.0.2 · 2026-07-21 · dev');
  assert.match(hoverOf(stag), /Couldn’t read the deployment history: ./);
  const below = await fixture.applicationTree.getChildren(environmentNode(nodes, 'stag'));
  assert.deepEqual(
    below.filter(({ kind }) => kind !== 'process').map((node) => node.kind === 'message' && node.error !== undefined),
    [true],
  );
});

test('the environments are there also when the versions could not be read', async (t) => {
  const { platform } = await startDeployTestBed(t);
  platform.faults.always({ path: /branches/, fault: { kind: 'backendError', answer: 'forbidden' } });
  const { applicationTree } = await treeFixture(t, platform.gatewayUrl);
  const nodes = await openModuleWithVersions(applicationTree);
  assert.deepEqual(
    nodes.map(({ kind }) => kind),
    ['environment', 'environment', 'message'],
  );
});

test('after a deployment has begun, its environment alone is read and drawn again', async (t) => {
  const { platform } = await startDeployTestBed(t);
  const fixture = await treeFixture(t, platform.gatewayUrl);
  const nodes = await openModuleWithVersions(fixture.applicationTree);
  await waitForEnvironmentReads(fixture, nodes);
  const stag = environmentNode(nodes, 'stag');
  await deployVersion(platform, '1.0.0');
  const before = platform.requests.length;
  const events = collectRedrawnNodes(fixture.applicationTree);
  fixture.catalog.refreshEnvironment(targetOf('stag'));
  assert.equal(rowTextsOf(fixture.applicationTree, [stag])[0], 'Staging | 1.0.2 · 2026-07-21 · dev', 'no flicker');
  await waitForEnvironmentReads(fixture, nodes);
  assert.equal(platform.requests.length - before, 2);
  assert.ok(events.every((node) => node === stag));
  const [row] = treeItemsOf(fixture.applicationTree, [stag]);
  assert.equal(row?.description, 'deploying 1.0.0… · 1.0.2 · 2026-07-21 · dev');
  assert.equal(row.contextValue, 'environment.released.deploying.address.canGoOffline');
  assert.match(hoverOf(row), /^Deploying: 1\.0\.0 · 2026-08-01 10:00:00 UTC\+08:00 · admin · /m);
});

test('an environment without a visible row is read again only when its state is needed', async (t) => {
  const { platform } = await startDeployTestBed(t);
  const { catalog } = await treeFixture(t, platform.gatewayUrl);
  catalog.refreshEnvironment(targetOf('prod'));
  assert.equal(platform.requests.length, 0);
  assert.equal((await catalog.environmentState(targetOf('prod'))).kind, 'released');
  assert.equal(platform.requests.length, 1);
});

test('the end of the session removes what was read of the environments', async (t) => {
  const { platform } = await startDeployTestBed(t);
  const fixture = await treeFixture(t, platform.gatewayUrl);
  await fixture.catalog.environmentState(targetOf('stag'));
  await fixture.session.signOut();
  assert.equal(fixture.catalog.knownEnvironment(targetOf('stag')).state, undefined);
  await assert.rejects(fixture.catalog.environmentState(targetOf('stag')), { code: 'signedOut' });
});

test('where a version runs is read again for each question, and what cannot be read is said', async (t) => {
  const { platform, jumpTo } = await startDeployTestBed(t);
  const { catalog } = await treeFixture(t, platform.gatewayUrl);
  const target = targetOf('stag');
  assert.deepEqual(await catalog.latestEnvironmentsRunning(target, '1.0.2'), { running: ['stag'], unreadable: [] });
  assert.deepEqual(await catalog.latestEnvironmentsRunning(target, '9.9.9'), { running: [], unreadable: [] });
  await deployVersion(platform, '1.0.0');
  jumpTo(10 * 60_000);
  assert.deepEqual(await catalog.latestEnvironmentsRunning(target, '1.0.0'), {
    running: ['stag', 'prod'],
    unreadable: [],
  });
  const other = await treeFixture(t, platform.gatewayUrl, demoTokens.noGrant);
  assert.deepEqual(await other.catalog.latestEnvironmentsRunning(target, '1.0.0'), {
    running: [],
    unreadable: ['stag', 'prod'],
  });
});
