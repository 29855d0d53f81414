import assert from 'node:assert/strict';
import test from 'node:test';
import { findGateway } from '../../../src/core/operations/connection/findGateway.ts';
import { canContinuePast, probeGateway } from '../../../src/core/operations/connection/probeGateway.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { gatewayUrlOf } from '../connect.ts';
import { recordLog } from '../recordLog.ts';
import { refusedPort } from '../refusedPort.ts';
import { serverFor } from '../serverFor.ts';

const probe = (url: string) => probeGateway(gatewayUrlOf(url), recordLog());

test('a probe finds a gateway with one request that has no token', async (t) => {
  const platform = await startPlatformForTest(t);
  assert.deepEqual(await probe(platform.gatewayUrl), { kind: 'gateway' });
  assert.deepEqual(
    platform.requests.map(({ headers }) => headers.get('x-bkapi-authorization')),
    [undefined],
  );
});

test('a probe distinguishes a wrong name or stage from a server that is not a gateway', async (t) => {
  const platform = await startPlatformForTest(t);
  for (const wrong of [platform.gatewayUrl.replace(/prod$/, 'stag'), platform.gatewayUrl.replace('bkpaas3', 'other')])
    assert.deepEqual(await probe(wrong), { kind: 'wrongNameOrStage' }, wrong);
  const page = await serverFor(t, (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
  });
  assert.deepEqual(await probe(page.gatewayUrl), { kind: 'notGateway', status: 200 });
  const api = await serverFor(t, (_, response) => {
    response.writeHead(404, { 'Content-Type': 'application/json' }).end('{"error": "not found"}');
  });
  assert.deepEqual(await probe(api.gatewayUrl), { kind: 'notGateway', status: 404 });
});

test('a redirect is reported with its target, without the query and the path of the probe', async (t) => {
  const cases = [
    ['https://login.example.com/plain/?c_url=planted#top', 'https://login.example.com/plain'],
    ['https://bkapi.example.com/api/bkpaas3/prod/bkapps/applications', 'https://bkapi.example.com/api/bkpaas3/prod'],
    ['https://me:planted@bkapi.example.com/', 'https://bkapi.example.com/'],
  ] as const;
  for (const [location, to] of cases) {
    const moved = await serverFor(t, (_, response) => {
      response.writeHead(301, { Location: location }).end();
    });
    assert.deepEqual(await probe(moved.gatewayUrl), { kind: 'redirected', to });
  }
  const nowhere = await serverFor(t, (_, response) => {
    response.writeHead(302).end();
  });
  assert.deepEqual(await probe(nowhere.gatewayUrl), { kind: 'notGateway', status: 302 });
});

test('the user can continue only after a probe that failed in the network', async (t) => {
  const refused = await probe(`http://127.0.0.1:${refusedPort}/api/bkpaas3/prod`);
  assert.deepEqual(refused, { kind: 'notReached', why: 'connectionRefused' });
  const down = await serverFor(t, (_, response) => {
    response.writeHead(502, { 'Content-Type': 'text/html' }).end('<html>Bad Gateway</html>');
  });
  const unavailable = await probe(down.gatewayUrl);
  assert.deepEqual(unavailable, { kind: 'unavailable', status: 502 });
  assert.ok(canContinuePast(refused) && canContinuePast(unavailable));
  assert.ok(!canContinuePast({ kind: 'wrongNameOrStage' }) && !canContinuePast({ kind: 'notGateway', status: 200 }));
});

test('a console URL leads to its gateway, by its page or by the usual address', async (t) => {
  const platform = await startPlatformForTest(t);
  const wanted = { gatewayUrl: platform.gatewayUrl, isConsole: true, problem: undefined };
  assert.deepEqual(await findGateway(platform.consoleUrl, recordLog()), wanted);
  platform.switches.consoleNamesGateway = false;
  assert.deepEqual(await findGateway(platform.consoleUrl, recordLog()), wanted);
  assert.ok(platform.requests.every(({ headers }) => !headers.has('x-bkapi-authorization')));
});

test('the gateway that the console’s page names takes precedence, and the usual address is not probed', async (t) => {
  const platform = await startPlatformForTest(t);
  const template = platform.gatewayUrl.replace('bkpaas3/prod', '{api_name}/');
  let requests = 0;
  const console = await serverFor(t, (_, response) => {
    requests += 1;
    const html = `<html><script>var BK_API_URL_TMPL = '${template}' || ''</script></html>`;
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
  });
  const found = await findGateway(console.origin, recordLog());
  assert.deepEqual(found, { gatewayUrl: platform.gatewayUrl, isConsole: true, problem: undefined });
  assert.equal(requests, 1, 'only the console’s page');
});

test('an address without a gateway leads nowhere', async (t) => {
  const page = await serverFor(t, (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html></html>');
  });
  const problem = { kind: 'notGateway', status: 200 };
  assert.deepEqual(await findGateway(page.origin, recordLog()), { gatewayUrl: undefined, problem });
});

test('an unreachable address leads nowhere, and the network problem is reported', async () => {
  const found = await findGateway(`http://127.0.0.1:${refusedPort}`, recordLog());
  const problem = { kind: 'notReached', why: 'connectionRefused' };
  assert.deepEqual(found, { gatewayUrl: undefined, problem });
});

test('a gateway that the console’s page names is returned with its problem if it does not respond', async (t) => {
  const console = await serverFor(t, (_, response) => {
    const html = `<html><script>var BK_API_URL_TMPL = 'http://127.0.0.1:${refusedPort}/api/{api_name}/'</script></html>`;
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
  });
  assert.deepEqual(await findGateway(console.origin, recordLog()), {
    gatewayUrl: `http://127.0.0.1:${refusedPort}/api/bkpaas3/prod`,
    isConsole: true,
    problem: { kind: 'notReached', why: 'connectionRefused' },
  });
});
