import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { TreeItem, Uri } from 'vscode';
import { startDeployTestBed, deployVersion, modulePath, deployBody, post } from '../platform/deployClient.ts';
import { buildFailure } from '../platform/deployments/readyPlans.ts';
import {
  waitForEnvironmentReads,
  hoverOf,
  openModuleWithVersions,
  treeItemsOf,
  targetOf,
  textOf,
  treeFixture,
} from './treeFixture.ts';

async function decoratedFixture(t: TestContext) {
  const testBed = await startDeployTestBed(t);
  const fixture = await treeFixture(t, testBed.platform.gatewayUrl);
  const nodes = await openModuleWithVersions(fixture.applicationTree);
  await waitForEnvironmentReads(fixture, nodes);
  const rows = (): TreeItem[] => treeItemsOf(fixture.applicationTree, nodes);
  const decoration = (row: TreeItem) => row.resourceUri && fixture.decorations.provideFileDecoration(row.resourceUri);
  /** Returns `LABEL BADGE` for every row with a badge. */
  const badges = (): string[] =>
    rows().flatMap((row) => {
      const badge = decoration(row)?.badge;
      return badge === undefined ? [] : [`${textOf(row.label)} ${badge}`];
    });
  const refresh = async (environment: 'stag' | 'prod'): Promise<void> => {
    fixture.catalog.refreshEnvironment(targetOf(environment));
    await waitForEnvironmentReads(fixture, nodes);
  };
  return { ...testBed, ...fixture, nodes, rows, decoration, badges, refresh };
}

test('a running version has the letter of its environment, and production has a sign if it differs from staging', async (t) => {
  const { rows, badges, decoration } = await decoratedFixture(t);
  assert.deepEqual(badges(), ['Production ≠', '1.0.2 S', '1.0.0 P']);
  const [, prod, newest] = rows();
  assert.ok(prod && newest);
  assert.deepEqual(
    [decoration(prod)?.tooltip, decoration(newest)?.tooltip],
    ['Staging is running 1.0.2, Production is running 1.0.0', 'Running in Staging'],
  );
  assert.equal(decoration(prod)?.color, undefined, 'that staging is ahead is normal');
});

test('once both run the same version it has both letters, the sign is gone, and VS Code is told of exactly these rows', async (t) => {
  const { platform, jumpTo, rows, badges, decoration, decorations, refresh } = await decoratedFixture(t);
  badges();
  const told: Uri[] = [];
  decorations.onDidChangeFileDecorations((uris) => told.push(...uris));
  const path = modulePath('envs/prod/deployments/');
  assert.equal((await post(platform, path, deployBody('1.0.2'))).status, 201);
  jumpTo(3_600_000);
  await refresh('prod');
  assert.deepEqual(badges(), ['1.0.2 SP']);
  const both = rows()[2];
  assert.ok(both);
  assert.equal(decoration(both)?.tooltip, 'Running in Staging and Production');
  assert.deepEqual(new Set(told.map((uri) => uri.path)), new Set(rows().map((row) => row.resourceUri?.path)));
});

test('an environment whose newest deployment failed has a sign, also beside the one for differing', async (t) => {
  const { platform, jumpTo, rows, badges, decoration, refresh } = await decoratedFixture(t);
  platform.state.deployScripts.push({ plan: buildFailure() });
  await deployVersion(platform, '1.0.0');
  platform.state.deployScripts.push({ plan: buildFailure() });
  await post(platform, modulePath('envs/prod/deployments/'), deployBody('1.0.2'));
  jumpTo(3_600_000);
  await refresh('stag');
  await refresh('prod');
  assert.deepEqual(badges().slice(0, 2), ['Staging !', 'Production ≠!']);
  const prod = rows()[1];
  assert.ok(prod);
  assert.equal(Reflect.get(decoration(prod)?.color ?? {}, 'id'), 'list.errorForeground');
  assert.equal(hoverOf(prod).match(/The latest deployment failed/g)?.length, 1, 'the hover says it once');
  assert.match(
    prod.accessibilityInformation?.label ?? '',
    /Staging is running 1\.0\.2, Production is running 1\.0\.0 · The latest deployment failed: 1\.0\.2$/,
  );
  assert.equal(
    decoration(prod)?.tooltip,
    'Staging is running 1.0.2, Production is running 1.0.0 · The latest deployment failed: 1.0.2',
  );
});

test('versions with any characters have different URIs', async (t) => {
  const { catalog, decorations } = await decoratedFixture(t);
  const { versionRowUri } = await import('../../src/vscode/tree/rowDecorations.ts');
  const { appCode, module } = targetOf('stag');
  const rows = ['../x?#%2F', 'a/b', '\ud800', '一期'].map((version) => versionRowUri(appCode, module, version));
  assert.equal(new Set(rows.map(({ path }) => path)).size, 4);
  for (const { path } of rows) assert.match(path, /^\/version\/demo-app\/default\/[0-9a-f]+$/);
  assert.ok(rows.every((uri) => decorations.provideFileDecoration(uri) === undefined));
  assert.ok(catalog);
});

test('other files and rows without an environment have no decoration of ours', async (t) => {
  const { decorations, rows } = await decoratedFixture(t);
  const [row] = rows();
  assert.ok(row?.resourceUri);
  const like = (parts: Partial<Uri>): Uri => Object.assign(Object.create(row.resourceUri ?? null) as Uri, parts);
  assert.equal(decorations.provideFileDecoration(like({ scheme: 'file' })), undefined);
  assert.equal(decorations.provideFileDecoration(like({ path: '/environment/demo-app/default/nowhere' })), undefined);
});
