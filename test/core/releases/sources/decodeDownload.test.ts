import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import zlib from 'node:zlib';
import type { Download } from '../../../../src/core/http/openAnswer.ts';
import { fetchPackage, type FetchedPackage } from '../../../../src/core/operations/publish/fetchPackage.ts';
import { openFile } from '../../../../src/core/releases/sources/sourceRequest.ts';
import { loginPage, samplePackages } from '../../../platform/samplePackages.ts';
import { httpFailureOf } from '../../failureOf.ts';
import { recordLog } from '../../recordLog.ts';
import { serverFor } from '../../serverFor.ts';

const sampleOf = (name: string): Buffer => samplePackages().get(name) ?? assert.fail(name);
const tar = sampleOf('demo-app-1.0.0.tar');
const tarGz = sampleOf('demo-app-1.0.0.tar.gz');
const zip = sampleOf('demo-app-2.0.0.zip');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Opens a file on a server that sends `sent` with a content encoding. The headers contain the length and digest of
 * `sent`.
 */
async function open(t: TestContext, name: string, sent: Buffer, encoding = 'gzip'): Promise<Download> {
  const server = await serverFor(t, (_, response) => {
    response.writeHead(200, {
      'content-encoding': encoding,
      'content-length': sent.length,
      'repr-digest': `sha-256=:${createHash('sha256').update(sent).digest('base64')}:`,
    });
    response.end(sent);
  });
  const access = { credential: undefined, log: recordLog(), answers: new Map(), roots: new Map() };
  return openFile(access, new URL(`${server.origin}/${name}?x=1`));
}

/**
 * Fetches the package. Returns the result (`taken`) and the bytes of the file on disk (`kept`). `kept` is undefined if
 * the fetch failed.
 */
async function fetchToDisk(
  t: TestContext,
  from: Download,
): Promise<{ taken: FetchedPackage; kept: Buffer | undefined }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-encoded-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const taken = await fetchPackage(from, { path: path.join(folder, 'p'), fileName: 'p', maxBytes: 10_000_000 });
  return { taken, kept: taken.ok ? await readFile(taken.file.path) : undefined };
}

for (const [what, name, sent, encoding, file] of [
  ['a stored .tar.gz that Apache labels', 'a.tar.gz', tarGz, 'x-gzip', tarGz],
  ['a stored .tgz that is labelled', 'a.tgz', tarGz, 'gzip', tarGz],
  ['a stored archive without a name', 'download', tarGz, ' GZIP ', tarGz],
  ['a .tar.gz that a proxy compressed again', 'a.tar.gz', zlib.gzipSync(tarGz), 'gzip', tarGz],
  ['a .tar.gz without a name that a proxy compressed again', 'download', zlib.gzipSync(tarGz), 'gzip', tarGz],
  ['a zip that a proxy compressed', 'a.zip', zlib.gzipSync(zip), 'gzip', zip],
  ['a tar that a proxy compressed', 'a.tar', zlib.gzipSync(tar), 'gzip', tar],
  ['a zip with a wrong label', 'a.zip', zip, 'gzip', zip],
  ['two layers of gzip below the label', 'a.tar.gz', zlib.gzipSync(zlib.gzipSync(tarGz)), 'gzip', zlib.gzipSync(tarGz)],
] as const) {
  test(`content encoding gzip: ${what} becomes the file itself`, async (t) => {
    const { taken, kept } = await fetchToDisk(t, await open(t, name, sent, encoding));
    assert.ok(taken.ok, JSON.stringify(taken));
    assert.ok(kept?.equals(file));
    assert.deepEqual([taken.file.sizeBytes, taken.file.sha256], [file.length, sha256(file)]);
  });
}

test('content encoding gzip: the digest of a release is that of the file, whether it is compressed again or not', async (t) => {
  for (const sent of [tarGz, zlib.gzipSync(tarGz)]) {
    const right = await fetchToDisk(t, { ...(await open(t, 'a.tar.gz', sent)), sha256: sha256(tarGz) });
    assert.ok(right.taken.ok);
    const wrong = await fetchToDisk(t, { ...(await open(t, 'a.tar.gz', sent)), sha256: sha256(tar) });
    assert.ok(!wrong.taken.ok && wrong.taken.problem.code === 'differs');
  }
});

test('content encoding gzip: size and digest of the headers apply to a file that is not decoded', async (t) => {
  const download = await open(t, 'a.tar.gz', tarGz, 'x-gzip');
  download.close();
  assert.deepEqual([download.sizeBytes, download.sha256], [tarGz.length, sha256(tarGz)]);
});

test('content encoding gzip: a sign-in page is a page and no archive', async (t) => {
  const { taken } = await fetchToDisk(t, await open(t, 'a.tar.gz', zlib.gzipSync(loginPage())));
  assert.deepEqual(taken, { ok: false, problem: { code: 'notAnArchive', content: 'webPage' } });
  const empty = await fetchToDisk(t, await open(t, 'a.tar.gz', Buffer.alloc(0)));
  assert.deepEqual(empty.taken, { ok: false, problem: { code: 'notAnArchive', content: 'empty' } });
});

test('content encoding gzip: a truncated or damaged encoding is an error of the download', async (t) => {
  const whole = zlib.gzipSync(tarGz);
  const damaged = Buffer.from(whole).fill(0xff, 200, 300);
  for (const sent of [whole.subarray(0, -20), damaged, whole.subarray(0, 5)]) {
    const failure = await httpFailureOf(fetchToDisk(t, await open(t, 'a.tar.gz', sent)));
    assert.equal(failure.kind, 'answerUndecodable');
  }
});

test('content encoding gzip: the decompressed bytes count towards the limit', async (t) => {
  const { taken } = await fetchToDisk(t, await open(t, 'a.zip', zlib.gzipSync(Buffer.alloc(11_000_000))));
  assert.ok(!taken.ok && taken.problem.code === 'tooLarge');
});
