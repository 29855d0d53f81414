import assert from 'node:assert/strict';
import test from 'node:test';
import type * as vscode from 'vscode';
import { Credentials } from '../../../src/vscode/editor/credentials.ts';

function storage(keeps = true): { secrets: vscode.SecretStorage; kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const secrets = {
    get: (key: string) => Promise.resolve(kept.get(key)),
    store: (key: string, value: string) => {
      if (keeps) kept.set(key, value);
      return Promise.resolve();
    },
    delete: (key: string) => {
      kept.delete(key);
      return Promise.resolve();
    },
  };
  // The code under test uses only these members.
  return { secrets: secrets as unknown as vscode.SecretStorage, kept };
}

test('what was given for one origin cannot be asked for by another', async () => {
  const credentials = new Credentials(storage().secrets);
  const credential = { user: 'alice', secret: 'planted' };
  assert.equal(await credentials.keep('https://bkrepo.example.com/path', credential), true);
  assert.deepEqual(await credentials.get('https://bkrepo.example.com'), credential);
  for (const other of ['http://bkrepo.example.com', 'https://bkrepo.example.com:8443', 'https://example.com'])
    assert.equal(await credentials.get(other), undefined, other);
});

test('where the computer keeps nothing it is good for this window, and is forgotten when asked to', async () => {
  const { secrets, kept } = storage(false);
  const credentials = new Credentials(secrets);
  assert.equal(await credentials.keep('https://bkrepo.example.com', { user: 'a', secret: 'b' }), false);
  assert.equal((await credentials.get('https://bkrepo.example.com'))?.secret, 'b');
  await credentials.forget('https://bkrepo.example.com');
  assert.equal(await credentials.get('https://bkrepo.example.com'), undefined);
  assert.equal(kept.size, 0);
});

test('junk in the storage is no credential', async () => {
  const { secrets, kept } = storage();
  kept.set('bkpaas.credential https://bkrepo.example.com', '{"user": 1}');
  assert.equal(await new Credentials(secrets).get('https://bkrepo.example.com'), undefined);
});
