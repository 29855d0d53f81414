import { rm } from 'node:fs/promises';
import type { PackageFile, PackageEntry } from '../archive/packageEntry.ts';
import { createTarWriter, type TarWriter } from '../archive/tarWriter.ts';
import { type PackCandidate, isPackable, isPackableLinkTarget } from './fileSet.ts';
import type { FolderFiles } from './folderFiles.ts';

/** Why a folder could not be packed. */
export type PackProblem =
  /** The folder is empty, or the ignore rules exclude every file. */
  | 'nothingToPack'
  /** A file could not be read. */
  | 'fileUnreadable'
  /** A file changed while it was packed. */
  | 'fileChanged';

/** Thrown when a folder cannot be packed. `path` is the file that caused the error; empty for `nothingToPack`. */
export class PackError extends Error {
  readonly problem: PackProblem;
  readonly path: string;

  constructor(problem: PackProblem, path = '', cause?: unknown) {
    super(`${problem} ${path}`.trim(), { cause });
    this.name = 'PackError';
    this.problem = problem;
    this.path = path;
  }
}

export interface PackOptions {
  files: FolderFiles;
  /** Files to pack, in the order of the archive; see `fileSet.ts`. */
  paths: readonly PackCandidate[];
  /** Absolute path of the archive to write. The path's folder must exist. */
  to: string;
  fileName: string;
  onProgress?: ((done: { files: number; bytes: number }) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Maximum bytes of a small file. Small files are read into memory before the writer needs them; larger files are
 * streamed.
 */
const smallBytes = 256 * 1024;

/** Number of files to load before the writer needs them. Loading one file at a time would mostly wait for the disk. */
const maxPreloadedFiles = 24;

/** Minimum milliseconds between two progress reports. */
const reportEveryMs = 100;

/**
 * Packs files of a folder into a `.tar.gz` that depends only on names, contents and executable bits. Entries are in the
 * order of `paths`, and their names start with `./`; times and owners are fixed (release-sources.md 7.4). Keeps links
 * that stay inside the folder and omits other links (`isPackableLinkTarget`). Throws `PackError`, an error of the disk,
 * or the signal's reason when aborted. Removes the partial archive before throwing.
 */
export async function packFolder(options: PackOptions): Promise<PackageFile> {
  const { to, fileName, paths, signal } = options;
  if (!paths.some(isPackable)) throw new PackError('nothingToPack');
  signal?.throwIfAborted();
  const writer = await createTarWriter(to);
  try {
    await writeAll(writer, options);
    const { sizeBytes, sha256 } = await writer.end();
    signal?.throwIfAborted();
    return { path: to, fileName, sizeBytes, sha256, content: 'gzip' };
  } catch (error) {
    await writer.destroy(error instanceof Error ? error : new Error(String(error)));
    await rm(to, { force: true });
    signal?.throwIfAborted();
    throw error;
  }
}

async function writeAll(writer: TarWriter, { files, paths, onProgress, signal }: PackOptions): Promise<void> {
  let [bytes, reportedAt] = [0, 0];
  const start = (path: PackCandidate): Promise<LoadedEntry | undefined> => {
    const loading = loadEntry(files, path);
    // The promise is awaited later, in the order of the paths. Until then, this handler prevents an unhandled
    // rejection.
    loading.catch(() => undefined);
    return loading;
  };
  const waiting = paths.slice(0, maxPreloadedFiles).map(start);
  for (const index of paths.keys()) {
    signal?.throwIfAborted();
    bytes += await writeEntry(writer, files, await waiting.shift(), signal);
    const next = paths[index + maxPreloadedFiles];
    if (next) waiting.push(start(next));
    const now = performance.now();
    if (now - reportedAt < reportEveryMs) continue;
    reportedAt = now;
    onProgress?.({ files: index + 1, bytes });
  }
  onProgress?.({ files: paths.length, bytes });
}

type LoadedEntry =
  | { kind: 'small'; path: string; executable: boolean; content: Buffer }
  | { kind: 'large'; path: string; executable: boolean; sizeBytes: number }
  | { kind: 'symlink'; path: string; target: string };

async function loadEntry(files: FolderFiles, packed: PackCandidate): Promise<LoadedEntry | undefined> {
  if (!isPackable(packed)) return undefined;
  const { path, kind } = packed;
  try {
    if (kind === 'symlink') {
      const target = await files.readLink(path);
      return isPackableLinkTarget(path, target) ? { kind, path, target } : undefined;
    }
    const { facts, content } = await files.load(path, smallBytes);
    const { sizeBytes } = facts;
    if (facts.kind !== 'file') throw new PackError('fileChanged', path);
    if (!content) {
      const start = facts.executable ? undefined : await files.readWhole(path, 2);
      return { kind: 'large', path, sizeBytes, executable: isExecutable(path, facts.executable, start) };
    }
    if (content.length !== sizeBytes) throw new PackError('fileChanged', path);
    return { kind: 'small', path, content, executable: isExecutable(path, facts.executable, content) };
  } catch (error) {
    throw error instanceof PackError ? error : new PackError('fileUnreadable', path, error);
  }
}

/**
 * Returns whether a file gets the executable bit in the archive. Windows has no executable bits, but the same project
 * should give the same archive on every system. So, on every system, a script is also recognized by its first two
 * bytes, and a program by its location in a folder called `bin` (release-sources.md 7.3 row 24).
 */
function isExecutable(path: string, bit: boolean | undefined, start: Buffer | undefined): boolean {
  return bit === true || /(?:^|\/)bin\/[^/]+$/.test(path) || start?.toString('latin1', 0, 2) === '#!';
}

/** Writes a file or link to the archive. Resolves with the number of bytes written; 0 for a link. */
async function writeEntry(
  writer: TarWriter,
  files: FolderFiles,
  loaded: LoadedEntry | undefined,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (!loaded) return 0;
  const name = `./${loaded.path}`;
  switch (loaded.kind) {
    case 'symlink':
      await writer.symlink(name, loaded.target);
      return 0;
    case 'small':
      await writer.file(name, loaded.executable, loaded.content);
      return loaded.content.length;
    case 'large':
      await writer.stream(name, loaded.executable, loaded.sizeBytes, exactly(files, loaded, signal));
      return loaded.sizeBytes;
  }
}

/** Yields the bytes of a large file. Throws `PackError` when the number of bytes differs from `sizeBytes`. */
async function* exactly(
  files: FolderFiles,
  { path, sizeBytes }: { path: string; sizeBytes: number },
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const piece of files.read(path)) {
      signal?.throwIfAborted();
      bytes += piece.length;
      if (bytes > sizeBytes) break;
      yield piece;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw new PackError('fileUnreadable', path, error);
  }
  if (bytes !== sizeBytes) throw new PackError('fileChanged', path);
}

/**
 * Iterates over a folder's files as archive entries, so that `checkPackage` can check the files before they are packed.
 */
export async function* folderEntries(
  files: FolderFiles,
  paths: readonly PackCandidate[],
): AsyncGenerator<PackageEntry> {
  for (const { path, kind } of paths.filter(isPackable)) {
    const linkName = kind === 'symlink' ? await files.readLink(path) : undefined;
    if (linkName !== undefined && !isPackableLinkTarget(path, linkName)) continue;
    const facts = await files.look(path);
    if (!facts) continue;
    yield {
      name: `./${path}`,
      kind,
      sizeBytes: kind === 'file' ? facts.sizeBytes : 0,
      // The permission bits need no check, because packing sets the executable bits.
      mode: undefined,
      linkName,
      read: (maxBytes) => files.readWhole(path, maxBytes),
    };
  }
}
