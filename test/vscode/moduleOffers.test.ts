import assert from 'node:assert/strict';
import test from 'node:test';
import { mockVscode } from './mockVscode.ts';

const folderOf = (name: string): { name: string; uri: { path: string } } => ({ name, uri: { path: `/${name}` } });
const folders = [folderOf('orders'), folderOf('web')];
const targets: Record<string, unknown> = { '/web': { appCode: 'flow-designer', module: 'default' } };
mockVscode({
  l10n: { t: (text: string, ...values: string[]) => text.replace('{0}', values[0] ?? '') },
  window: { activeTextEditor: undefined },
  workspace: {
    workspaceFolders: folders,
    getWorkspaceFolder: (uri: { path: string }) => folders.find((folder) => uri.path.startsWith(folder.uri.path)),
    getConfiguration: (_: string, scope?: { path: string }) => ({ get: () => targets[scope?.path ?? ''] }),
  },
});
const { moduleOffers, targetOrigin } = await import('../../src/vscode/modules/activeTarget.ts');

const session = { platform: { name: 'demo', gatewayUrl: 'https://bkapi.example.com/api/bkpaas3/prod' } };
const recents = { modules: () => [{ appCode: 'orders', module: 'default' }] };

function offerTexts(path: string): string[] {
  const offers = moduleOffers({ editor: { recents } } as never, session as never, [], { path } as never);
  return offers.map(({ appCode, from }) => `${appCode}: ${from}`);
}

test('the target of the resource’s folder comes first, those of other folders last, all with their names', () => {
  assert.deepEqual(offerTexts('/orders/app.txt'), ['orders: recently used', 'flow-designer: target of web']);
  assert.deepEqual(offerTexts('/web/app.txt'), ['flow-designer: target of web', 'orders: recently used']);
});

test('a target names its folder if several are open, and is “this folder’s” otherwise', () => {
  const [orders] = folders;
  assert.ok(orders);
  assert.equal(targetOrigin(orders as never), 'target of orders');
  const web = folders.pop() ?? assert.fail();
  assert.equal(targetOrigin(orders as never), 'this folder’s target');
  folders.push(web);
  assert.equal(targetOrigin(undefined), 'target in user settings');
});
