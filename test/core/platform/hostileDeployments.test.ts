import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { DeploymentLog } from '../../../src/core/operations/deploy/deploymentLog.ts';
import type { LogReceiver } from '../../../src/core/platform/deployments.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { connect } from '../connect.ts';
import { failureOf } from '../failureOf.ts';
import { serverFor } from '../serverFor.ts';
import { targetOf } from '../operations/followFixture.ts';
import { collector, unknownId } from './deploymentsTestBed.ts';

const MB = 1024 * 1024;
const target = targetOf('demo-app', 'default');

/**
 * Returns a client of a server that responds with `head` and then repeats `piece` without end. `sent` returns how many
 * bytes of the repeated pieces the server has written.
 */
async function connectToEndlessAnswer(
  t: TestContext,
  head: string,
  piece: string,
): Promise<{ platform: Platform; sent: () => number }> {
  const block = Buffer.from(piece.repeat(Math.ceil((256 * 1024) / piece.length)));
  let sent = 0;
  const server = await serverFor(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write(head);
    const more = (): void => {
      while (!response.destroyed) {
        sent += block.length;
        if (!response.write(block)) {
          response.once('drain', more);
          return;
        }
      }
    };
    more();
  });
  return { platform: connect(server).platform, sent: () => sent };
}

const streams: readonly (readonly [what: string, head: string, piece: string, limitMb: number])[] = [
  ['a log without end', '{"status": "pending", "logs": "', 'line\\n', 64],
  ['a log of one line without end', '{"status": "pending", "logs": "', 'xxxx', 64],
  ['a log of escapes without end', '{"status": "pending", "logs": "', '\\u001b', 64],
  ['something other than a log without end', '{"status": "pending", "a": "', 'xxxx', 8],
  ['members without end', '{"status": "pending"', ',"a":"b"', 8],
  ['levels without end', '{"status": ', '[', 8],
];
for (const [what, head, piece, limitMb] of streams) {
  test(`result: ${what} is given up after ${limitMb} MB`, async (t) => {
    const { platform, sent } = await connectToEndlessAnswer(t, head, piece);
    const log = new DeploymentLog();
    const reading = log.read();
    const reader: LogReceiver = { begin: () => undefined, piece: reading.add };
    const before = process.memoryUsage.rss();
    const { code } = await failureOf(platform.deployments.result(target, unknownId, reader));
    assert.equal(code, 'answerTooLarge');
    assert.ok(sent() < (limitMb + 8) * MB, `${sent()} bytes`);
    t.diagnostic(`${Math.round((process.memoryUsage.rss() - before) / MB)} MB grown`);
  });
}

for (const [what, head, piece] of [
  ['one item', '[{"id": 1, "data": "', 'x'],
  ['items of nothing', '[', '{},'],
  ['numbers', '[', '1,'],
  ['levels', '[', '['],
] as const) {
  test(`events: ${what} without end are given up after 4 MB`, async (t) => {
    const { platform, sent } = await connectToEndlessAnswer(t, head, piece);
    const { code } = await failureOf(platform.deployments.events(unknownId, 0));
    assert.equal(code, 'answerTooLarge');
    assert.ok(sent() < 12 * MB, `${sent()} bytes`);
  });
}

for (const [what, body] of [
  ['deep', `{"status": "pending", "logs": "x", "a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['half', '{"status": "successful", "logs": "x'],
  ['half in an escape', '{"status": "successful", "logs": "x\\u00'],
  ['malformed after the log', '{"status": "successful", "logs": "x"]'],
  ['an array', '[{"status": "successful", "logs": "x"}]'],
] as const) {
  test(`result: JSON that is ${what} is unreadable`, async (t) => {
    const server = await serverFor(t, (_, response) => response.writeHead(200).end(body));
    const { code } = await failureOf(connect(server).platform.deployments.result(target, unknownId, collector()));
    assert.equal(code, 'answerUnreadable');
  });
}

test('result: an HTML page is notThePlatform, and an error response has no log', async (t) => {
  const answers: [number, string][] = [
    [200, '<html>{"logs": "x"}</html>'],
    [500, '{"status": "failed", "logs": "x"}'],
  ];
  const server = await serverFor(t, (_, response) => {
    const [status, body] = answers.shift() ?? [599, ''];
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  });
  const log = collector();
  const result = () => connect(server).platform.deployments.result(target, unknownId, log);
  assert.equal((await failureOf(result())).code, 'notThePlatform');
  assert.equal((await failureOf(result())).facts.status, 500);
  assert.equal(log.text().includes('x') && answers.length > 0, false);
});
