import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { DeployEvents } from '../../../src/core/platform/deployEvents.ts';
import { successfulDeployment } from '../../platform/deployments/readyPlans.ts';
import { connect } from '../connect.ts';
import { failureOf } from '../failureOf.ts';
import { serverFor } from '../serverFor.ts';
import { deploymentsTestBedFor, unknownId } from './deploymentsTestBed.ts';

test('each event is returned once, as a line, a step or the end', async (t) => {
  const { platform, as, deploy, jumpTo } = await deploymentsTestBedFor(t);
  const id = await deploy(successfulDeployment({ lines: ['a', 'b\n', '', '\u001b[1Gc'], durationMs: 9000 }));
  assert.equal((await failureOf(as().deployments.events(id, 0))).code, 'logChannelNotFound');
  const lines: string[] = [];
  let last: DeployEvents | undefined;
  for (let ms = 2000; ms <= 9000; ms += 500) {
    jumpTo(ms);
    last = await as().deployments.events(id, last?.lastId ?? 0);
    lines.push(...last.lines);
    assert.equal(last.closed, ms === 9000);
  }
  assert.deepEqual(lines.slice(3, 7), ['a', 'b', '', '\u001b[1Gc']);
  assert.equal(last?.stepsMoved, true);
  const again = await as().deployments.events(id, last.lastId);
  assert.deepEqual(
    { ...again, bytes: 2 },
    { lastId: last.lastId, lines: [], stepsMoved: false, closed: false, bytes: 2 },
  );
  const { path, query } = platform.requests.at(-1) ?? assert.fail();
  assert.match(path, new RegExp(`/api/bkpaas3/prod/streams/${id}/history_events$`));
  assert.equal(query.toString(), `last_event_id=${last.lastId}`);
});

test('a missing endpoint, a missing channel and an unknown ID have different codes', async (t) => {
  const { platform, as, deploy, jumpTo } = await deploymentsTestBedFor(t);
  const id = await deploy();
  jumpTo(25 * 60 * 60 * 1000);
  assert.equal((await failureOf(as().deployments.events(id, 0))).code, 'logChannelNotFound');
  assert.equal((await failureOf(as().deployments.events(unknownId, 0))).code, 'deploymentNotFound');
  platform.switches.streamEndpoint = false;
  assert.equal((await failureOf(as().deployments.events(id, 0))).code, 'pathNotFound');
});

async function read(t: TestContext, body: string, lastId = 0): Promise<DeployEvents> {
  const server = await serverFor(t, (_, response) => response.writeHead(200).end(body));
  return connect(server).platform.deployments.events(unknownId, lastId);
}

const messageEvent = (id: unknown, line: unknown): object => ({
  id,
  event: 'msg',
  data: JSON.stringify({ line, stream: 'STDOUT' }),
});

test('repeated events, events without an ID and unknown events are left out', async (t) => {
  const events = await read(
    t,
    JSON.stringify([
      messageEvent(3, 'old'),
      messageEvent(4, 'new'),
      messageEvent(4, 'again'),
      messageEvent('x', 'no id'),
      { event: 'msg' },
      null,
      'text',
      [messageEvent(9, 'inside')],
      { id: 5, event: 'internal', data: 'x' },
      { id: 6, event: 'title', data: 'x' },
      { id: 7, event: 'msg', data: 'no JSON' },
      { id: 8, event: 'msg', data: '{"line": 5}' },
      messageEvent(10, 'several\nlines\n'),
    ]),
    3,
  );
  assert.deepEqual([events.lastId, events.lines], [10, ['new', 'several', 'lines']]);
});

for (const body of ['{}', '[{"id": 1}', '[1{}]', '[{]}]', `[${'['.repeat(300)}${']'.repeat(300)}]`, '{"a": [{}]}']) {
  test(`not a list of events, so unreadable: ${body.slice(0, 20)}`, async (t) => {
    assert.equal((await failureOf(read(t, body))).code, 'answerUnreadable');
  });
}

test('a message of very many lines is read', async (t) => {
  const { lines } = await read(t, JSON.stringify([messageEvent(1, 'x\n'.repeat(300_000))]));
  assert.equal(lines.length, 300_000);
});

test('more than 4 MB of events are not read', async (t) => {
  const { code } = await failureOf(read(t, JSON.stringify([messageEvent(1, 'x'.repeat(5 * 1024 * 1024))])));
  assert.equal(code, 'answerTooLarge');
});
