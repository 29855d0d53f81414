import assert from 'node:assert/strict';
import test from 'node:test';
import { LinkInspector, knownSha256 } from '../../../src/vscode/upload/linkInspector.ts';
import { recordLog } from '../../core/recordLog.ts';
import { serverFor } from '../../core/serverFor.ts';

test('a link of the history, masked where its secret was, is not asked for', async (t) => {
  const server = await serverFor(t, (_, response) => response.end('x'));
  const inspector = new LinkInspector(recordLog(), () => 1024);
  for (const link of [`${server.origin}/a.tgz?sign=***`, `${server.origin.replace('//', '//***@')}/a.tgz`]) {
    const look = inspector.at(link);
    assert.equal((await look.whole).kind, 'notRead');
    assert.equal(knownSha256(look), undefined);
  }
  assert.deepEqual(server.seen, []);
});

test('if the inspection is turned off in the settings, no request is sent', async (t) => {
  const server = await serverFor(t, (_, response) => response.end('x'));
  const look = new LinkInspector(recordLog(), () => 0).at(`${server.origin}/a.tgz`);
  assert.deepEqual(await look.head, { kind: 'notRead', why: 'switchedOff' });
  assert.deepEqual(server.seen, []);
});

test('the same link is inspected once, and another link cancels the previous inspection', async (t) => {
  const server = await serverFor(t, ({ path }, response) => {
    // The server never responds to `/a.tgz`.
    if (path === '/b.tgz') response.end('x');
  });
  const inspector = new LinkInspector(recordLog(), () => 1024);
  const first = inspector.at(`${server.origin}/a.tgz`);
  assert.equal(inspector.at(`${server.origin}/a.tgz`), first);
  const second = inspector.at(`${server.origin}/b.tgz`);
  const { kind, ...rest } = await first.whole;
  assert.deepEqual({ kind, error: 'error' in rest && rest.error }, { kind: 'unreachable', error: 'cancelled' });
  assert.equal((await second.whole).kind, 'file');
});
