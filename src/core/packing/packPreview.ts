import { type PackedPath, linkInside } from './fileSet.ts';
import type { FolderFiles } from './folderFiles.ts';
import { secretIn } from './secretPatterns.ts';

/** What a package will contain, determined before the folder is packed. */
export interface PackPreview {
  files: number;
  sizeBytes: number;
  /** Files and links in the package, largest first. */
  all: readonly { path: string; sizeBytes: number }[];
  /** Text files that contain something that looks like a key or token. `kind` is the kind of key or token. */
  secrets: readonly { path: string; kind: string }[];
  /** Paths that are not packed: links that lead out of the folder, and special files. */
  leftOut: readonly string[];
}

/**
 * Maximum bytes to search for secrets, in one file and in all files together. Keys are usually in small files, and the
 * search must be fast.
 */
const [maxFileBytes, maxBytes] = [64 * 1024, 32 * 1024 ** 2];

/** Number of files to check concurrently. */
const atOnce = 24;

/** Inspects the files of a package. Throws when the folder cannot be read, and the signal's reason when aborted. */
export async function packPreview(
  files: FolderFiles,
  paths: readonly PackedPath[],
  signal?: AbortSignal,
): Promise<PackPreview> {
  const all: { path: string; sizeBytes: number }[] = [];
  const secrets: { path: string; kind: string }[] = [];
  const leftOut: string[] = [];
  let searched = 0;
  for (let from = 0; from < paths.length; from += atOnce) {
    signal?.throwIfAborted();
    await Promise.all(paths.slice(from, from + atOnce).map(look));
  }
  all.sort((one, other) => other.sizeBytes - one.sizeBytes || (one.path < other.path ? -1 : 1));
  secrets.sort((one, other) => (one.path < other.path ? -1 : 1));
  const sizeBytes = all.reduce((sum, file) => sum + file.sizeBytes, 0);
  return { files: all.length, sizeBytes, all, secrets, leftOut: leftOut.sort() };

  async function look({ path, kind }: PackedPath): Promise<void> {
    if (kind === 'special' || (kind === 'symlink' && !linkInside(path, await files.parseLink(path)))) {
      leftOut.push(path);
      return;
    }
    const facts = await files.look(path);
    if (!facts) return;
    const sizeBytes = kind === 'file' ? facts.sizeBytes : 0;
    all.push({ path, sizeBytes });
    if (sizeBytes === 0 || sizeBytes > maxFileBytes || searched + sizeBytes > maxBytes) return;
    searched += sizeBytes;
    const found = secretIn(await files.readWhole(path, sizeBytes));
    if (found !== undefined) secrets.push({ path, kind: found });
  }
}
