import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PackageFile } from '../../archive/packageEntry.ts';
import type { Download } from '../../http/openAnswer.ts';
import { bytesToDetect, detectContent, type PackageContent } from '../../releases/packageContent.ts';

/** Why a file was not fetched as a package. */
export type FetchProblem =
  /** The file is not an archive that can be published. */
  | { code: 'notAnArchive'; content: PackageContent }
  | { code: 'tooLarge'; maxBytes: number }
  /** The size or digest of the file differs from what the source states. */
  | { code: 'differs' }
  | { code: 'unreadable'; message: string };

export type FetchedPackage = { ok: true; file: PackageFile } | { ok: false; problem: FetchProblem };

export interface FetchOptions {
  onProgress?: ((doneBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Returns a local archive as a package, with its digest, size and kind. Reads the file once and does not copy the file.
 */
export async function fetchLocalPackage(
  file: string,
  { onProgress, signal }: FetchOptions = {},
): Promise<FetchedPackage> {
  try {
    const { size } = await stat(file);
    const hash = createHash('sha256');
    let start = Buffer.alloc(0);
    let sizeBytes = 0;
    for await (const piece of createReadStream(file, { highWaterMark: 512 * 1024 }) as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      if (start.length < bytesToDetect) start = Buffer.concat([start, piece.subarray(0, bytesToDetect)]);
      hash.update(piece);
      sizeBytes += piece.length;
      onProgress?.(sizeBytes);
    }
    if (sizeBytes !== size) return { ok: false, problem: { code: 'differs' } };
    return asPackage(file, path.basename(file), start, sizeBytes, hash.digest('hex'));
  } catch (error) {
    signal?.throwIfAborted();
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: { code: 'unreadable', message } };
  }
}

/**
 * Writes a download to disk as it arrives, up to `maxBytes`. Then compares size and digest with what the source states.
 * Rejects with the errors of the download and with the signal's reason. Removes the file unless the result is a
 * package.
 */
export async function fetchPackage(
  download: Download,
  to: { path: string; fileName: string; maxBytes: number },
  { onProgress, signal }: FetchOptions = {},
): Promise<FetchedPackage> {
  const hash = createHash('sha256');
  let start = Buffer.alloc(0);
  let sizeBytes = 0;
  let kept = false;
  const tooLarge: FetchedPackage = { ok: false, problem: { code: 'tooLarge', maxBytes: to.maxBytes } };
  const file = await open(to.path, 'w', 0o600);
  try {
    if ((download.sizeBytes ?? 0) > to.maxBytes) return tooLarge;
    for await (const piece of download.body) {
      signal?.throwIfAborted();
      sizeBytes += piece.length;
      if (sizeBytes > to.maxBytes) return tooLarge;
      if (start.length < bytesToDetect) start = Buffer.concat([start, piece.subarray(0, bytesToDetect)]);
      hash.update(piece);
      await file.writeFile(piece);
      onProgress?.(sizeBytes);
    }
    const sha256 = hash.digest('hex');
    const isDifferent =
      (download.sha256 !== undefined && download.sha256 !== sha256) ||
      (download.sizeBytes !== undefined && download.sizeBytes !== sizeBytes);
    if (isDifferent) return { ok: false, problem: { code: 'differs' } };
    const result = asPackage(to.path, to.fileName, start, sizeBytes, sha256);
    kept = result.ok;
    return result;
  } finally {
    download.close();
    await file.close();
    if (!kept) await rm(to.path, { force: true });
  }
}

function asPackage(file: string, fileName: string, start: Buffer, sizeBytes: number, sha256: string): FetchedPackage {
  const content = detectContent(start);
  if (content !== 'gzip' && content !== 'zip' && content !== 'tar')
    return { ok: false, problem: { code: 'notAnArchive', content } };
  return { ok: true, file: { path: file, fileName, sizeBytes, sha256, content } };
}
