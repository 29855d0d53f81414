import assert from 'node:assert/strict';
import test from 'node:test';
import { ciScript } from '../../../../src/core/operations/ci/ciScript.ts';
import { buildFailure, interruptedDeployment, successfulDeployment } from '../../../platform/deployments/readyPlans.ts';
import { startPlatformForTest } from '../../../platform/gatewayClient.ts';
import { demoTokens } from '../../../platform/seedDemo.ts';
import { moduleOf } from '../../../platform/state.ts';
import type { EmbeddedPlatform } from '../../../platform/startPlatform.ts';
import { until } from '../../until.ts';
import { skipReason as skip, optionsFor, runCiScript, scriptFor, shells } from './runCiScript.ts';

const uploadPathPattern = /source_package\/link\/$/;
const postPaths = (platform: EmbeddedPlatform): string[] =>
  platform.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
const storedVersions = (platform: EmbeddedPlatform): string[] =>
  moduleOf(platform.state, 'demo-app', 'default').packages.map(({ version }) => version);

for (const shell of shells) {
  test(`${shell}: a new version is uploaded, the token is in no argument and in no output`, { skip }, async (t) => {
    const platform = await startPlatformForTest(t);
    const end = await runCiScript(t, scriptFor(platform), { shell: [shell] });
    assert.equal(end.code, 0, end.output);
    assert.match(end.output, /Version 1\.0\.3 is uploaded\. SHA-256: [0-9a-f]{64}/);
    assert.ok(storedVersions(platform).includes('1.0.3'));
    assert.equal(postPaths(platform).length, 1);
    assert.match(end.programArguments, /source_package\/link/);
    for (const text of [end.programArguments, end.output]) assert.ok(!text.includes(demoTokens.admin), text);
  });
}

test('a CI that traces each command (set -x) does not print the token', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const end = await runCiScript(t, scriptFor(platform), { shell: ['bash', '-ex', '-o', 'pipefail'] });
  assert.equal(end.code, 0, end.output);
  assert.ok(!end.output.includes(demoTokens.admin));
});

test('without a token, nothing is sent', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const end = await runCiScript(t, scriptFor(platform), { environment: { BKPAAS_ACCESS_TOKEN: '' } });
  assert.equal(end.code, 1);
  assert.match(end.output, /The variable BKPAAS_ACCESS_TOKEN is not set/);
  assert.deepEqual(platform.requests, []);
});

test('a rejected token is named by its code, without the gateway’s message', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const end = await runCiScript(t, scriptFor(platform), { environment: { BKPAAS_ACCESS_TOKEN: 'wrong-"token"\\' } });
  assert.equal(end.code, 1);
  assert.match(end.output, /HTTP 400\)\n\| INVALID_ARGS\n/);
  assert.doesNotMatch(end.output, /wrong-|ssm|http:/);
  const sent = platform.requests[0]?.headers.get('x-bkapi-authorization') ?? '';
  assert.deepEqual(JSON.parse(sent), { access_token: 'wrong-"token"\\' });
});

test('a stored version is not replaced without OVERWRITE=1', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const script = scriptFor(platform, { version: '1.0.2' });
  const end = await runCiScript(t, script);
  assert.equal(end.code, 1);
  assert.match(end.output, /Version 1\.0\.2 already exists\. Set OVERWRITE=1/);
  assert.deepEqual(postPaths(platform), []);

  const again = await runCiScript(t, script, { environment: { OVERWRITE: '1' } });
  assert.equal(again.code, 0, again.output);
  assert.equal(postPaths(platform).length, 1);
});

test('a version whose package the platform has removed is not uploaded', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const end = await runCiScript(t, scriptFor(platform, { version: '1.0.1' }), { environment: { OVERWRITE: '1' } });
  assert.equal(end.code, 1);
  assert.match(end.output, /the platform has removed its package/);
  assert.deepEqual(postPaths(platform), []);
});

test('a host that is not allowed is a failure with the platform’s reason', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const end = await runCiScript(t, scriptFor(platform, { packageUrl: 'https://github.com/a/b.tar.gz' }));
  assert.equal(end.code, 1);
  assert.match(end.output, /The upload was rejected\. \(HTTP 400\)\n\| .*github\.com/);
  assert.equal(postPaths(platform).length, 1);
});

test('a gateway that reports its errors with status 200 rejects as well', { skip }, async (t) => {
  const platform = await startPlatformForTest(t, { switches: { statusRewrite200: true } });
  platform.faults.next({ method: 'POST', fault: { kind: 'gatewayError', codeName: 'APP_NO_PERMISSION' } });
  const end = await runCiScript(t, scriptFor(platform));
  assert.equal(end.code, 1, end.output);
  assert.match(end.output, /The upload was rejected\. \(HTTP 200\)\n\| APP_NO_PERMISSION/);
});

test('a package that arrives after a 504 is found, and not sent again', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.next({ method: 'POST', path: uploadPathPattern, fault: { kind: 'hangThen504' } });
  const packageUrl = `${platform.packagesUrl}/held/late/demo-app-1.0.3.tar.gz`;
  const running = runCiScript(t, scriptFor(platform, { packageUrl }));
  await until(() => platform.requests.filter(({ path }) => path.endsWith('/repo/branches/')).length > 3);
  platform.releaseDownload('late');
  const end = await running;
  assert.equal(end.code, 0, end.output);
  assert.match(end.output, /Checking what the platform did….*Version 1\.0\.3 is uploaded\./s);
  assert.equal(postPaths(platform).length, 1);
});

for (const kind of ['dropBeforeHeaders', 'dropMidBody', 'halfJson', 'proxyLoginPage'] as const) {
  test(`a response that is lost by ${kind} is no failure of an upload that arrived`, { skip }, async (t) => {
    const platform = await startPlatformForTest(t);
    const fate = kind === 'dropBeforeHeaders' || kind === 'proxyLoginPage' ? { backend: 'completes' as const } : {};
    platform.faults.next({ method: 'POST', path: uploadPathPattern, fault: { kind, ...fate } });
    const end = await runCiScript(t, scriptFor(platform));
    assert.equal(end.code, 0, end.output);
    assert.equal(postPaths(platform).length, 1);
  });
}

test('a redirect is not followed, and the token goes nowhere else', { skip }, async (t) => {
  const [platform, other] = await Promise.all([startPlatformForTest(t), startPlatformForTest(t)]);
  platform.faults.always({ fault: { kind: 'redirect', location: `${other.gatewayUrl}/bkapps/` } });
  const end = await runCiScript(t, scriptFor(platform));
  assert.equal(end.code, 1, end.output);
  assert.deepEqual(other.requests, []);
});

test('a package that never arrives is a failure after the time limit', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.next({
    method: 'POST',
    path: uploadPathPattern,
    fault: { kind: 'dropBeforeHeaders', backend: 'neverReached' },
  });
  const end = await runCiScript(t, scriptFor(platform));
  assert.equal(end.code, 1, end.output);
  assert.match(end.output, /The platform did not store the package/);
  assert.equal(platform.requests.filter(({ path }) => path.endsWith('/repo/branches/')).length, 15);
});

test('a platform that cannot be read after a lost response leaves the outcome unknown', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.next({
    method: 'POST',
    path: uploadPathPattern,
    fault: { kind: 'dropBeforeHeaders', backend: 'completes' },
  });
  const running = runCiScript(t, scriptFor(platform));
  await until(() => postPaths(platform).length > 0);
  platform.faults.always({ method: 'GET', fault: { kind: 'gatewayError', codeName: 'APP_NO_PERMISSION' } });
  const end = await running;
  assert.equal(end.code, 2, end.output);
  assert.match(end.output, /The outcome is unknown/);
});

test('the platform’s error page ends the check at once', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const end = await runCiScript(t, scriptFor(platform, { packageUrl: `${platform.packagesUrl}/status/404/a.tar.gz` }));
  assert.equal(end.code, 1, end.output);
  assert.equal(platform.requests.filter(({ path }) => path.endsWith('/repo/branches/')).length, 2);
});

test('a version that appears with the platform’s error page leaves the outcome unknown', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const fault = { kind: 'backendError', answer: 'serverError', backend: 'completes' } as const;
  platform.faults.next({ method: 'POST', path: uploadPathPattern, fault });
  const end = await runCiScript(t, scriptFor(platform));
  assert.equal(end.code, 2, end.output);
});

test('a package of another upload under the version leaves the outcome unknown', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.next({ method: 'POST', path: uploadPathPattern, fault: { kind: 'hangThen504' } });
  const packageUrl = `${platform.packagesUrl}/held/late/mine.tar.gz`;
  const running = runCiScript(t, scriptFor(platform, { packageUrl }));
  await until(() => postPaths(platform).length > 0);
  const other = await runCiScript(t, scriptFor(platform));
  const end = await running;
  assert.deepEqual([other.code, end.code], [0, 2], end.output);
  assert.match(end.output, /another upload may have stored it/);
});

test('a stored package with another digest than SHA256 is a failure', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const end = await runCiScript(t, scriptFor(platform), { environment: { SHA256: '0'.repeat(64) } });
  assert.equal(end.code, 1);
  assert.match(end.output, /is stored, but its SHA-256 is [0-9a-f]{64}/);
});

test('a successful deployment is followed to its end, and prints each line of its log once', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const lines = ['one', '::set-output name=a::b', '##[add-mask]c', 'last 一期'];
  platform.state.deployScripts.push({ plan: successfulDeployment({ lines, durationMs: 600 }) });
  const end = await runCiScript(t, scriptFor(platform, { environment: 'stag' }));
  assert.equal(end.code, 0, end.output);
  assert.match(end.output, /Version 1\.0\.3 is deployed to stag\./);
  const printed = end.output.split('\n').filter((line) => line.startsWith('| '));
  for (const line of ['| one', '| :: set-output name=a::b', '| ## [add-mask]c', '| last 一期'])
    assert.equal(printed.filter((each) => each === line).length, 1, end.output);
  assert.equal(postPaths(platform).length, 2);
});

for (const [state, plan] of [
  ['failed', buildFailure],
  ['interrupted', interruptedDeployment],
] as const) {
  test(`a deployment that ends ${state} is a failure with its log`, { skip }, async (t) => {
    const platform = await startPlatformForTest(t);
    platform.state.deployScripts.push({ plan: plan({ durationMs: 300 }) });
    const end = await runCiScript(t, scriptFor(platform, { environment: 'prod' }));
    assert.equal(end.code, 1, end.output);
    assert.match(end.output, new RegExp(`^\\| .+\\nThe deployment ended: ${state}\\.`, 'm'));
    assert.deepEqual(
      postPaths(platform).map((path) => path.split('/').slice(-4, -1)),
      [
        ['default', 'source_package', 'link'],
        ['envs', 'prod', 'deployments'],
      ],
    );
  });
}

test('a deployment whose response is lost is found in the history and followed', { skip }, async (t) => {
  const platform = await startPlatformForTest(t, { switches: { deploySeconds: 0.3 } });
  platform.faults.next({ method: 'POST', path: /\/deployments\/$/, fault: { kind: 'hangThen504' } });
  const end = await runCiScript(t, scriptFor(platform, { environment: 'stag' }));
  assert.equal(end.code, 0, end.output);
  assert.equal(postPaths(platform).length, 2);
});

test('a deployment that cannot be read any more leaves the outcome unknown', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const fault = { kind: 'gatewayError', codeName: 'APP_NO_PERMISSION' } as const;
  platform.faults.always({ method: 'GET', path: /\/result\/$/, fault });
  const end = await runCiScript(t, scriptFor(platform, { environment: 'stag' }));
  assert.equal(end.code, 2, end.output);
  assert.match(end.output, /The outcome of deployment [0-9a-f-]{36} is unknown/);
});

test('a rejected deployment is a failure with the platform’s reason', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  platform.faults.next({
    method: 'POST',
    path: /\/deployments\/$/,
    fault: { kind: 'gatewayError', codeName: 'APP_NO_PERMISSION' },
  });
  const end = await runCiScript(t, scriptFor(platform, { environment: 'stag' }));
  assert.equal(end.code, 1, end.output);
  assert.match(end.output, /is uploaded\..*The deployment was rejected\. \(HTTP 403\)\n\| APP_NO_PERMISSION/s);
});

test('a package URL with a secret is a variable, also for the programs that the script starts', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const secret = 'sUpErSeCrEt';
  const packageUrl = `${platform.packagesUrl}/demo-app-1.0.3.tar.gz?token=${secret}`;
  const script = ciScript(optionsFor(platform, { packageUrl }));
  assert.ok(!script.text.includes(secret));
  assert.match(script.text, /# The package URL has credentials or a signature/);
  assert.deepEqual(script.variables, [
    { name: 'BKPAAS_ACCESS_TOKEN', secret: true },
    { name: 'PACKAGE_URL', secret: true },
  ]);
  const end = await runCiScript(t, script.text, { environment: { PACKAGE_URL: packageUrl } });
  assert.equal(end.code, 0, end.output);
  for (const text of [end.programArguments, end.output]) assert.ok(!text.includes(secret), text);
});

test('a masked URL of the history, and a text that YAML would change, are variables', async (t) => {
  const platform = await startPlatformForTest(t);
  const names = (rest: Parameters<typeof optionsFor>[1]): string[] =>
    ciScript(optionsFor(platform, rest)).variables.map(({ name }) => name);
  assert.deepEqual(names({ packageUrl: 'https://***@pkg.example.com/a.tgz' }).slice(1), ['PACKAGE_URL']);
  assert.deepEqual(names({ packageUrl: undefined, version: undefined }).slice(1), ['PACKAGE_URL', 'VERSION']);
  for (const version of ['a\u2028b', 'a\u0007', 'a\nb', '\ufeffa', '\ud800', 'a\u0085b'])
    assert.deepEqual(names({ version }).slice(1), ['VERSION'], JSON.stringify(version));
});

test('the tenant is a header, and the language of messages is that of the window', { skip }, async (t) => {
  const platform = await startPlatformForTest(t);
  const end = await runCiScript(t, scriptFor(platform, { tenantId: 'my-tenant', language: 'zh-cn' }));
  assert.equal(end.code, 0, end.output);
  for (const { headers } of platform.requests) {
    assert.equal(headers.get('x-bk-tenant-id'), 'my-tenant');
    assert.equal(headers.get('accept-language'), 'zh-cn');
  }
});
