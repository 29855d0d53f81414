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

/**
 * Returns a session store and its secret storage. Reads of the secret of `slow.host` wait until the test calls the
 * functions in `waiting`.
 */
function createFixture(t: TestContext) {
  assert.ok(one && other && third);
  const kept = new Map<string, string>();
  const waiting: (() => void)[] = [];
  const slow = { host: '' };
  /** The host whose secret the storage loses, and the host whose secret it cannot delete. Empty means no host. */
  const refuses = { keeping: '', deleting: '' };
  const memento = inMemoryMemento();
  const open = () =>
    new SessionStore(
      {
        keys: () => Promise.resolve([...kept.keys()]),
        get: async (key) => {
          if (slow.host !== '' && key.includes(slow.host)) await new Promise<void>((resolve) => waiting.push(resolve));
          return kept.get(key);
        },
        store: (key, value) => {
          if (!isSecretOfHost(refuses.keeping, key)) kept.set(key, value);
          return Promise.resolve();
        },
        delete: (key) =>
          isSecretOfHost(refuses.deleting, key)
            ? Promise.reject(new Error('the keyring is locked'))
            : Promise.resolve(void kept.delete(key)),
        onDidChange: new EventEmitter<SecretStorageChangeEvent>().event,
      },
      memento,
    );
  const store = open();
  const reopen = () => {
    const next = open();
    t.after(() => {
      next.dispose();
    });
    return next;
  };
  t.after(() => {
    store.dispose();
  });
  return { store, reopen, kept, slow, refuses, waiting, platforms: { one, other, third } };
}

/** Returns a fixture whose user has signed in to the platforms `other` and `one`, and has then signed out of `one`. */
async function createSignedOutFixture(t: TestContext) {
  const made = createFixture(t);
  const { store, platforms } = made;
  settings.platforms = Object.values(platforms);
  t.after(() => {
    settings.platforms = undefined;
  });
  await store.signIn(platforms.other, 'token-other', identity);
  await store.signIn(platforms.one, 'token-one', identity);
  await store.signOut();
  return made;
}

test('a slow sign-out does not overwrite a sign-in that the user starts meanwhile', async (t) => {
  const { store, slow, waiting, platforms } = createFixture(t);
  settings.platforms = Object.values(platforms);
  t.after(() => {
    settings.platforms = undefined;
  });
  await store.signIn(platforms.other, 'token-other', identity);
  await store.signIn(platforms.one, 'token-one', identity);
  // The sign-out from `one` also reads the secret of `other`, so a slow read of this secret delays the sign-out.
  slow.host = 'other';
  const signingOut = store.signOut();
  await until(() => waiting.length > 0);
  const signingIn = store.signIn(platforms.third, 'token-third', identity);
  slow.host = '';
  // These turns of the event loop are enough for a sign-in that does not wait for the sign-out.
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  for (const release of waiting) release();
  await Promise.all([signingOut, signingIn]);
  assert.ok(store.current.state === 'signedIn');
  assert.equal(store.current.accessToken, 'token-third');
});

test('a sign-out switches to no other platform, in this window and in the next', async (t) => {
  const { store, platforms, reopen } = await createSignedOutFixture(t);
  const wanted = { state: 'signedOut', others: [platforms.other].map(withoutUndefined) };
  assert.deepEqual(withoutUndefined(store.current), wanted);
  assert.deepEqual(withoutUndefined(await reopen().read()), wanted);
  assert.equal((await store.switchTo(platforms.other))?.accessToken, 'token-other');
});

test('signing out of all platforms deletes every token', async (t) => {
  const { store, platforms, kept } = createFixture(t);
  settings.platforms = [platforms.one];
  t.after(() => {
    settings.platforms = undefined;
  });
  await store.signIn(platforms.other, 'token-other', identity);
  await store.signIn(platforms.one, 'token-one', identity);
  const gateways = [platforms.one, platforms.other].map(({ gatewayUrl }) => gatewayUrl);
  assert.deepEqual(await store.signOutOfAll(), gateways, 'also of a platform that is no longer in the settings');
  assert.deepEqual(withoutUndefined(store.current), { state: 'signedOut', others: [] });
  assert.equal(kept.size, 0);
});

test('signing out of all platforms also forgets a token that the secret storage did not keep', async (t) => {
  const { store, platforms, refuses } = createFixture(t);
  refuses.keeping = 'other';
  assert.deepEqual(await store.signIn(platforms.other, 'token-other', identity), { kept: false });
  await store.signIn(platforms.one, 'token-one', identity);
  const gateways = [platforms.one, platforms.other].map(({ gatewayUrl }) => gatewayUrl);
  assert.deepEqual(await store.signOutOfAll(), gateways);
  assert.equal(await store.switchTo(platforms.other), undefined);
});

test('a token that cannot be deleted keeps no other token, and the user is signed out', async (t) => {
  const { store, platforms, kept, refuses } = createFixture(t);
  await store.signIn(platforms.other, 'token-other', identity);
  await store.signIn(platforms.one, 'token-one', identity);
  refuses.deleting = 'one';
  await assert.rejects(store.signOutOfAll(), /did not delete every token/);
  assert.deepEqual([store.current.state, kept.size], ['signedOut', 1]);
});

test('a rejected token is not used again, also by a switch to its platform', async (t) => {
  const { store, platforms } = createFixture(t);
  await store.signIn(platforms.one, 'token-one', identity);
  assert.ok(store.current.state === 'signedIn');
  store.reject(store.current);
  assert.equal(await store.switchTo(platforms.one), undefined);
  assert.equal(store.current.state, 'rejected');
});

test('after a sign-out, the other platforms follow the settings', async (t) => {
  const { store, platforms } = await createSignedOutFixture(t);
  const renamed = { ...platforms.other, name: 'renamed' };
  settings.platforms = [platforms.one, renamed];
  await store.platformsChanged();
  assert.deepEqual(withoutUndefined(store.current), { state: 'signedOut', others: [renamed] });
  settings.platforms = [platforms.one];
  await store.platformsChanged();
  assert.deepEqual(withoutUndefined(store.current), { state: 'signedOut', others: [] });
});

function isSecretOfHost(host: string, key: string): boolean {
  return host !== '' && key.includes(`//${host}.`);
}

/** Returns a copy without undefined members. */
function withoutUndefined(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
