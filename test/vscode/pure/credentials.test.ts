import assert from 'node:assert/strict';
import test from 'node:test';
import type * as vscode from 'vscode';
import { Credentials } from '../../../src/vscode/editor/credentials.ts';

type Secrets = Pick<vscode.SecretStorage, 'store' | 'get' | 'delete'>;

function createStorage(rest: Partial<Secrets> = {}): { secrets: vscode.SecretStorage; kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const secrets: Secrets = {
    get: (key) => Promise.resolve(kept.get(key)),
    store: (key, value) => Promise.resolve(void kept.set(key, value)),
    delete: (key) => Promise.resolve(void kept.delete(key)),
    ...rest,
  };
  // The code under test uses only these members.
  return { secrets: secrets as vscode.SecretStorage, kept };
}

test('the credential of one origin cannot be read for another origin', async () => {
  const credentials = new Credentials(createStorage().secrets);
  const credential = { user: 'alice', secret: 'planted' };
  assert.equal(await credentials.keep('https://bkrepo.example.com/path', credential), true);
  assert.deepEqual(await credentials.get('https://bkrepo.example.com'), credential);
  for (const other of ['http://bkrepo.example.com', 'https://bkrepo.example.com:8443', 'https://example.com'])
    assert.equal(await credentials.get(other), undefined, other);
});

const refuse = (): Promise<never> => Promise.reject(new Error('no keyring'));
const unreliableStorages: readonly [string, Partial<Secrets>][] = [
  ['loses a secret', { store: () => Promise.resolve() }],
  ['refuses a secret', { store: refuse }],
  ['cannot be read', { get: refuse }],
];
for (const [what, rest] of unreliableStorages) {
  test(`if the storage ${what}, a credential is kept for this window only, and can be forgotten`, async () => {
    const credentials = new Credentials(createStorage(rest).secrets);
    assert.equal(await credentials.keep('https://bkrepo.example.com', { user: 'a', secret: 'b' }), false);
    assert.equal((await credentials.get('https://bkrepo.example.com'))?.secret, 'b');
    await credentials.forget('https://bkrepo.example.com');
    assert.equal(await credentials.get('https://bkrepo.example.com'), undefined);
  });
}

test('an invalid value in the storage is not used as a credential', async () => {
  const { secrets, kept } = createStorage();
  kept.set('bkpaas.credential https://bkrepo.example.com', '{"user": 1}');
  assert.equal(await new Credentials(secrets).get('https://bkrepo.example.com'), undefined);
});
