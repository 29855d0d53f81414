import { pipeline } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { toHttpError } from '../../http/httpError.ts';
import type { Download, OpenAnswer } from '../../http/openAnswer.ts';
import { detectContent, withLongStart, type PackageContent } from '../packageContent.ts';

/**
 * Number of compressed bytes that are decompressed at once to detect the content. The number is small, because the
 * decompressed content can be 1,000 times as large.
 */
const detectionStartBytes = 4096;

/**
 * Returns the file that a response contains. `path` is the path of the requested URL. Although the request accepts no
 * content encoding, a response can have `Content-Encoding: gzip` for one of two reasons: a proxy compressed the file,
 * or the file is a `.tar.gz` and the server labels it as gzip, as Apache does with `AddEncoding`. The content decides:
 * a tar directly inside gzip is a stored `.tar.gz`, unless `path` ends in `.tar`. Any other gzip content is
 * decompressed once. Bytes that are not gzip stay unchanged.
 *
 * The size and digest in the headers can describe the compressed bytes, so both are undefined for a decompressed file.
 * Only gzip's own checksum protects such a file. Rejects with `HttpError`, and reading the body can throw `HttpError`.
 */
export async function decodeDownload(answer: OpenAnswer, path: string): Promise<Download> {
  if (!/^\s*(?:x-)?gzip\s*$/i.test(answer.headers['content-encoding'] ?? '')) return answer;
  const pieces = withLongStart(answer.body, detectionStartBytes);
  const start = (await pieces.next()).value ?? Buffer.alloc(0);
  const body = joined(start, pieces);
  const isStored = detectContent(start) !== 'gzip' || (contentInGzip(start) === 'tar' && !/\.tar$/i.test(path));
  return isStored ? { ...answer, body } : { ...answer, body: gunzipped(body), sizeBytes: undefined, sha256: undefined };
}

function contentInGzip(start: Buffer): PackageContent {
  try {
    return detectContent(gunzipSync(start.subarray(0, detectionStartBytes), { finishFlush: constants.Z_SYNC_FLUSH }));
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
