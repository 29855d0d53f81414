import assert from 'node:assert/strict';
import test from 'node:test';
import { inspect } from 'node:util';
import { curlCommand } from '../../../src/core/operations/upload/curlCommand.ts';
import { parseUploadRequest } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import { uploadPackage } from '../../../src/core/operations/upload/uploadPackage.ts';
import { parseAppCode, parseModuleName } from '../../../src/core/platform/names.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import type { Fault } from '../../platform/faults.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { connect, gatewayUrlOf } from '../connect.ts';
import { serverFor } from '../serverFor.ts';
import { everyCall } from './everyCall.ts';

const token = demoTokens.admin;
const app = parseAppCode('demo-app') ?? assert.fail();
const module = parseModuleName('default') ?? assert.fail();

const uploadOf = (packageUrl: string) =>
  parseUploadRequest({ appCode: app, module, packageUrl, version: '1.0.3', allowOverwrite: false });

/**
 * Makes every call of the client, and an upload. `ends` has the value or the error of each call. `values` has these
 * too, followed by the result of the upload.
 */
async function callEverything(platform: Platform, packageUrl: string): Promise<{ ends: unknown[]; values: unknown[] }> {
  const settled = await Promise.allSettled([
    ...Object.values(everyCall(packageUrl)).map((call) => call(platform)),
    uploadPackage(platform, uploadOf(packageUrl), { timeoutMs: 10_000 }),
  ]);
  const values = settled.map((end): unknown => (end.status === 'fulfilled' ? end.value : end.reason));
  return { ends: values.slice(0, -1), values };
}

/** Returns all the texts that a log, telemetry or a page could contain for a value. */
function everyFormOf(value: unknown): string {
  const own = value instanceof Error ? [value.message, value.stack, JSON.stringify(Object.entries(value))] : [];
  const facts = value instanceof PlatformError ? [JSON.stringify(value.facts)] : [];
  return [inspect(value, { depth: 10, showHidden: true }), JSON.stringify(value), String(value), ...own, ...facts].join(
    '\n',
  );
}

function assertNoSecret(log: readonly string[], values: readonly unknown[]): void {
  for (const secret of [token, 'signed-identity', 'x-bkapi-jwt', 'access_token']) {
    assert.deepEqual(
      log.filter((line) => line.includes(secret)),
      [],
      `${secret} in the log`,
    );
  }
  for (const value of values) assert.ok(!everyFormOf(value).includes(token), `the token in ${inspect(value)}`);
}

const refusal: Fault = { kind: 'backendError', answer: 'forbidden' };
const faults: readonly Fault[] = [
  { kind: 'dropBeforeHeaders' },
  { kind: 'dropMidBody' },
  { kind: 'halfJson' },
  { kind: 'proxyLoginPage' },
  { kind: 'gatewayError', codeName: 'INVALID_ARGS', fields: { reason: 'access_token is invalid' } },
  { kind: 'redirect', location: 'https://elsewhere.invalid/' },
  { kind: 'hangThen504' },
  refusal,
];

test('without errors, the token and the contents of the debug header are in no log line and no result', async (t) => {
  const platform = await startPlatformForTest(t);
  const { platform: connected, log } = connect(platform);
  const { values } = await callEverything(connected, `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`);
  assert.ok(log.lines.length >= 10);
  assert.ok(platform.requests.some(({ headers }) => headers.get('x-bkapi-debug') === 'true'));
  assertNoSecret(log.lines, values);
});

for (const fault of faults) {
  test(`${fault.kind}: the token is in no log line and in no error, however the error is printed`, async (t) => {
    const platform = await startPlatformForTest(t);
    platform.faults.always({ fault });
    const { platform: connected, log } = connect(platform);
    const { ends, values } = await callEverything(connected, `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`);
    assert.ok(ends.every((value) => value instanceof PlatformError));
    assertNoSecret(log.lines, values);
  });
}

test('after a refused and a cancelled connection, the token is nowhere', async (t) => {
  const { platform, log } = connect({ gatewayUrl: 'http://127.0.0.1:1/api/bkpaas3/prod' });
  assertNoSecret(log.lines, (await callEverything(platform, 'https://pkg.example.com/a.tar.gz')).values);
  const server = await startPlatformForTest(t);
  const cancelled = connect(server);
  const cause = await cancelled.platform.whoAmI({ signal: AbortSignal.abort() }).catch((error: unknown) => error);
  assertNoSecret(cancelled.log.lines, [cause]);
});

const echoes: Record<string, (headers: string) => [status: number, type: string, body: string]> = {
  'a page that shows the request': (headers) => [403, 'text/html', `<html><pre>${headers}</pre></html>`],
  'a page with status 200 that shows the request': (headers) => [
    200,
    'text/html',
    `<html><pre>${headers}</pre></html>`,
  ],
  'a text that repeats the request': (headers) => [200, 'text/plain', `not json ${headers}`],
  'a refusal that repeats the request': (headers) => [
    400,
    'application/json',
    JSON.stringify({ code: 'X', detail: headers }),
  ],
  'a gateway error that repeats the request': (headers) => [
    400,
    'application/json',
    JSON.stringify({ code: 1640001, code_name: 'INVALID_ARGS', message: headers, result: false, data: null }),
  ],
};
for (const [name, respond] of Object.entries(echoes)) {
  test(`${name}: what the platform said is kept without the token`, async (t) => {
    const server = await serverFor(t, ({ headers }, response) => {
      const [status, type, body] = respond(String(headers['x-bkapi-authorization']));
      response.writeHead(status, { 'content-type': type }).end(body);
    });
    const { platform, log } = connect(server);
    assertNoSecret(log.lines, (await callEverything(platform, 'https://pkg.example.com/a.tar.gz')).values);
  });
}

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect ${status} to another server is not followed: it sees nothing, not even a connection`, async (t) => {
    const elsewhere = await serverFor(t, (_, response) => response.end('{}'));
    const platform = await startPlatformForTest(t);
    platform.faults.always({ fault: { kind: 'redirect', status, location: `${elsewhere.origin}/login?from=secret` } });
    const { platform: connected, log } = connect(platform);
    const { ends, values } = await callEverything(connected, `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`);
    for (const value of ends) {
      assert.ok(value instanceof PlatformError && value.code === 'redirected');
      // The error contains only the origin of the redirect, because the query of a login page can contain secrets.
      assert.equal(value.facts.subject, elsewhere.origin);
    }
    assert.deepEqual(elsewhere.seen, []);
    assertNoSecret(log.lines, values);
  });
}

test('a token is sent to its own gateway only, not to the package’s host, and no response can change that', async (t) => {
  const packages = await serverFor(t, (_, response) => response.end('not an archive'));
  const platform = await startPlatformForTest(t, { switches: { allowedHosts: 'any' } });
  await callEverything(connect(platform).platform, `${packages.origin}/a.tar.gz`);
  assert.ok(packages.seen.length > 0, 'the platform fetched the package');
  for (const { headers } of packages.seen) assert.ok(!JSON.stringify(headers).includes(token));
  const { host } = new URL(platform.gatewayUrl);
  for (const request of platform.requests) {
    assert.equal(request.headers.get('host'), host);
    assert.match(request.path, /^\/api\/bkpaas3\/prod\/(?:bkapps|streams)\//);
    assert.ok(![...request.query].join().includes(token) && !request.body.toString().includes(token));
  }
});

test('the curl command names a variable, never the token', () => {
  const command = curlCommand(
    gatewayUrlOf('https://h.example.com/api/bkpaas3/prod'),
    't',
    uploadOf('https://p.example.com/a.tgz'),
  );
  assert.ok(!command.includes(token));
  assert.match(command, /\$BKPAAS_ACCESS_TOKEN/);
});
