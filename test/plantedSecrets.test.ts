import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { maskPackageUrl } from '../src/core/releases/packageUrl.ts';
import { recordLog } from './core/recordLog.ts';
import { proxyPassword } from './editor/suite/setup/fixture.ts';
import { addressesWithSecrets, assertNoSecretsBelow, secretsIn } from './plantedSecrets.ts';
import { demoTokens } from './platform/seedDemo.ts';
import { repositorySeed } from './repository/startRepository.ts';
import { sourceToken } from './sources/startSources.ts';

const secrets = [...Object.values(demoTokens), repositorySeed.secret, sourceToken, proxyPassword];

test('every secret of the test servers is found, in each spelling', () => {
  for (const secret of secrets) {
    const basic = Buffer.from(`a:${secret}`).toString('base64');
    for (const text of [secret, encodeURIComponent(`"${secret}"`), JSON.stringify({ secret }), `Basic ${basic}`])
      assert.ok(secretsIn(`before ${text} behind`).length > 0, text);
  }
  assert.deepEqual(secretsIn('GET /demo-app/demo-app-1.0.0.tar.gz?token=*** 200 request id 0123456789abcdef'), []);
});

test('every address with a secret has one, and none when it is masked', () => {
  for (const address of addressesWithSecrets('packages.example.com:8443')) {
    assert.ok(secretsIn(address).length > 0, address);
    assert.deepEqual(secretsIn(maskPackageUrl(address)), [], address);
  }
});

test('a log line with a secret fails the test that logs', () => {
  assert.throws(() => {
    recordLog(() => undefined).info(`GET /a?token=${sourceToken}`);
  }, /secrets in the log/);
});

test('a written file with a secret is found, and a missing folder is no failure', async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-secrets-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(path.join(folder, 'logs', 'deep'), { recursive: true });
  await writeFile(path.join(folder, 'logs', 'deep', 'BlueKing PaaS.log'), `GET /a?sig=${proxyPassword}`);
  await assert.rejects(
    assertNoSecretsBelow(folder, () => true),
    /BlueKing PaaS\.log/,
  );
  await assertNoSecretsBelow(folder, (file) => !file.endsWith('.log'));
  await assertNoSecretsBelow(path.join(folder, 'missing'), () => true);
});
