import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { faultOf } from './faults.ts';
import { wait } from './wait.ts';
import type { Fault } from './faults.ts';
import type { HttpAnswer } from './gateway/writeAnswer.ts';
import type { ServerResponse } from 'node:http';

const LOGIN_PAGE = `<!DOCTYPE html><html><head><title>Network login</title></head><body><form action="/login">
<h1>Please log in to use the network</h1><input name="user"><input name="password" type="password"></form></body></html>`;

/** Returns the login page that a company proxy sends instead of the platform's response. */
export function proxyLoginPage(): HttpAnswer {
  return { status: 200, headers: { 'Content-Type': 'text/html' }, body: Buffer.from(LOGIN_PAGE) };
}

/**
 * Sends the response, changed by the first fault that concerns headers or body, if any. Resolves when all bytes are
 * handed to Node or the connection is cut. When `closing` aborts, a `slowDrip` stops.
 */
export async function sendAnswer(
  response: ServerResponse,
  answer: HttpAnswer,
  faults: readonly Fault[],
  closing: AbortSignal,
): Promise<void> {
  const fault = faultOf(
    faults,
    ...(['dropAfterHeaders', 'dropMidBody', 'halfJson', 'wrongContentType', 'gzip', 'hugeBody', 'slowDrip'] as const),
  );
  const { body } = answer;
  switch (fault?.kind) {
    case undefined:
      sendWhole(response, answer);
      return;
    case 'dropAfterHeaders':
      sendTruncated(response, answer, 0);
      return;
    case 'dropMidBody':
      sendTruncated(response, answer, Math.ceil(body.length / 2));
      return;
    case 'halfJson':
      sendWhole(response, { ...answer, body: body.subarray(0, Math.ceil(body.length / 2)) });
      return;
    case 'wrongContentType':
      sendWhole(response, {
        ...answer,
        headers: { ...answer.headers, 'Content-Type': fault.contentType ?? 'text/plain' },
      });
      return;
    case 'gzip':
      sendWhole(response, {
        ...answer,
        headers: { ...answer.headers, 'Content-Encoding': 'gzip' },
        body: gzipSync(body),
      });
      return;
    case 'hugeBody':
      await sendHuge(response, answer, fault.bytes);
      return;
    case 'slowDrip':
      await sendSlowly(response, answer, fault.chunkBytes ?? 1, fault.ms, closing);
      return;
  }
}

function writeHeaders(response: ServerResponse, { status, headers }: HttpAnswer, length: number): void {
  response.writeHead(status, { ...headers, 'Content-Length': length });
}

function sendWhole(response: ServerResponse, answer: HttpAnswer): void {
  writeHeaders(response, answer, answer.body.length);
  response.end(answer.body);
}

/** Announces the length of the whole body, sends only the first `bytes` bytes, and closes the connection. */
function sendTruncated(response: ServerResponse, answer: HttpAnswer, bytes: number): void {
  // The announced length is at least one byte more than is sent, because otherwise the response would be complete.
  writeHeaders(response, answer, Math.max(answer.body.length, bytes + 1));
  response.flushHeaders();
  if (bytes > 0) response.write(answer.body.subarray(0, bytes));
  response.socket?.destroySoon();
}

/** Sends well-formed JSON of `bytes` bytes, as fast as the client reads. */
async function sendHuge(response: ServerResponse, answer: HttpAnswer, bytes: number): Promise<void> {
  const [head, tail] = ['{"count": 1, "results": [], "filler": "', '"}'];
  const piece = Buffer.alloc(64 * 1024, 'x');
  writeHeaders(response, answer, bytes);
  response.write(head);
  let left = bytes - head.length - tail.length;
  while (left > 0 && !response.destroyed) {
    const part = piece.subarray(0, Math.min(left, piece.length));
    left -= part.length;
    if (!response.write(part)) await waitForDrain(response);
  }
  if (!response.destroyed) response.end(tail);
}

async function waitForDrain(response: ServerResponse): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).finally(() => {
    settled.abort();
  });
}

async function sendSlowly(
  response: ServerResponse,
  answer: HttpAnswer,
  chunkBytes: number,
  ms: number,
  closing: AbortSignal,
): Promise<void> {
  writeHeaders(response, answer, answer.body.length);
  response.flushHeaders();
  for (let at = 0; at < answer.body.length && !response.destroyed; at += chunkBytes) {
    if (!(await wait(ms, closing))) return;
    response.write(answer.body.subarray(at, at + chunkBytes));
  }
  response.end();
}
