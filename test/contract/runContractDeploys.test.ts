import assert from 'node:assert/strict';
import test from 'node:test';
import { startPlatformForTest } from '../platform/gatewayClient.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { moduleOf } from '../platform/state.ts';
import { runContractForTest, countsOf, demoOptions, createTokenFile } from './runForTest.ts';

/** Options that select the cases that could change what runs in an environment. */
const deployCaseOptions = ['deploy.', 'offline.', 'released.'].flatMap((beginning) => ['--only', beginning]);

test('a real platform, --allow-writes alone: deployments are read and none is started', async (t) => {
  const platform = await startPlatformForTest(t);
  const file = await createTokenFile(t, demoTokens.admin);
  const run = await runContractForTest(
    ...[
      '--base-url',
      platform.gatewayUrl,
      '--token-file',
      file,
      '--allow-writes',
      ...demoOptions,
      ...deployCaseOptions,
    ],
  );
  assert.equal(run.status, 0, run.out);
  assert.match(run.out, /^same +released\.state /m);
  assert.match(run.out, /^skipped +deploy\.accepted .*\(skipped, needs --deploy-version\)$/m);
  assert.match(run.out, /^skipped +offline\.accepted .*\(skipped, needs --allow-offline\)$/m);
  const posted = platform.requests.filter(({ method, path }) => method === 'POST' && path.includes('/envs/'));
  assert.deepEqual(posted, []);
});

test('a real platform, with --deploy-version: that version is deployed once, to stag, and nothing else', async (t) => {
  const platform = await startPlatformForTest(t);
  const file = await createTokenFile(t, demoTokens.admin);
  const before = structuredClone(moduleOf(platform.state, 'demo-app', 'default'));
  const run = await runContractForTest(
    ...['--base-url', platform.gatewayUrl, '--token-file', file, '--allow-writes', '--deploy-version', '1.0.0'],
    ...[...demoOptions, ...deployCaseOptions],
  );
  assert.deepEqual([run.status, countsOf(run).different], [0, 0], run.out);
  assert.match(run.out, /^1\.0\.0 was sent to stag of demo-app \/ default; its deployment goes on\.$/m);
  const { deployments, offlines } = moduleOf(platform.state, 'demo-app', 'default');
  const added = deployments.slice(before.deployments.length);
  assert.deepEqual(
    added.map(({ environment, source }) => [environment, source.revision]),
    [['stag', '1.0.0']],
  );
  assert.deepEqual(offlines, before.offlines);
});

test('a real platform, with --allow-offline: stag is taken offline once, and nothing is deployed', async (t) => {
  const platform = await startPlatformForTest(t);
  const file = await createTokenFile(t, demoTokens.admin);
  const before = moduleOf(platform.state, 'demo-app', 'default').deployments.length;
  const run = await runContractForTest(
    ...['--base-url', platform.gatewayUrl, '--token-file', file, '--allow-writes', '--allow-offline'],
    ...[...demoOptions, ...deployCaseOptions],
  );
  assert.deepEqual([run.status, countsOf(run).different], [0, 0], run.out);
  assert.match(run.out, /^stag of demo-app \/ default was asked to go offline\.$/m);
  const { deployments, offlines } = moduleOf(platform.state, 'demo-app', 'default');
  assert.deepEqual([offlines.map(({ environment }) => environment), deployments.length], [['stag'], before]);
});

test('a real platform without a deployment: cases that need one are skipped, not different', async (t) => {
  const platform = await startPlatformForTest(t);
  const file = await createTokenFile(t, demoTokens.admin);
  const run = await runContractForTest(
    ...['--base-url', platform.gatewayUrl, '--token-file', file, '--app', 'demo-app', '--module', 'api'],
  );
  assert.deepEqual([run.status, countsOf(run).different], [0, 0], run.out);
  assert.match(run.out, /^skipped +result\.whole .*needs a deployment to stag in the history of the module\)$/m);
  assert.match(run.out, /^skipped +released\.state .*needs a version released to stag of the module\)$/m);
});
