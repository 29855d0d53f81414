import assert from 'node:assert/strict';
import test from 'node:test';
import { ask, platformFor } from './gatewayClient.ts';
import { demoTokens } from './seedDemo.ts';

const EVENTS = '/streams/36ef5721-7313-48fa-a59a-1dc47c585828/history_events';

test('event history: an unknown deployment where the endpoint exists, the page of a missing path where not', async (t) => {
  const platform = await platformFor(t);
  const unknown = await ask(platform, EVENTS);
  assert.deepEqual(
    [unknown.status, unknown.json],
    [
      400,
      {
        code: 'CANNOT_GET_DEPLOYMENT',
        detail: '查询部署信息失败: 没有 id 为 36ef5721-7313-48fa-a59a-1dc47c585828 的部署记录',
      },
    ],
  );
  assert.equal(unknown.headers['bkapi-error-code-num'], '4311001');
  platform.switches.streamEndpoint = false;
  const gone = await ask(platform, EVENTS);
  assert.equal(gone.status, 404);
  assert.match(gone.text, /<title>Not Found<\/title>/);
  // The gateway lists it all the same, so its own checks still come first (API reference 0.1).
  assert.equal((await ask(platform, EVENTS, { token: demoTokens.noGrant })).status, 403);
});
