import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { TreeView } from 'vscode';
import { gatewayUrlOf } from '../core/connect.ts';
import { startDeployTestBed } from '../platform/deployClient.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import type { ContextKeys } from '../../src/vscode/editor/contextKeys.ts';
import type { TreeNode } from '../../src/vscode/modules/nodes.ts';
import { settings } from './mockTreeVscode.ts';
import { treeFixture } from './treeFixture.ts';

const { followSession } = await import('../../src/vscode/tree/followSession.ts');

/**
 * Signs in and connects the view to the session. `draw` draws the root rows and returns the context key of the welcome
 * texts. `view.message` is the view's message.
 */
async function viewFixture(t: TestContext, token: string, consoleUrl?: string) {
  const { platform } = await startDeployTestBed(t);
  const { session, applicationTree } = await treeFixture(t, platform.gatewayUrl, token);
  settings.target = undefined;
  const keys = new Map<string, unknown>();
  const contextKeys = { set: (key: string, value: unknown) => keys.set(key, value) } as unknown as ContextKeys; // only `set` is called
  const view = { message: undefined } as unknown as TreeView<TreeNode>; // only `message` is set
  t.after(() => {
    following.dispose();
  });
  const following = followSession(session, applicationTree, view, contextKeys);
  const { current } = session;
  assert.ok(current.state === 'signedIn');
  await session.signIn({ ...current.platform, consoleUrl }, token, current.identity);
  const draw = async (): Promise<unknown> => {
    await applicationTree.getChildren();
    return keys.get('applications');
  };
  return { session, applicationTree, view, keys, draw };
}

test('without a grant, the console’s address decides whether its page is offered', async (t) => {
  const unknown = await viewFixture(t, demoTokens.noGrant);
  assert.equal(await unknown.draw(), 'notPermittedNoConsole');
  const known = await viewFixture(t, demoTokens.noGrant, 'https://paas.example.com');
  assert.equal(await known.draw(), 'notPermitted');
  // VS Code shows no welcome text beside a message.
  assert.equal(known.view.message, '');
});

test('one line says who is signed in where, and names the filter', async (t) => {
  const { applicationTree, view, draw } = await viewFixture(t, demoTokens.admin);
  assert.equal(await draw(), 'listed');
  assert.equal(view.message, 'admin on Test');
  applicationTree.setFilter('orders');
  await draw();
  assert.equal(view.message, 'admin on Test · filter “orders”');
});

test('on another platform, nothing is left of the previous list', async (t) => {
  const { session, keys, view, draw } = await viewFixture(t, demoTokens.admin);
  await draw();
  const { current } = session;
  assert.ok(current.state === 'signedIn');
  const gatewayUrl = gatewayUrlOf('https://other.example.com/api/bkpaas3/prod');
  await session.signIn({ name: 'Other', gatewayUrl }, demoTokens.admin, current.identity);
  assert.deepEqual([keys.get('applications'), view.message], ['reading', '']);
});

test('after a sign-out, nothing of the list is left', async (t) => {
  const { session, view, keys, draw } = await viewFixture(t, demoTokens.admin);
  await draw();
  await session.signOut();
  assert.deepEqual([keys.get('session'), keys.get('applications'), view.message], ['signedOut', 'reading', '']);
});
