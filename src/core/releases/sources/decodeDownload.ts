import { pipeline } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { toHttpError } from '../../http/httpError.ts';
import type { Download, OpenAnswer } from '../../http/openAnswer.ts';
import { detectContent, withLongStart, type PackageContent } from '../packageContent.ts';

/** Compressed bytes that show what is inside gzip. Few, because they are decompressed at once and can grow 1,000 times. */
const startBytes = 4096;

/**
 * Returns the file that an answer contains. `Content-Encoding: gzip` means one of two things, although the request asks
 * for no encoding: a proxy compressed the file, or a server such as Apache with `AddEncoding` labels the `.tar.gz` that
 * it stores. The content decides. A tar directly inside gzip is a stored `.tar.gz`, unless `path` ends in `.tar`.
 * Anything else is decompressed once. The size and digest in the headers can describe the compressed bytes, so a
 * decompressed file has neither; gzip's own checksum remains. Rejects with `HttpError`, and so does the body.
 */
export async function decodeDownload(answer: OpenAnswer, path: string): Promise<Download> {
  if (!/^\s*(?:x-)?gzip\s*$/i.test(answer.headers['content-encoding'] ?? '')) return answer;
  const pieces = withLongStart(answer.body, startBytes);
  const start = (await pieces.next()).value ?? Buffer.alloc(0);
  const body = joined(start, pieces);
  const isStored = detectContent(start) !== 'gzip' || (contentInGzip(start) === 'tar' && !/\.tar$/i.test(path));
  return isStored ? { ...answer, body } : { ...answer, body: gunzipped(body), sizeBytes: undefined, sha256: undefined };
}

function contentInGzip(start: Buffer): PackageContent {
  try {
    return detectContent(gunzipSync(start.subarray(0, startBytes), { finishFlush: constants.Z_SYNC_FLUSH }));
  } catch {
    return 'unknown';
  }
}

async function* joined(start: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield start;
  yield* rest;
}

async function* gunzipped(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = pipeline(body, createGunzip(), () => undefined);
  try {
    for await (const piece of decoder as AsyncIterable<unknown> as AsyncIterable<Buffer>) yield piece;
  } catch (error) {
    throw toHttpError(error, true);
  }
}
