import assert from 'node:assert/strict';
import test from 'node:test';
import {
  addOnsPageUrl,
  cloudApiPageUrl,
  logPageUrl,
  overviewPageUrl,
  packagesPageUrl,
  processesPageUrl,
  variablesPageUrl,
} from '../../../src/core/platform/consoleUrl.ts';
import { parseAppCode, parseModuleName } from '../../../src/core/platform/names.ts';

const app = parseAppCode('demo-app') ?? assert.fail();
const module = parseModuleName('api') ?? assert.fail();
const root = 'https://paas.example.com/developer-center/apps/demo-app';

test('a default application has a page for each module (platform-api.md 5)', () => {
  assert.equal(packagesPageUrl('https://paas.example.com', 'default', app, module), `${root}/api/package`);
  assert.equal(overviewPageUrl('https://paas.example.com', 'default', app, module), `${root}/api/summary`);
});

test('a cloud-native application shows its packages on the build page and has one overview', () => {
  const page = packagesPageUrl('https://paas.example.com', 'cloud_native', app, module);
  assert.equal(page, `${root}/api/settings/modules/build`);
  assert.equal(overviewPageUrl('https://paas.example.com', 'cloud_native', app, module), `${root}/summary`);
});

test('the log page is the same for both types, and shows the standard output of one module', () => {
  assert.equal(logPageUrl('https://paas.example.com/', app, module), `${root}/api/logging?tab=stream`);
});

test('tasks without an API have pages that depend on the application’s type', () => {
  const base = 'https://paas.example.com';
  assert.deepEqual(
    (['default', 'cloud_native'] as const).map((type) => [
      processesPageUrl(base, type, app, module, 'prod'),
      variablesPageUrl(base, type, app, module),
      addOnsPageUrl(base, type, app, module),
    ]),
    [
      [`${root}/api/process`, `${root}/api/environment_variable`, `${root}/api/service/1`],
      [`${root}/deployments/prod`, `${root}/api/settings/modules/env`, `${root}/api/settings/modules/services`],
    ],
  );
});

test('the Cloud API page is the same for both types, and a calling application’s code cannot change the path', () => {
  assert.equal(cloudApiPageUrl('https://paas.example.com', 'demo-app'), `${root}/cloudapi`);
  assert.equal(
    cloudApiPageUrl('https://paas.example.com', 'a/../b?c'),
    'https://paas.example.com/developer-center/apps/a%2F..%2Fb%3Fc/cloudapi',
  );
});

const bases: [string, string][] = [
  ['https://paas.example.com/', 'https://paas.example.com'],
  ['https://paas.example.com///', 'https://paas.example.com'],
  ['https://paas.example.com/developer-center', 'https://paas.example.com'],
  ['https://paas.example.com/developer-center/', 'https://paas.example.com'],
  ['https://paas.example.com/developer-center/apps/other/default/summary', 'https://paas.example.com'],
  ['https://paas.example.com/o/bk_paas3/', 'https://paas.example.com/o/bk_paas3'],
  ['https://paas.example.com/o/bk_paas3/developer-center/apps', 'https://paas.example.com/o/bk_paas3'],
];
for (const [typed, base] of bases) {
  test(`the console at ${typed} has its pages below ${base}`, () => {
    assert.equal(cloudApiPageUrl(typed, 'demo-app'), `${base}/developer-center/apps/demo-app/cloudapi`);
  });
}
