import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { SecretStorageChangeEvent } from 'vscode';
import { gatewayUrlOf } from '../core/connect.ts';
import { until } from '../core/until.ts';
import { inMemoryMemento } from './memento.ts';
import { mockTreeVscode, settings } from './mockTreeVscode.ts';

mockTreeVscode();
const { EventEmitter } = await import('vscode');
const { SessionStore } = await import('../../src/vscode/session/session.ts');

const platformAt = (host: string) => ({
  name: host,
  gatewayUrl: gatewayUrlOf(`https://${host}.example.com/api/bkpaas3/prod`),
});
const [one, other, third] = ['one', 'other', 'third'].map(platformAt);
const identity = { userName: 'admin', appCode: undefined };

/** A secret storage whose reads of one platform's secret wait until the test releases them. */
function fixture(t: TestContext) {
  assert.ok(one && other && third);
  const kept = new Map<string, string>();
  const waiting: (() => void)[] = [];
  const slow = { host: '' };
  const store = new SessionStore(
    {
      keys: () => Promise.resolve([...kept.keys()]),
      get: async (key) => {
        if (slow.host !== '' && key.includes(slow.host)) await new Promise<void>((resolve) => waiting.push(resolve));
        return kept.get(key);
      },
      store: (key, value) => Promise.resolve(void kept.set(key, value)),
      delete: (key) => Promise.resolve(void kept.delete(key)),
      onDidChange: new EventEmitter<SecretStorageChangeEvent>().event,
    },
    inMemoryMemento(),
  );
  t.after(() => {
    store.dispose();
  });
  return { store, slow, waiting, platforms: { one, other, third } };
}

test('a sign-in during a slow sign-out wins: the sign-out does not overwrite it when its read ends', async (t) => {
  const { store, slow, waiting, platforms } = fixture(t);
  settings.platforms = Object.values(platforms);
  t.after(() => {
    settings.platforms = undefined;
  });
  await store.signIn(platforms.other, 'token-other', identity);
  await store.signIn(platforms.one, 'token-one', identity);
  // After the sign-out from `one`, the store reads the secret of `other`.
  slow.host = 'other';
  const signingOut = store.signOut();
  await until(() => waiting.length > 0);
  const signingIn = store.signIn(platforms.third, 'token-third', identity);
  slow.host = '';
  // Enough turns of the event loop for the sign-in to end, if it did not wait for the sign-out.
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  for (const release of waiting) release();
  await Promise.all([signingOut, signingIn]);
  assert.ok(store.current.state === 'signedIn');
  assert.equal(store.current.accessToken, 'token-third');
});
