import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { HttpError } from '../../../src/core/http/httpError.ts';
import type { Download } from '../../../src/core/http/openAnswer.ts';
import {
  fetchPackage,
  fetchLocalPackage,
  type FetchedPackage,
} from '../../../src/core/operations/publish/fetchPackage.ts';
import { loginPage, samplePackages } from '../../platform/samplePackages.ts';

const bytes = samplePackages().get('demo-app-1.0.3.tar.gz') ?? Buffer.alloc(0);

async function folderFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-take-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function downloadOf(
  content: Buffer,
  stated: Partial<Download> = {},
  end?: Error,
): Download & { closed: () => boolean } {
  let closed = false;
  async function* body(): AsyncGenerator<Buffer> {
    for (let at = 0; at < content.length; at += 1000) yield await Promise.resolve(content.subarray(at, at + 1000));
    if (end) throw end;
  }
  return {
    body: body(),
    sizeBytes: undefined,
    sha256: undefined,
    close: () => (closed = true),
    closed: () => closed,
    ...stated,
  };
}

async function fetchDownload(folder: string, from: Download, maxBytes = 10_000_000): Promise<FetchedPackage> {
  return fetchPackage(from, { path: path.join(folder, 'package'), fileName: 'p.tar.gz', maxBytes });
}

test('a download becomes a package with its digest and kind', async (t) => {
  const folder = await folderFor(t);
  const from = downloadOf(bytes, { sizeBytes: bytes.length });
  const taken = await fetchDownload(folder, from);
  assert.ok(taken.ok);
  assert.deepEqual([taken.file.sizeBytes, taken.file.content, from.closed()], [bytes.length, 'gzip', true]);
  const local = await fetchLocalPackage(taken.file.path);
  assert.ok(local.ok);
  assert.equal(local.file.sha256, taken.file.sha256);
});

for (const [what, from, code] of [
  ['larger than the limit, as it says', () => downloadOf(bytes, { sizeBytes: 20_000_000 }), 'tooLarge'],
  ['larger than the limit, as it shows', () => downloadOf(Buffer.alloc(11_000_000)), 'tooLarge'],
  ['of another digest than stated', () => downloadOf(bytes, { sha256: 'a'.repeat(64) }), 'differs'],
  ['of another size than stated', () => downloadOf(bytes, { sizeBytes: bytes.length + 1 }), 'differs'],
  ['a page to sign in on', () => downloadOf(Buffer.from(loginPage())), 'notAnArchive'],
  ['empty', () => downloadOf(Buffer.alloc(0)), 'notAnArchive'],
] as const) {
  test(`a download that is ${what}: ${code}, and nothing is left`, async (t) => {
    const folder = await folderFor(t);
    const taken = await fetchDownload(folder, from());
    assert.ok(!taken.ok);
    assert.equal(taken.problem.code, code);
    assert.deepEqual(await readdir(folder), []);
  });
}

test('a download that is cut off throws its error, and no file is left', async (t) => {
  const folder = await folderFor(t);
  const lost = new HttpError('connectionLost', true, 'lost');
  await assert.rejects(fetchDownload(folder, downloadOf(bytes, {}, lost)), lost);
  assert.deepEqual(await readdir(folder), []);
});

test('cancelling a download leaves nothing', async (t) => {
  const folder = await folderFor(t);
  const signal = AbortSignal.abort();
  const to = { path: path.join(folder, 'package'), fileName: 'p.tar.gz', maxBytes: 10_000_000 };
  await assert.rejects(fetchPackage(downloadOf(bytes), to, { signal }), { name: 'AbortError' });
  assert.deepEqual(await readdir(folder), []);
});

test('a local file that is not an archive, or is missing, is reported as such and left unchanged', async (t) => {
  const folder = await folderFor(t);
  const text = path.join(folder, 'text.tar.gz');
  await writeFile(text, 'a text');
  const taken = await fetchLocalPackage(text);
  assert.ok(!taken.ok && taken.problem.code === 'notAnArchive');
  assert.deepEqual(await readdir(folder), ['text.tar.gz']);
  const missing = await fetchLocalPackage(path.join(folder, 'missing'));
  assert.ok(!missing.ok && missing.problem.code === 'unreadable');
});
