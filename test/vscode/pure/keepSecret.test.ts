import assert from 'node:assert/strict';
import test from 'node:test';
import { keepSecret, readSecret, type Secrets } from '../../../src/vscode/editor/credentials.ts';

const refuse = (): Promise<never> => Promise.reject(new Error('no keyring'));

function storage(rest: Partial<Secrets> = {}): Secrets {
  const kept = new Map<string, string>();
  return {
    store: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
    get: (key) => Promise.resolve(kept.get(key)),
    ...rest,
  };
}

test('a secret that can be read back is kept', async () => {
  const secrets = storage();
  assert.equal(await keepSecret(secrets, 'a', 'value'), true);
  assert.equal(await readSecret(secrets, 'a'), 'value');
});

test('a storage that takes a secret and loses it has not kept it', async () => {
  assert.equal(await keepSecret(storage({ store: () => Promise.resolve() }), 'a', 'value'), false);
});

test('a storage that throws has not kept it, and has nothing', async () => {
  assert.equal(await keepSecret(storage({ store: refuse }), 'a', 'value'), false);
  assert.equal(await keepSecret(storage({ get: refuse }), 'a', 'value'), false);
  assert.equal(await readSecret(storage({ get: refuse }), 'a'), undefined);
});
