import assert from 'node:assert/strict';
import test from 'node:test';
import { parseAppCode, parseModuleName } from '../../../src/core/platform/names.ts';
import { Recents } from '../../../src/vscode/editor/recents.ts';
import { inMemoryMemento } from '../memento.ts';

const gatewayUrl = 'https://bkapi.example.com/api/bkpaas3/prod';
const appCode = parseAppCode('demo-app') ?? assert.fail();
const module = parseModuleName('default') ?? assert.fail();
const plainUrl = 'https://bkrepo.example.com/demo-app-1.0.3.tar.gz';

test('a link with a password or a signature is not remembered, and its module is', async () => {
  const memento = inMemoryMemento();
  const recents = new Recents(memento);
  await recents.remember(gatewayUrl, appCode, module, plainUrl);
  for (const link of [
    plainUrl.replace('//', '//me:hunter2@'),
    `${plainUrl}?sign=hunter2`,
    `${plainUrl}?X-Amz-Signature=hunter2`,
  ])
    await recents.remember(gatewayUrl, appCode, module, link);
  assert.deepEqual(recents.packageUrls(gatewayUrl, appCode, module), [plainUrl]);
  assert.equal(recents.modules(gatewayUrl).length, 1);
  assert.doesNotMatch(memento.written(), /hunter2/);
});

test('modules and links that were used on one platform are not offered on another', async () => {
  const recents = new Recents(inMemoryMemento());
  await recents.remember(gatewayUrl, appCode, module, plainUrl);
  assert.deepEqual(recents.modules('https://other.example.com/prod'), []);
  assert.deepEqual(recents.packageUrls('https://other.example.com/prod', appCode, module), []);
});

test('a host from which a platform downloaded a package is known for that platform only', async () => {
  const recents = new Recents(inMemoryMemento());
  await recents.remember(gatewayUrl, appCode, module, plainUrl);
  assert.ok(recents.hasUploadedFrom(gatewayUrl, 'https://BKREPO.example.com/other.zip'));
  assert.ok(!recents.hasUploadedFrom(gatewayUrl, 'https://github.com/other.zip'));
  assert.ok(!recents.hasUploadedFrom('https://other.example.com/prod', plainUrl));
});
