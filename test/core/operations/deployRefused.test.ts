import assert from 'node:assert/strict';
import test from 'node:test';
import type { BackendErrorName } from '../../platform/backend/backendErrors.ts';
import { neverEndingDeployment } from '../../platform/deployments/readyPlans.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { moduleOf } from '../../platform/state.ts';
import { deployOutcomeText } from './deployAndReconcile.ts';
import { countDeployments, deploy, grant, postRequests, withFaultOnPost } from './deployAttempt.ts';
import { testBedFor } from './deployFixture.ts';

test('a deployment in progress is named, with its operator and version', async (t) => {
  const testBed = await testBedFor(t);
  testBed.platform.state.deployScripts.push({ plan: neverEndingDeployment() });
  const first = await deploy(testBed, { access: { accessToken: demoTokens.developer }, options: { userName: 'dev' } });
  assert.ok(first.status === 'started');
  const outcome = await deploy(testBed);
  assert.ok(outcome.status === 'failed');
  assert.equal(outcome.error.code, 'deploymentOngoing');
  assert.equal(outcome.ongoing?.id, first.id);
  assert.deepEqual([outcome.ongoing.operator, outcome.ongoing.version], ['dev', '1.0.2']);
});

test('a deployment in progress stays unnamed if the history cannot be read, and the error is the same', async (t) => {
  const testBed = await testBedFor(t);
  const { platform } = testBed;
  grant(platform, 'deploy_with_module');
  await deploy(testBed);
  const outcome = await deploy(testBed, { access: { accessToken: demoTokens.noGrant } });
  assert.ok(outcome.status === 'failed');
  assert.deepEqual([outcome.error.code, outcome.ongoing], ['deploymentOngoing', undefined]);
});

test('a protected environment rejects everyone but administrators, with its own code', async (t) => {
  const testBed = await testBedFor(t);
  const protectedOne = { environment: 'prod', version: '1.0.0' };
  const access = { accessToken: demoTokens.developer };
  assert.equal(
    deployOutcomeText(await deploy(testBed, { deploy: protectedOne, access })),
    'failed environmentProtected',
  );
  assert.equal(deployOutcomeText(await deploy(testBed, { deploy: protectedOne })), 'started answered');
});

test('a description that the platform rejects is reported with the platform’s message, and no deployment starts', async (t) => {
  for (const language of ['en', 'zh-cn'] as const) {
    const testBed = await testBedFor(t);
    const { packages } = moduleOf(testBed.platform.state, 'demo-app', 'default');
    const last = packages.at(-1) ?? assert.fail();
    last.contents = { ...last.contents, descriptionProblem: 'modules: 该字段是必填项。' };
    const before = countDeployments(testBed.platform);
    const outcome = await deploy(testBed, { access: { language } });
    assert.ok(outcome.status === 'failed');
    assert.equal(outcome.error.code, 'descriptionInvalid');
    assert.match(outcome.error.facts.said ?? '', /modules: 该字段是必填项/);
    assert.equal(countDeployments(testBed.platform), before);
  }
});

test('a failing object store is reported as a rejected deployment', async (t) => {
  const testBed = await testBedFor(t);
  testBed.platform.switches.objectStore = 'fails';
  assert.equal(deployOutcomeText(await deploy(testBed)), 'failed deploymentNotTaken');
});

test('a version that is cleaned up between the reads and the request is reported as a rejected deployment', async (t) => {
  const testBed = await testBedFor(t);
  const beforeSending = async (): Promise<void> => {
    const last = moduleOf(testBed.platform.state, 'demo-app', 'default').packages.at(-1);
    if (last) last.isDeleted = true;
    return Promise.resolve();
  };
  assert.equal(deployOutcomeText(await deploy(testBed, { options: { beforeSending } })), 'failed deploymentNotTaken');
});

const answers: [answer: BackendErrorName, code: string][] = [
  ['notLoggedIn', 'notLoggedIn'],
  ['forbidden', 'developRoleMissing'],
  ['roleRestricted', 'environmentProtected'],
  ['deployOngoing', 'deploymentOngoing'],
  ['noRevision', 'versionNotFound'],
  ['cannotDeploy', 'deploymentNotTaken'],
  ['cannotDeployStore', 'deploymentNotTaken'],
  ['badDeployDescription', 'descriptionInvalid'],
  ['unsupportedOrigin', 'moduleTakesNoPackages'],
  ['noApplication', 'applicationNotFound'],
];
for (const [answer, code] of answers) {
  test(`the platform’s ${answer} is ${code}`, async (t) => {
    const testBed = await withFaultOnPost(t, { kind: 'backendError', answer });
    const before = countDeployments(testBed.platform);
    const outcome = await deploy(testBed);
    assert.equal(deployOutcomeText(outcome), `failed ${code}`);
    if (outcome.status === 'failed' && code === 'versionNotFound') assert.equal(outcome.error.facts.subject, '1.0.2');
    assert.deepEqual([postRequests(testBed.platform).length, countDeployments(testBed.platform)], [1, before]);
  });
}
