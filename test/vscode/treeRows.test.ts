import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { TreeItem } from 'vscode';
import { startDeployTestBed } from '../platform/deployClient.ts';
import { moduleOf } from '../platform/state.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import type { ApplicationsState } from '../../src/vscode/tree/applicationTree.ts';
import { settings } from './mockTreeVscode.ts';
import {
  waitForEnvironmentReads,
  hoverOf,
  rowTextsOf,
  openModuleWithVersions,
  openModuleOnly,
  collectRedrawnNodes,
  treeItemsOf,
  targetOf,
  treeFixture,
} from './treeFixture.ts';

async function rowsFixture(t: TestContext, token?: string) {
  const testBed = await startDeployTestBed(t);
  const fixture = await treeFixture(t, testBed.platform.gatewayUrl, token);
  const states: ApplicationsState[] = [];
  fixture.applicationTree.onDidChangeState((state) => states.push(state));
  settings.target = undefined;
  return { ...testBed, ...fixture, states, tree: fixture.applicationTree };
}

for (const kind of ['noGrant', 'expiredGrant'] as const) {
  test(`a token whose application has no grant (${kind}) is a state of the view, and no row`, async (t) => {
    const { tree, states } = await rowsFixture(t, demoTokens[kind]);
    assert.deepEqual(await tree.getChildren(), []);
    assert.deepEqual(states, ['notPermitted']);
  });
}

test('with a token that can only list applications, a click on an error row explains what is missing', async (t) => {
  const { tree, states } = await rowsFixture(t, demoTokens.listOnly);
  const application = (await tree.getChildren()).find(({ kind }) => kind === 'application');
  assert.deepEqual(states, ['listed']);
  const [row] = treeItemsOf(tree, await tree.getChildren(application));
  assert.equal(row?.contextValue, 'error.grantMissing');
  assert.equal(row.command?.command, 'bkpaas.showRowError');
  assert.match(row.accessibilityInformation?.label ?? '', /^Error, Your token’s application, “list-only-app”/);
});

test('any other error is a row with its own menu, which a click explains', async (t) => {
  const { platform, tree } = await rowsFixture(t);
  platform.faults.always({ path: /lists/, fault: { kind: 'redirect', location: 'https://elsewhere.example.com/' } });
  const [row] = treeItemsOf(tree, await tree.getChildren());
  assert.deepEqual([row?.contextValue, row?.command?.command], ['error', 'bkpaas.showRowError']);
});

test('no applications and no match are states of the view', async (t) => {
  const { tree, states } = await rowsFixture(t, demoTokens.guest);
  assert.deepEqual(await tree.getChildren(), []);
  const admin = await rowsFixture(t);
  admin.tree.setFilter('no such name');
  assert.deepEqual(await admin.tree.getChildren(), []);
  admin.tree.setFilter('no-such-id');
  assert.deepEqual(
    rowTextsOf(admin.tree, await admin.tree.getChildren()).map((line) => line.split(' | ')[1]),
    ['no-such-id · not listed'],
  );
  assert.deepEqual([states, admin.states], [['empty'], ['noMatch', 'listed']]);
});

test('a module without versions has a row that uploads the first one', async (t) => {
  const { platform, tree } = await rowsFixture(t);
  moduleOf(platform.state, 'demo-app', 'default').packages.length = 0;
  const [group] = await openModuleOnly(tree);
  assert.ok(group);
  assert.deepEqual(rowTextsOf(tree, [group]), ['Versions | none uploaded yet']);
  const [row] = treeItemsOf(tree, await tree.getChildren(group));
  assert.deepEqual(
    [row?.command?.command, row?.command?.arguments],
    ['bkpaas.uploadPackage', [{ appCode: 'demo-app', module: 'default' }]],
  );
});

test('the workspace’s target stands above the applications, unfolded', async (t) => {
  const { tree } = await rowsFixture(t);
  settings.target = { appCode: 'demo-app', module: 'default' };
  const nodes = await tree.getChildren();
  const [pinned] = treeItemsOf(tree, nodes);
  assert.deepEqual(
    [pinned?.label, pinned?.description, pinned?.collapsibleState, Reflect.get(pinned?.iconPath ?? {}, 'id')],
    ['demo-app / default', 'this folder’s target', 2, 'target'],
  );
  assert.equal(nodes.filter(({ kind }) => kind === 'application').length > 1, true);
  tree.setFilter('orders');
  assert.ok(
    (await tree.getChildren()).every(({ kind }) => kind === 'application'),
    'a filter hides it',
  );
});

test('a target that the platform does not have is an error row, and the applications are there', async (t) => {
  const { tree } = await rowsFixture(t);
  settings.target = { appCode: 'demo-app', module: 'gone' };
  const nodes = await tree.getChildren();
  assert.equal(treeItemsOf(tree, nodes)[0]?.contextValue, 'error');
  assert.ok(nodes.some(({ kind }) => kind === 'application'));
});

test('an internal error while a target is read is thrown and does not become a row', async (t) => {
  const { tree, catalog } = await rowsFixture(t);
  settings.target = { appCode: 'demo-app', module: 'default' };
  t.mock.method(catalog, 'modules', () => Promise.reject(new TypeError('a fault')));
  await assert.rejects(tree.getChildren(), { message: 'a fault' });
});

test('applications are in the order of their names', async (t) => {
  const { catalog } = await rowsFixture(t);
  const names = (await catalog.applications()).map(({ name }) => name);
  assert.deepEqual(names, names.toSorted(new Intl.Collator('en').compare));
});

async function versionRows(t: TestContext) {
  const fixture = await rowsFixture(t);
  const nodes = await openModuleWithVersions(fixture.tree);
  await waitForEnvironmentReads(fixture, nodes);
  const versions = nodes.filter(({ kind }) => kind === 'version');
  const rows = (): TreeItem[] => treeItemsOf(fixture.tree, versions);
  return { ...fixture, nodes, rows };
}

test('a screen reader hears where a version runs, and the hover explains the letter', async (t) => {
  const { rows } = await versionRows(t);
  const [newest, , oldest] = rows();
  assert.match(newest?.accessibilityInformation?.label ?? '', /^Version 1\.0\.2, .* · Running in Staging$/);
  assert.match(oldest?.accessibilityInformation?.label ?? '', /^Version 1\.0\.0, .* · Running in Production$/);
  assert.match(hoverOf(newest), /^1\.0\.2\nS: Running in Staging\n/);
  assert.match(hoverOf(newest), /\nUploaded \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\+08:00\nDeploy… \| Copy Version$/);
});

test('a click on a version asks what to do with it', async (t) => {
  const { rows } = await versionRows(t);
  for (const { command } of rows()) assert.equal(command?.command, 'bkpaas.showVersion');
});

test('a version older than one that runs can be rolled back to; a cleaned-up one cannot', async (t) => {
  const { rows } = await versionRows(t);
  assert.deepEqual(
    rows().map(({ contextValue }) => contextValue),
    ['version', 'version.cleanedUp', 'version.rollBack'],
  );
});

test('every row has a label for screen readers, and a group’s label has its name and count', async (t) => {
  const { tree, nodes } = await versionRows(t);
  const roots = await tree.getChildren();
  const group = roots.find(({ kind }) => kind === 'otherApplications');
  assert.ok(group);
  const [row] = treeItemsOf(tree, [group]);
  assert.match(row?.accessibilityInformation?.label ?? '', /^Applications that don’t accept source packages, \d+$/);
  for (const item of treeItemsOf(tree, [...roots, ...nodes]))
    assert.ok(item.accessibilityInformation?.label, String(item.id));
});

test('a hover makes no link of what the platform says, and its links run only their own commands', async (t) => {
  const { platform, tree } = await rowsFixture(t);
  const [stored] = moduleOf(platform.state, 'demo-app', 'default').packages;
  assert.ok(stored);
  const addresses = ['<command:bkpaas.deploy>', 'https://example.com', 'www.example.com', 'me@example.com'];
  stored.version = `[x](command:workbench.action.quit)<b> ${addresses.join(' ')}`;
  const nodes = await openModuleWithVersions(tree);
  const item = treeItemsOf(tree, nodes).find(({ label }) => label === stored.version);
  const tooltip = item?.tooltip;
  assert.ok(typeof tooltip === 'object');
  assert.ok(!tooltip.value.includes('](command:workbench'));
  const [text = ''] = tooltip.value.split('\n[Deploy…]');
  assert.doesNotMatch(text, /<|:\/\/|www\.|@/);
  assert.deepEqual(tooltip.isTrusted, { enabledCommands: ['bkpaas.deploy', 'bkpaas.copyVersion'] });
});

test('relative times are drawn again without a request', async (t) => {
  const { platform, tree } = await versionRows(t);
  const before = platform.requests.length;
  const events = collectRedrawnNodes(tree);
  tree.redrawTimes();
  assert.deepEqual(events.map((node) => node?.kind).sort(), ['environment', 'environment', 'versions']);
  assert.equal(platform.requests.length, before);
});

test('the versions are drawn again when another one runs, for the letters in their labels', async (t) => {
  const { catalog, tree, nodes } = await versionRows(t);
  const events = collectRedrawnNodes(tree);
  catalog.refreshEnvironment(targetOf('stag'));
  await waitForEnvironmentReads({ catalog }, nodes);
  assert.ok(
    events.every((node) => node?.kind === 'environment'),
    'the same version runs',
  );
});

test('the versions are drawn again when nothing runs any more, also after a refresh of the tree', async (t) => {
  const { catalog, tree } = await versionRows(t);
  tree.refresh();
  await openModuleWithVersions(tree);
  const events = collectRedrawnNodes(tree);
  t.mock.method(catalog, 'knownEnvironment', () => ({ state: undefined, history: undefined }));
  catalog.refreshEnvironment(targetOf('stag'));
  assert.ok(events.some((node) => node?.kind === 'versions'));
});
