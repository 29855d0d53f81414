import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PackageFile } from '../../archive/packageEntry.ts';
import type { Download } from '../../http/openAnswer.ts';
import { bytesToTell, tellContent, type PackageContent } from '../../releases/packageContent.ts';

/** Why there is no package to go on with. */
export type TakeProblem =
  /** It is something else than an archive that can be published. */
  | { code: 'notAnArchive'; content: PackageContent }
  | { code: 'tooLarge'; maxBytes: number }
  /** It has another size or digest than its source says. */
  | { code: 'differs' }
  | { code: 'unreadable'; message: string };

export type FetchedPackage = { ok: true; file: PackageFile } | { ok: false; problem: TakeProblem };

export interface TakeOptions {
  onProgress?: ((doneBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** An archive of this computer as a package: its digest, size and kind. The file is read once and left where it is. */
export async function fetchLocalPackage(
  file: string,
  { onProgress, signal }: TakeOptions = {},
): Promise<FetchedPackage> {
  try {
    const { size } = await stat(file);
    const hash = createHash('sha256');
    let start = Buffer.alloc(0);
    let sizeBytes = 0;
    for await (const piece of createReadStream(file, { highWaterMark: 512 * 1024 }) as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      if (start.length < bytesToTell) start = Buffer.concat([start, piece.subarray(0, bytesToTell)]);
      hash.update(piece);
      sizeBytes += piece.length;
      onProgress?.(sizeBytes);
    }
    if (sizeBytes !== size) return { ok: false, problem: { code: 'differs' } };
    return asPackage(file, path.basename(file), start, sizeBytes, hash.digest('hex'));
  } catch (error) {
    signal?.throwIfAborted();
    return {
      ok: false,
      problem: { code: 'unreadable', message: error instanceof Error ? error.message : String(error) },
    };
  }
}

/**
 * Writes a download to the disk while it comes, never more than `maxBytes` of it, and compares it with what its source says.
 * Throws what the download throws, and the signal's reason; nothing is left on the disk unless a package is returned.
 */
export async function fetchPackage(
  download: Download,
  to: { path: string; fileName: string; maxBytes: number },
  { onProgress, signal }: TakeOptions = {},
): Promise<FetchedPackage> {
  const hash = createHash('sha256');
  let start = Buffer.alloc(0);
  let sizeBytes = 0;
  let kept = false;
  const file = await open(to.path, 'w', 0o600);
  try {
    if ((download.sizeBytes ?? 0) > to.maxBytes) return tooLarge(to.maxBytes);
    for await (const piece of download.body) {
      signal?.throwIfAborted();
      sizeBytes += piece.length;
      if (sizeBytes > to.maxBytes) return tooLarge(to.maxBytes);
      if (start.length < bytesToTell) start = Buffer.concat([start, piece.subarray(0, bytesToTell)]);
      hash.update(piece);
      await file.writeFile(piece);
      onProgress?.(sizeBytes);
    }
    const sha256 = hash.digest('hex');
    const isAnother =
      (download.sha256 !== undefined && download.sha256 !== sha256) ||
      (download.sizeBytes !== undefined && download.sizeBytes !== sizeBytes);
    if (isAnother) return { ok: false, problem: { code: 'differs' } };
    const taken = asPackage(to.path, to.fileName, start, sizeBytes, sha256);
    kept = taken.ok;
    return taken;
  } finally {
    download.close();
    await file.close();
    if (!kept) await rm(to.path, { force: true });
  }
}

function tooLarge(maxBytes: number): FetchedPackage {
  return { ok: false, problem: { code: 'tooLarge', maxBytes } };
}

function asPackage(file: string, fileName: string, start: Buffer, sizeBytes: number, sha256: string): FetchedPackage {
  const content = tellContent(start);
  if (content !== 'gzip' && content !== 'zip' && content !== 'tar')
    return { ok: false, problem: { code: 'notAnArchive', content } };
  return { ok: true, file: { path: file, fileName, sizeBytes, sha256, content } };
}
