import { findZipEndInTail, zipTailBytes } from '../archive/zipEnd.ts';
import { type PackCandidate, type UnpackableKind, isPackableLinkTarget } from './fileSet.ts';
import type { FolderFiles } from './folderFiles.ts';
import {
  hidesZipEnd,
  maxPointerBytes,
  warningStartBytes,
  warningAbout,
  type PackWarning,
  type PackWarningCode,
} from './packWarnings.ts';
import { secretKindIn, type SecretKind } from './secretPatterns.ts';

/** What a package will contain, determined before the folder is packed. */
export interface PackPreview {
  files: number;
  sizeBytes: number;
  /** Files and links in the package, largest first. */
  all: readonly { path: string; sizeBytes: number }[];
  /** Text files that contain something that looks like a key or token. `kind` is the kind of key or token. */
  secrets: readonly { path: string; kind: SecretKind }[];
  /** Paths that cannot be packed. */
  leftOut: readonly { path: string; reason: LeftOutReason }[];
  /** At most one warning for each code, in a fixed order. */
  warnings: readonly PackWarning[];
}

/** Why a path cannot be packed. `src/texts/publishTexts.ts` has a sentence for each reason. */
export type LeftOutReason = 'linkLeavesFolder' | Extract<UnpackableKind, 'special' | 'nameNotUtf8'>;

/**
 * Maximum bytes to search for secrets, in one file and in all files together. Keys are usually in small files, and the
 * search must be fast. `maxBytes` is also a separate limit for the bytes that are read from the ends of larger files.
 */
const [maxFileBytes, maxBytes] = [64 * 1024, 32 * 1024 ** 2];

/** Number of files to check concurrently. */
const maxConcurrentChecks = 24;

/** Inspects the files of a package. Throws when the folder cannot be read, and the signal's reason when aborted. */
export async function packPreview(
  files: FolderFiles,
  paths: readonly PackCandidate[],
  signal?: AbortSignal,
): Promise<PackPreview> {
  const all: { path: string; sizeBytes: number }[] = [];
  const secrets: { path: string; kind: SecretKind }[] = [];
  const leftOut: PackPreview['leftOut'][number][] = [];
  const warned: Record<PackWarningCode, string[]> = {
    emptySubmodules: [],
    notCheckedOut: [],
    lfsPointers: [],
    crlfScripts: [],
    zipEnd: [],
  };
  let [searched, readEnds] = [0, 0];
  for (let from = 0; from < paths.length; from += maxConcurrentChecks) {
    signal?.throwIfAborted();
    await Promise.all(paths.slice(from, from + maxConcurrentChecks).map(look));
  }
  all.sort((one, other) => other.sizeBytes - one.sizeBytes || (one.path < other.path ? -1 : 1));
  secrets.sort(byPath);
  leftOut.sort(byPath);
  const sizeBytes = all.reduce((sum, file) => sum + file.sizeBytes, 0);
  const warnings = (Object.entries(warned) as [PackWarningCode, string[]][])
    .filter(([, found]) => found.length > 0)
    .map(([code, found]) => ({ code, paths: found.sort() }));
  return { files: all.length, sizeBytes, all, secrets, leftOut, warnings };

  async function look({ path, kind }: PackCandidate): Promise<void> {
    switch (kind) {
      case 'emptySubmodule':
        warned.emptySubmodules.push(path);
        return;
      case 'notCheckedOut':
        warned.notCheckedOut.push(path);
        return;
      case 'special':
      case 'nameNotUtf8':
        leftOut.push({ path, reason: kind });
        return;
      case 'symlink':
        if (isPackableLinkTarget(path, await files.readLink(path))) all.push({ path, sizeBytes: 0 });
        else leftOut.push({ path, reason: 'linkLeavesFolder' });
        return;
      case 'file':
        await inspectFile(path);
    }
  }

  async function inspectFile(path: string): Promise<void> {
    const facts = await files.look(path);
    if (!facts) return;
    const { sizeBytes, executable } = facts;
    all.push({ path, sizeBytes });
    const isSearched = sizeBytes > 0 && sizeBytes <= maxFileBytes && searched + sizeBytes <= maxBytes;
    if (isSearched) searched += sizeBytes;
    // A file that is not searched can still be a Git LFS pointer if it is tiny, or a script if it is executable.
    else if (sizeBytes > 0 && (sizeBytes <= maxPointerBytes || executable === true)) {
      const code = warningAbout({ path, sizeBytes, executable }, await files.readWhole(path, warningStartBytes));
      if (code !== undefined) warned[code].push(path);
    }
    if (!isSearched) {
      await inspectEnd(path, sizeBytes);
      return;
    }
    const content = await files.readWhole(path, sizeBytes);
    const code = warningAbout({ path, sizeBytes, executable }, content);
    if (code !== undefined) warned[code].push(path);
    if (hidesZipEnd(content, content)) warned.zipEnd.push(path);
    const found = secretKindIn(content);
    if (found !== undefined) secrets.push({ path, kind: found });
  }

  /** Searches the end of a large file for the end record of a zip. */
  async function inspectEnd(path: string, sizeBytes: number): Promise<void> {
    if (sizeBytes <= maxFileBytes || readEnds + zipTailBytes > maxBytes) return;
    readEnds += zipTailBytes;
    // Ignore a file that cannot be read, because packing reports it.
    const end = await files.readEnd(path, zipTailBytes).catch(() => undefined);
    if (end && findZipEndInTail(end) !== undefined && hidesZipEnd(await files.readWhole(path, 4), end))
      warned.zipEnd.push(path);
  }
}

function byPath(one: { path: string }, other: { path: string }): number {
  return one.path < other.path ? -1 : 1;
}
