import assert from 'node:assert/strict';
import test from 'node:test';
import { deployPackage } from '../../../src/core/operations/deploy/deployPackage.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { deployOf, deployOutcomeText } from './deployAndReconcile.ts';
import { type Attempt, countDeployments, deploy, grant, postRequests, withFaultOnPost } from './deployAttempt.ts';
import { testBedFor } from './deployFixture.ts';

test('a version is deployed: three simultaneous reads, then one POST of JSON with both fields for the version', async (t) => {
  const testBed = await testBedFor(t);
  const { platform } = testBed;
  const outcome = await deploy(testBed);
  assert.ok(outcome.status === 'started');
  assert.equal(outcome.known, 'answered');
  assert.equal(outcome.id, moduleOf(platform.state, 'demo-app', 'default').deployments.at(-1)?.id);
  assert.equal(platform.requests.length, 4);
  const [sent] = postRequests(platform);
  assert.match(sent?.path ?? '', /\/applications\/demo-app\/modules\/default\/envs\/stag\/deployments\/?$/);
  assert.equal(sent?.headers.get('content-type'), 'application/json');
  const body: unknown = JSON.parse(sent.body.toString());
  assert.deepEqual(body, { url: '', version_type: 'package', version_name: '1.0.2', revision: '1.0.2' });
});

const failuresBeforeSending: [code: string, deploy: Attempt['deploy']][] = [
  ['versionCleanedUp', { version: '1.0.1' }],
  ['versionNotFound', { version: '9.9.9' }],
  ['moduleNotFound', { module: 'nope' }],
  ['moduleTakesNoPackages', { module: 'web' }],
  ['moduleTakesNoPackages', { module: 'img' }],
  ['moduleTakesNoPackages', { appCode: 'history-app' }],
  ['applicationNotFound', { appCode: 'no-such-app' }],
  ['developRoleMissing', { appCode: 'shared-board', version: '0.9.0' }],
  ['developRoleMissing', { appCode: 'not-mine' }],
];
for (const [code, wrong] of failuresBeforeSending) {
  test(`${code} (${JSON.stringify(wrong)}) is found before anything is sent`, async (t) => {
    const testBed = await testBedFor(t);
    const outcome = await deploy(testBed, { deploy: wrong ?? {} });
    assert.equal(deployOutcomeText(outcome), `failed ${code}`);
    assert.equal(postRequests(testBed.platform).length, 0);
  });
}

for (const [version, code] of [
  ['', 'versionBlank'],
  [' \t', 'versionBlank'],
  ['v'.repeat(65), 'versionTooLong'],
  ['😀'.repeat(65), 'versionTooLong'],
] as const) {
  test(`${JSON.stringify(version.slice(0, 4))} with ${version.length} is refused here: no request`, async (t) => {
    const testBed = await testBedFor(t);
    assert.equal(deployOutcomeText(await deploy(testBed, { deploy: { version } })), `failed ${code}`);
    assert.equal(testBed.platform.requests.length, 0);
  });
}

for (const version of ['v'.repeat(64), '😀'.repeat(64)]) {
  test(`64 characters (${version.slice(0, 2)}…) are sent: a surrogate pair counts as one character`, async (t) => {
    const testBed = await testBedFor(t);
    const { packages } = moduleOf(testBed.platform.state, 'demo-app', 'default');
    packages.push({ ...(packages[0] ?? assert.fail()), version, packageName: `x:${version}` });
    await deploy(testBed, { deploy: { version } });
    assert.equal(postRequests(testBed.platform).length, 1);
  });
}

test('a version with spaces around it is trimmed, and is found after a lost response', async (t) => {
  const testBed = await withFaultOnPost(t, { kind: 'dropBeforeHeaders' });
  assert.equal(deployOutcomeText(await deploy(testBed, { deploy: { version: ' 1.0.2\n' } })), 'started found');
});

test('an expired token and the role of an operator are found before anything is sent', async (t) => {
  const testBed = await testBedFor(t);
  const { expired, operator } = demoTokens;
  assert.equal(deployOutcomeText(await deploy(testBed, { access: { accessToken: expired } })), 'failed tokenExpired');
  assert.equal(
    deployOutcomeText(await deploy(testBed, { access: { accessToken: operator } })),
    'failed developRoleMissing',
  );
  assert.equal(postRequests(testBed.platform).length, 0);
});

test('a token that may deploy but not read deploys without the reads, and the log says so', async (t) => {
  const { platform } = await testBedFor(t);
  grant(platform, 'deploy_with_module');
  const { platform: connected, log } = connect(platform, { accessToken: demoTokens.noGrant });
  const outcome = await deployPackage(connected, deployOf(), { timeoutMs: 10_000, userName: 'admin' });
  assert.equal(deployOutcomeText(outcome), 'started answered');
  assert.equal(log.lines.filter((line) => /^warn .*cannot read (modules|versions|deployments)/.test(line)).length, 3);
});

test('with a token that may deploy and list modules only, a wrong module is still found before sending', async (t) => {
  const testBed = await testBedFor(t);
  grant(testBed.platform, 'deploy_with_module', 'list_app_modules');
  const access = { accessToken: demoTokens.noGrant };
  assert.equal(
    deployOutcomeText(await deploy(testBed, { deploy: { module: 'nope' }, access })),
    'failed moduleNotFound',
  );
  assert.equal(postRequests(testBed.platform).length, 0);
});

test('with a token that may deploy but not read, the outcome after a lost response stays unknown', async (t) => {
  const testBed = await withFaultOnPost(t, { kind: 'dropBeforeHeaders' });
  grant(testBed.platform, 'deploy_with_module');
  const outcome = await deploy(testBed, { access: { accessToken: demoTokens.noGrant } });
  assert.equal(deployOutcomeText(outcome), 'unknown connectionLost mayNotRead');
});

for (const codeName of ['BAD_GATEWAY', 'SERVICE_UNAVAILABLE', 'REQUEST_BACKEND_TIMEOUT', 'RATE_LIMIT_RESTRICTION']) {
  test(`a POST is never sent again automatically after ${codeName}`, async (t) => {
    const testBed = await withFaultOnPost(t, { kind: 'gatewayError', codeName });
    const before = countDeployments(testBed.platform);
    assert.equal((await deploy(testBed)).status, 'failed');
    assert.deepEqual([postRequests(testBed.platform).length, countDeployments(testBed.platform)], [1, before]);
  });
}

test('cancelled during the reads, or while the record is being saved: nothing is sent', async (t) => {
  const testBed = await testBedFor(t);
  assert.equal(deployOutcomeText(await deploy(testBed, { options: { signal: AbortSignal.abort() } })), 'cancelled');
  const stop = new AbortController();
  const beforeSending = async (): Promise<void> => {
    stop.abort();
    return Promise.resolve();
  };
  assert.equal(
    deployOutcomeText(await deploy(testBed, { options: { signal: stop.signal, beforeSending } })),
    'cancelled',
  );
  assert.equal(postRequests(testBed.platform).length, 0);
});

test('cancelled while waiting for the response: the deployment is reconciled and found', async (t) => {
  const testBed = await withFaultOnPost(t, { kind: 'slowDrip', ms: 1000 });
  const stop = new AbortController();
  const deploying = deploy(testBed, { options: { signal: stop.signal } });
  while (postRequests(testBed.platform)[0]?.status === undefined) await new Promise(setImmediate);
  stop.abort();
  assert.equal(deployOutcomeText(await deploying), 'started found');
});

test('the data for reconciling is passed to beforeSending, which is awaited before anything is sent', async (t) => {
  const testBed = await testBedFor(t);
  const newest = moduleOf(testBed.platform.state, 'demo-app', 'default').deployments.findLast(
    ({ environment }) => environment === 'stag',
  );
  let noted = '';
  await deploy(testBed, {
    options: {
      async beforeSending(pending) {
        await new Promise(setImmediate);
        noted = `${postRequests(testBed.platform).length} posts`;
        assert.equal(pending.baseline?.newest, newest?.id);
        assert.equal(pending.baseline?.answeredAt, testBed.now().getTime());
        assert.deepEqual([pending.deploy, pending.userName], [deployOf(), 'admin']);
      },
    },
  });
  assert.equal(noted, '0 posts');
});

test('a deployment whose record cannot be saved is not sent, and the error is thrown', async (t) => {
  const testBed = await testBedFor(t);
  const beforeSending = (): Promise<void> => Promise.reject(new Error('the disk is full'));
  await assert.rejects(deploy(testBed, { options: { beforeSending } }), /the disk is full/);
  assert.equal(postRequests(testBed.platform).length, 0);
});
