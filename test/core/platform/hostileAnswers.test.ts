import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { parseUploadRequest } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import type { ErrorCode } from '../../../src/core/platform/errorCode.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { connect } from '../connect.ts';
import { failureOf } from '../failureOf.ts';
import { serverFor } from '../serverFor.ts';
import { everyCall } from './everyCall.ts';

const upload = parseUploadRequest({
  appCode: 'demo-app',
  module: 'default',
  packageUrl: 'https://pkg.example.com/a.tar.gz',
  version: '1.0.3',
  allowOverwrite: false,
});

const calls = everyCall();

/** Returns a client of a server that gives every request the same response. */
async function connectToAnswer(t: TestContext, status: number, type: string, body: string): Promise<Platform> {
  const server = await serverFor(t, (_, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  return connect(server).platform;
}

test('hugeBody: a response of 1 GB is too large for every call, and the error names the host', async (t) => {
  const server = await startPlatformForTest(t);
  server.faults.always({ fault: { kind: 'hugeBody', bytes: 1024 ** 3 } });
  for (const [name, call] of Object.entries(calls)) {
    const { code, facts } = await failureOf(call(connect(server).platform));
    assert.deepEqual([name, code, facts.subject], [name, 'answerTooLarge', new URL(server.gatewayUrl).host]);
  }
});

const deepJson = (count: number): string => `{"results": ${'['.repeat(count)}${']'.repeat(count)}}`;
const deepFieldsJson = (count: number): string =>
  `{"code": "VALIDATION_ERROR", "fields_detail": ${'{"package_url": '.repeat(count)}1${'}'.repeat(count)}}`;

for (const [status, body] of [
  [200, deepJson(100_000)],
  [201, '['.repeat(100_000)],
  [400, deepFieldsJson(10_000)],
  [404, deepJson(100_000)],
  [500, deepJson(100_000)],
] as const) {
  test(`too deeply nested JSON with status ${status} is unreadable for every call`, async (t) => {
    const platform = await connectToAnswer(t, status, 'application/json', body);
    for (const [name, call] of Object.entries(calls)) {
      const { code, facts } = await failureOf(call(platform));
      assert.deepEqual([name, code, facts.status], [name, 'answerUnreadable', status]);
      assert.ok((facts.said ?? '').length <= 501);
    }
  });
}

/** A valid error response of 1 MB. The client reads only its beginning, so the client gets incomplete JSON. */
const longRefusal = `{"code": "VALIDATION_ERROR", "detail": "package_url: no", "x": "${'x'.repeat(1024 * 1024)}"}`;
const longPage = `<!DOCTYPE html><title>Server Error (500)</title>${'<p>sorry</p>'.repeat(100_000)}`;

/**
 * The expected error codes of truncated responses to an upload. If the status alone does not identify the sender, the
 * code leaves open whether the upload failed.
 */
const truncatedAnswers: readonly (readonly [status: number, body: string, code: ErrorCode])[] = [
  [400, longRefusal, 'answerTooLarge'],
  [401, longPage, 'answerTooLarge'],
  [403, longPage, 'answerTooLarge'],
  [404, longPage, 'answerTooLarge'],
  [500, longPage, 'answerTooLarge'],
  [500, longRefusal, 'answerTooLarge'],
  [302, longPage, 'redirected'],
  [407, longPage, 'proxyLoginRequired'],
  [413, longPage, 'bodyTooLarge'],
  [429, longPage, 'rateLimited'],
  [502, longPage, 'gatewayBadAnswer'],
  [503, longRefusal, 'gatewayUnavailable'],
  [504, longPage, 'gatewayTimedOut'],
];
for (const [status, body, code] of truncatedAnswers) {
  test(`a response of 1 MB to an upload with status ${status}, ${body.slice(0, 7)}…, is ${code}`, async (t) => {
    const server = await serverFor(t, (_, response) => response.writeHead(status).end(body));
    const uploading = connect(server).platform.sourcePackages.uploadByLink(upload, { timeoutMs: 10_000 });
    const { code: found, facts } = await failureOf(uploading);
    assert.deepEqual([found, facts.status], [code, status]);
    if (code === 'answerTooLarge') assert.equal(facts.subject, new URL(server.origin).host);
    if (code !== 'redirected') assert.match(facts.said ?? '', /^(\{"code"|Server Error)/);
  });
}

test('a token at the position where a long response is cut is not partly quoted', async (t) => {
  const accessToken = 'secret-token-value-of-thirty-ch';
  // The client searches the first 64 Ki characters for words to quote. The token crosses this limit. The client does
  // not quote the tag and the spaces before the token, so the quote has room for the first part of the token.
  const server = await serverFor(t, (_, response) => {
    const before = '<i>'.padEnd(64 * 1024 - 10, ' ');
    response.writeHead(403, { 'content-type': 'text/html' }).end(`${before}${accessToken}${' '.repeat(300_000)}`);
  });
  const { facts } = await failureOf(connect(server, { accessToken }).platform.whoAmI());
  assert.doesNotMatch(facts.said ?? '', /secret/);
});
