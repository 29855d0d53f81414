import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import test, { type TestContext } from 'node:test';
import zlib from 'node:zlib';
import { sendRequest, type HttpAnswer } from '../../../src/core/http/sendRequest.ts';
import { httpFailureOf } from '../failureOf.ts';
import { recordLog } from '../recordLog.ts';
import { serverFor } from '../serverFor.ts';
import { minimalList } from './minimalList.ts';

const MB = 1024 * 1024;
const GB = 1024 * MB;
/** The maximum size of a successful response in the platform's calls, in bytes. */
const maxBytes = 8 * MB;

interface Flood {
  status: number;
  headers?: Record<string, string>;
  /** The server sends this piece repeatedly, so that no test needs the whole body in memory. */
  piece: Buffer;
  /** The server sends this buffer before the first piece. */
  head?: Buffer;
  /** The total size of the repeated pieces. */
  bytes: number;
}

interface ExchangeCost {
  /** The time from the request to its result. */
  milliseconds: number;
  /** Bytes that the client read from the connection, including headers. */
  bytesRead: number;
  /** The peak growth of this process's memory, in bytes. The process runs both the server and the client. */
  bytesGrown: number;
}

/**
 * Calls `exchange` with a server that sends the flood, and measures the cost. Resolves with the result and the cost
 * after the server's connection has closed.
 */
async function measureExchange<T>(
  t: TestContext,
  flood: Flood,
  exchange: (server: { gatewayUrl: string }) => Promise<T>,
): Promise<[T, ExchangeCost]> {
  let largest = 0;
  let closed: Promise<unknown> | undefined;
  const server = await serverFor(t, (_, response) => {
    closed = once(response, 'close');
    response.writeHead(flood.status, flood.headers);
    if (flood.head) response.write(flood.head);
    sendFlood(response, flood, () => {
      largest = Math.max(largest, process.memoryUsage.rss());
    });
  });
  const sockets: Socket[] = [];
  const onResponse = (message: unknown): void => {
    sockets.push((message as { response: IncomingMessage }).response.socket); // the type of this channel's messages
  };
  subscribe('http.client.response.finish', onResponse);
  const before = process.memoryUsage.rss();
  const startedAt = performance.now();
  const result = await exchange(server).finally(() => unsubscribe('http.client.response.finish', onResponse));
  const milliseconds = Math.round(performance.now() - startedAt);
  await closed;
  const bytesRead = sockets.reduce((sum, socket) => sum + socket.bytesRead, 0);
  const ending = { milliseconds, bytesRead, bytesGrown: Math.max(0, largest - before) };
  t.diagnostic(`${milliseconds} ms, ${bytesRead} bytes read, ${Math.round(ending.bytesGrown / MB)} MB grown`);
  return [result, ending];
}

function sendFlood(response: ServerResponse, { piece, bytes }: Flood, watch: () => void): void {
  let left = bytes;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      watch();
      left -= piece.length;
      if (!response.write(piece)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

const receiveError = (server: { gatewayUrl: string }) =>
  httpFailureOf(sendRequest(minimalList(server, { maxBytes }), recordLog()));
const receiveAnswer = (server: { gatewayUrl: string }): Promise<HttpAnswer> =>
  sendRequest(minimalList(server, { maxBytes }), recordLog());

test('an announced body of 1 GB is refused before it is read', async (t) => {
  const flood = {
    status: 200,
    headers: { 'content-length': String(GB) },
    piece: Buffer.alloc(64 * 1024, 'x'),
    bytes: GB,
  };
  const [{ kind, sent }, { bytesRead, bytesGrown }] = await measureExchange(t, flood, receiveError);
  assert.deepEqual({ kind, sent }, { kind: 'answerTooLarge', sent: true });
  assert.ok(bytesRead < MB, `${bytesRead} bytes`);
  assert.ok(bytesGrown < 200 * MB, `${bytesGrown} bytes`);
});

test('an unannounced body of 1 GB is given up at the limit, and the connection is closed', async (t) => {
  const [{ kind }, { bytesRead, bytesGrown }] = await measureExchange(
    t,
    { status: 200, piece: Buffer.alloc(64 * 1024, '[1,'), bytes: GB },
    receiveError,
  );
  assert.equal(kind, 'answerTooLarge');
  assert.ok(bytesRead < maxBytes + MB, `${bytesRead} bytes`);
  assert.ok(bytesGrown < 200 * MB, `${bytesGrown} bytes`);
});

for (const headers of [{}, { 'content-length': String(10 * MB) }]) {
  const how = 'content-length' in headers ? 'announced' : 'not announced';
  test(`of an error response of 10 MB, ${how}, only the beginning is read, and the result says so`, async (t) => {
    const flood = { status: 502, headers, piece: Buffer.alloc(64 * 1024, '<p>no'), bytes: 10 * MB };
    const [answer, { bytesRead, bytesGrown }] = await measureExchange(t, flood, receiveAnswer);
    assert.equal(answer.status, 502);
    assert.equal(answer.text.length, 256 * 1024);
    assert.match(answer.cut?.host ?? '', /^127\.0\.0\.1:\d+$/);
    assert.ok(bytesRead < MB, `${bytesRead} bytes`);
    assert.ok(bytesGrown < 200 * MB, `${bytesGrown} bytes`);
  });
}

test('an error response of exactly 256 KB is complete; one byte more is cut, and the log says so', async (t) => {
  const text = 'x'.repeat(256 * 1024);
  const server = await serverFor(t, ({ path }, response) => {
    response.writeHead(400).end(path.includes('longer') ? `${text}y` : text);
  });
  const log = recordLog();
  const whole = await sendRequest(minimalList(server, { maxBytes }), log);
  const url = new URL(`${server.gatewayUrl}/longer`);
  const cut = await sendRequest(minimalList(server, { maxBytes, url }), log);
  assert.deepEqual([whole.text === text, whole.cut], [true, undefined]);
  assert.deepEqual([cut.text === text, cut.cut], [true, { host: url.host }]);
  assert.match(
    log.lines.join('\n'),
    /minimal 400 \d+ ms\ninfo GET \S+longer 400 \(too long, only its beginning was read\)/,
  );
});

/**
 * 1 MB of zeros, compressed to about 1 KB. Consecutive gzip members form one stream, so 1,024 copies of this member
 * unpack to 1 GB.
 */
const member = zlib.gzipSync(Buffer.alloc(MB));
const bomb = { headers: { 'content-encoding': 'gzip' }, piece: member, bytes: 1024 * member.length };

test('a compressed response that unpacks to 1 GB is given up at the limit', async (t) => {
  const [{ kind }, { bytesGrown }] = await measureExchange(t, { status: 200, ...bomb }, receiveError);
  assert.equal(kind, 'answerTooLarge');
  assert.ok(bytesGrown < 200 * MB, `${bytesGrown} bytes`);
});

test('a compressed error response that unpacks to 1 GB is cut', async (t) => {
  const [{ status, text, cut }, { bytesGrown }] = await measureExchange(t, { status: 400, ...bomb }, receiveAnswer);
  assert.deepEqual([status, text.length, cut !== undefined], [400, 256 * 1024, true]);
  assert.ok(bytesGrown < 200 * MB, `${bytesGrown} bytes`);
});

test('the connection of an endless compressed error response is closed too', async (t) => {
  // The piece is incompressible, so the server is still sending when the client reaches its limit.
  const piece = zlib.gzipSync(randomBytes(MB));
  const headers = { 'content-encoding': 'gzip' };
  const [{ cut }, { bytesRead }] = await measureExchange(t, { status: 503, headers, piece, bytes: GB }, receiveAnswer);
  assert.equal(cut !== undefined, true);
  assert.ok(bytesRead < 4 * MB, `${bytesRead} bytes`);
});

test('a compressed response that never unpacks to anything is given up at the limit too', async (t) => {
  // The body is a zlib header and then empty stored blocks, which unpack to zero bytes.
  const block = Buffer.from([0, 0, 0, 0xff, 0xff]);
  const piece = Buffer.concat(Array.from({ length: 10_000 }, () => block));
  const flood = { headers: { 'content-encoding': 'deflate' }, head: Buffer.from([0x78, 0x9c]), piece, bytes: GB };
  const [{ kind }, { bytesRead }] = await measureExchange(t, { status: 200, ...flood }, receiveError);
  assert.equal(kind, 'answerTooLarge');
  assert.ok(bytesRead < maxBytes + MB, `${bytesRead} bytes`);
  const [{ text, cut }] = await measureExchange(t, { status: 500, ...flood }, receiveAnswer);
  assert.deepEqual([text, cut !== undefined], ['', true]);
});

test('a response header that echoes the request header does not bring the token into the log', async (t) => {
  const server = await serverFor(t, ({ headers }, response) => {
    // The extension's client sends this header with the access token in every request.
    const { access_token } = JSON.parse(String(headers['x-bkapi-authorization'])) as { access_token: string };
    response.writeHead(200, { 'x-bkapi-request-id': `seen-${access_token}` }).end('{}');
  });
  const log = recordLog();
  await sendRequest(minimalList(server), log);
  assert.match(log.lines.join('\n'), /^info GET \S+ 200 \d+ ms$/);
});
