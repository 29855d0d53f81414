import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { HttpError } from '../../../src/core/http/httpError.ts';
import { sendFile, type FileRequest } from '../../../src/core/http/sendFile.ts';
import { recordLog } from '../recordLog.ts';

const sizeBytes = 24 * 1024 * 1024;

async function fileRequestFor(t: TestContext, listener: http.RequestListener): Promise<FileRequest> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-send-'));
  const file = path.join(folder, 'package');
  await writeFile(file, Buffer.alloc(sizeBytes, 'package'));
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });
  return {
    url: new URL(`http://127.0.0.1:${port}/a?token=planted`),
    headers: {},
    path: file,
    sizeBytes,
    idleTimeoutMs: 5000,
  };
}

async function httpErrorOf(sending: Promise<unknown>): Promise<HttpError> {
  const error: unknown = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof HttpError);
  return error;
}

/** Returns a listener that counts the received bytes and responds after the whole request has arrived. */
function countingListener(seen: { bytes: number }): http.RequestListener {
  return (request, response) => {
    request.on('data', (piece: Buffer) => (seen.bytes += piece.length));
    request.on('end', () => response.end('{}'));
  };
}

test('a file arrives completely, its progress ends at its size, and the query is in no line of the log', async (t) => {
  const seen = { bytes: 0 };
  const request = await fileRequestFor(t, countingListener(seen));
  const log = recordLog();
  const told: number[] = [];
  const answer = await sendFile({ ...request, onProgress: (bytes) => told.push(bytes) }, log);
  assert.deepEqual([answer.status, answer.text, seen.bytes, told.at(-1)], [200, '{}', sizeBytes, sizeBytes]);
  assert.deepEqual(
    told,
    told.toSorted((one, two) => one - two),
  );
  assert.doesNotMatch(log.lines.join('\n'), /planted/);
});

test('an error response that arrives while the file is being sent is returned, and the rest is not sent', async (t) => {
  const request = await fileRequestFor(t, (incoming, response) => {
    response.shouldKeepAlive = true;
    response.writeHead(400).end('{"code":251012}');
    incoming.resume();
  });
  let last = 0;
  const answer = await sendFile({ ...request, onProgress: (bytes) => (last = bytes) }, recordLog());
  assert.deepEqual([answer.status, answer.text], [400, '{"code":251012}']);
  assert.ok(last < sizeBytes, String(last));
});

test('cancelled while the file is being sent: the request does not count as sent', async (t) => {
  const request = await fileRequestFor(t, () => undefined);
  const stopping = new AbortController();
  const error = await httpErrorOf(
    sendFile(
      {
        ...request,
        signal: stopping.signal,
        onProgress: () => {
          stopping.abort();
        },
      },
      recordLog(),
    ),
  );
  assert.deepEqual([error.kind, error.sent], ['cancelled', false]);
});

test('a stalled transfer times out', async (t) => {
  const request = await fileRequestFor(t, () => undefined);
  const error = await httpErrorOf(sendFile({ ...request, idleTimeoutMs: 50 }, recordLog()));
  assert.deepEqual([error.kind, error.sent], ['timedOut', false]);
});

test('of a file that has grown meanwhile, only the original length is sent', async (t) => {
  const seen = { bytes: 0 };
  const request = await fileRequestFor(t, countingListener(seen));
  await appendFile(request.path, 'more');
  const answer = await sendFile(request, recordLog());
  assert.deepEqual([answer.status, seen.bytes], [200, sizeBytes]);
});

test('a file that has shrunk meanwhile is an error, and the request does not count as sent', async (t) => {
  const seen = { bytes: 0 };
  const request = await fileRequestFor(t, countingListener(seen));
  await truncate(request.path, sizeBytes - 1);
  const error = await httpErrorOf(sendFile(request, recordLog()));
  assert.deepEqual([error.kind, error.sent], ['connectionLost', false]);
});
