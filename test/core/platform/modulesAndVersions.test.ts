import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptsPackages } from '../../../src/core/platform/modules.ts';
import { parseAppCode, parseModuleName } from '../../../src/core/platform/names.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { moduleOf } from '../../platform/state.ts';
import { oldPlatformSwitches } from '../../platform/switches.ts';
import { connect } from '../connect.ts';
import { failureOf } from '../failureOf.ts';
import { serverFor } from '../serverFor.ts';

const appCodeOf = (code = 'demo-app') => parseAppCode(code) ?? assert.fail();
const moduleNameOf = (name = 'default') => parseModuleName(name) ?? assert.fail();

test('modules: the default module first, each with the origin of its code, in one request', async (t) => {
  const platform = await startPlatformForTest(t);
  assert.deepEqual(await connect(platform).platform.modules.list(appCodeOf()), [
    { name: 'default', origin: 'lessCode' },
    { name: 'api', origin: 'aiAgent' },
    { name: 'img', origin: 'cloudNativeImage' },
    { name: 'web', origin: 'repository' },
  ]);
  assert.equal(platform.requests.length, 1);
});

const origins: [number | null | undefined | string, string, boolean][] = [
  [1, 'repository', false],
  [2, 'lessCode', true],
  [3, 'sMart', true],
  [4, 'image', false],
  [5, 'scene', false],
  [6, 'cloudNativeImage', false],
  [7, 'aiAgent', true],
  [8, 'unknown', false],
  [null, 'repository', false],
  [undefined, 'repository', false],
  ['2', 'lessCode', true],
];
for (const [source_origin, origin, takes] of origins) {
  test(`modules: origin ${String(source_origin)} is ${origin} and takes ${takes ? '' : 'no '}packages`, async (t) => {
    const server = await serverFor(t, (_, response) =>
      response.end(JSON.stringify([{ name: 'default', source_origin }])),
    );
    const [module] = await connect(server).platform.modules.list(appCodeOf());
    assert.deepEqual(module, { name: 'default', origin });
    assert.equal(acceptsPackages(module), takes);
  });
}

test('modules: invalid names are left out; JSON without an array is unreadable', async (t) => {
  const bodies = ['[{"name": "../x"}, {"name": 7}, null, {"name": "ok", "is_default": true}]', '{}', 'null'];
  const server = await serverFor(t, (_, response) => response.end(bodies.shift()));
  const { modules } = connect(server).platform;
  assert.deepEqual(await modules.list(appCodeOf()), [{ name: 'ok', origin: 'repository' }]);
  while (bodies.length > 0) assert.equal((await failureOf(modules.list(appCodeOf()))).code, 'answerUnreadable');
});

test('modules: an unknown application and a missing role have different codes', async (t) => {
  const platform = await startPlatformForTest(t);
  const { modules } = connect(platform).platform;
  assert.equal((await failureOf(modules.list(appCodeOf('no-such-app')))).code, 'applicationNotFound');
  const { code, facts } = await failureOf(modules.list(appCodeOf('not-mine')));
  assert.equal(code, 'developRoleMissing');
  assert.match(facts.applyUrl ?? '', /^https:\/\/bkiam\.example\.com\/.*id=102$/);
});

test('versions: newest first, with size, date, and whether the platform has cleaned the file up', async (t) => {
  const platform = await startPlatformForTest(t);
  const versions = await connect(platform).platform.sourcePackages.versions(appCodeOf(), moduleNameOf());
  assert.deepEqual(
    versions.map(({ version, sizeBytes, cleanedUp, updated }) => [version, sizeBytes, cleanedUp, updated?.time]),
    [
      ['1.0.2', 1_417_704, false, Date.parse('2026-07-20T02:00:00Z')],
      ['1.0.1', 1_416_680, true, Date.parse('2026-07-19T02:00:00Z')],
      ['1.0.0', 1_415_656, false, Date.parse('2026-07-18T02:00:00Z')],
    ],
  );
});

test('versions: the newest version is the one created last, not the one overwritten last', async (t) => {
  const platform = await startPlatformForTest(t);
  const { packages } = moduleOf(platform.state, 'demo-app', 'default');
  const [first] = packages;
  if (first) first.updated = new Date('2026-08-01T00:00:00Z');
  const versions = await connect(platform).platform.sourcePackages.versions(appCodeOf(), moduleNameOf());
  assert.deepEqual(
    versions.map(({ version }) => version),
    ['1.0.2', '1.0.1', '1.0.0'],
  );
});

test('versions: an old platform sends dates without an offset, and does not say what was cleaned up', async (t) => {
  const platform = await startPlatformForTest(t, { switches: oldPlatformSwitches });
  const [newest, middle] = await connect(platform).platform.sourcePackages.versions(appCodeOf(), moduleNameOf());
  assert.deepEqual(newest?.updated, {
    time: Date.parse('2026-07-20T02:00:00Z'),
  });
  assert.equal(middle?.cleanedUp, false);
});

test('versions: sizes are numbers or text, images and Chinese names are accepted, invalid rows are left out', async (t) => {
  const platform = await startPlatformForTest(t);
  const { sourcePackages } = connect(platform).platform;
  const images = await sourcePackages.versions(appCodeOf('orders'), moduleNameOf());
  assert.deepEqual(
    images.map(({ version }) => version),
    ['2.4.0', '2.3.0'],
  );
  const chinese = await sourcePackages.versions(appCodeOf('flow-designer'), moduleNameOf());
  assert.deepEqual(
    chinese.map(({ version }) => version),
    ['2026年7月修订', '二期-灰度', '一期-正式版'],
  );
  assert.deepEqual(await sourcePackages.versions(appCodeOf('ai-assistant'), moduleNameOf()), []);
  const results = [
    { name: 'a', extra: { package_size: '12' } },
    { name: 'b', extra: { package_size: 34, is_deleted: true }, last_update: null },
    { name: 'c', extra: { package_size: -1.5, is_deleted: 'true' } },
    { name: 'd' },
    { revision: 'nameless' },
    null,
  ];
  const server = await serverFor(t, (_, response) => response.end(JSON.stringify({ results })));
  const read = await connect(server).platform.sourcePackages.versions(appCodeOf(), moduleNameOf());
  assert.deepEqual(
    read.map(({ version, sizeBytes, cleanedUp }) => [version, sizeBytes, cleanedUp]),
    [
      ['d', undefined, false],
      ['c', -1.5, false],
      ['b', 34, true],
      ['a', 12, false],
    ],
  );
});

test('versions: an unknown module is platformFailed, and an operator is developRoleMissing', async (t) => {
  const platform = await startPlatformForTest(t);
  const { sourcePackages } = connect(platform).platform;
  assert.equal((await failureOf(sourcePackages.versions(appCodeOf(), moduleNameOf('nope')))).code, 'platformFailed');
  const operator = connect(platform, { accessToken: demoTokens.operator }).platform.sourcePackages;
  assert.equal((await failureOf(operator.versions(appCodeOf(), moduleNameOf()))).code, 'developRoleMissing');
});

test('versions: JSON without a list is unreadable', async (t) => {
  const server = await serverFor(t, (_, response) => response.end('{"results": null}'));
  const failed = connect(server).platform.sourcePackages.versions(appCodeOf(), moduleNameOf());
  assert.equal((await failureOf(failed)).code, 'answerUnreadable');
});
