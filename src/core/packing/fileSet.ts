import { isLinkInsidePackage } from '../archive/packageEntry.ts';
import type { FolderFiles } from './folderFiles.ts';
import type { GitPath } from './gitFileList.ts';
import { ignoreFileName, createEmptyRules, type IgnoreRules, type Verdict } from './ignoreRules.ts';

/**
 * A file or link to pack, or a path that should be in the package but cannot be packed. Folders are not listed, because
 * unpacking a file creates its folder.
 */
export interface PackCandidate {
  path: string;
  kind: 'file' | 'symlink' | UnpackableKind;
}

/** Why a path is not packed. */
export type UnpackableKind =
  /** The path is no file, link or folder; for example a socket. */
  | 'special'
  /** The name is not UTF-8, so it has no text form with which the file can be opened. */
  | 'nameNotUtf8'
  /** The folder of a submodule that was not fetched. */
  | 'emptySubmodule'
  /** A tracked file that git did not check out, for example because of a sparse checkout. */
  | 'notCheckedOut';

/** Returns whether the path is a file or link. Files are packed, and so are links that stay inside the folder. */
export function isPackable(path: PackCandidate): path is PackCandidate & { kind: 'file' | 'symlink' } {
  return path.kind === 'file' || path.kind === 'symlink';
}

type AddPath = (path: string, kind: PackCandidate['kind']) => void;

export interface ListPackCandidatesOptions {
  files: FolderFiles;
  /** Paths listed by git; undefined if the folder has no usable git repository. */
  listed: readonly GitPath[] | undefined;
  signal?: AbortSignal | undefined;
}

/** Maximum bytes of an ignore file. A larger ignore file is not read. */
const maxRulesBytes = 1024 * 1024;

/** Folders of version control systems, which are never packed, regardless of the ignore rules. */
const versionControlFolders = new Set(['.git', '.svn', '.hg']);

/**
 * Lists the files of a folder that form the package, and the paths that should be in the package but cannot be packed
 * (release-sources.md 7.4), sorted by the bytes of their paths. Starts with git's list if `listed` is defined, and
 * otherwise with all files that the folder's `.gitignore` files do not ignore. Then applies `.bkpaasignore`. Throws
 * when the folder cannot be read, and throws the signal's reason when aborted.
 */
export async function fileSet({ files, listed, signal }: ListPackCandidatesOptions): Promise<PackCandidate[]> {
  const ownText = await readRulesText(files, ignoreFileName);
  const ownRules = (await createEmptyRules()).within('', ownText ?? '');
  const hasNegations = ownText !== undefined && /^\s*!/m.test(ownText);
  const found = new Map<string, PackCandidate['kind']>();
  const take: AddPath = (path, kind) => {
    if (path.split('/').some((part) => versionControlFolders.has(part))) return;
    if (!hasVerdict(ownRules, path, 'ignored', kind === 'emptySubmodule')) found.set(path, kind);
  };
  if (listed) {
    const isInside = createParentFolderCheck(files);
    const namesIn = createNameReader(files);
    for (const { path: named, isUtf8, skipWorktree } of listed) {
      signal?.throwIfAborted();
      // Git ends the path of a nested repository with a slash.
      const path = named.replace(/\/$/, '');
      const inside = await isInside(path);
      if (!isUtf8) {
        // `look` cannot find such a name, but the folder's list has the name unless the file was deleted.
        if (inside && (await namesIn(parentPath(path))).has(baseName(path))) take(path, 'nameNotUtf8');
        continue;
      }
      const facts = inside ? await files.look(path) : undefined;
      if (facts?.kind === 'folder') {
        // Git lists a submodule as a single path, which is a folder.
        if (path === named && (await files.list(path)).length === 0) take(path, 'emptySubmodule');
        else await walk(path, await createEmptyRules(), take);
      } else if (facts) take(path, facts.kind);
      // Git did not check out this file. Any other path without facts is a deleted file.
      else if (skipWorktree) take(path, 'notCheckedOut');
    }
  } else {
    await walk('', await createEmptyRules(), take);
  }
  // Rules with `!` in `.bkpaasignore` add files that git ignores, such as build output.
  if (hasNegations) {
    await walk('', undefined, (path, kind) => {
      if (hasVerdict(ownRules, path, 'included')) take(path, kind);
    });
  }
  return [...found]
    .map(([path, kind]) => ({ path, kind, bytes: Buffer.from(path) }))
    .sort((one, other) => Buffer.compare(one.bytes, other.bytes))
    .map(({ path, kind }) => ({ path, kind }));

  /**
   * Calls `each` for the files below a folder, except files that `rules` ignore and files in version control folders.
   */
  async function walk(folder: string, rules: IgnoreRules | undefined, each: AddPath): Promise<void> {
    signal?.throwIfAborted();
    const entries = await files.list(folder);
    const hasRules = rules && entries.some(({ name, kind }) => name === '.gitignore' && kind === 'file');
    const path = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
    const inside = hasRules ? rules.within(folder, (await readRulesText(files, path('.gitignore'))) ?? '') : rules;
    for (const { name, kind } of entries) {
      if (versionControlFolders.has(name) || inside?.verdict(path(name), kind === 'folder') === 'ignored') continue;
      // If a name is not UTF-8, the folder's list has U+FFFD for some bytes, and no file has the resulting name.
      if (name.includes('\uFFFD') && !(await files.look(path(name)))) each(path(name), 'nameNotUtf8');
      else if (kind === 'folder') await walk(path(name), inside, each);
      else each(path(name), kind);
    }
  }
}

/**
 * Returns a function that checks whether all parents of a listed path are real folders. If a folder was replaced by a
 * symbolic link, git still lists the files below that folder, but the link can lead out of the packed folder.
 */
function createParentFolderCheck(files: FolderFiles): (path: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>([['', Promise.resolve(true)]]);
  const isFolder = async (folder: string): Promise<boolean> =>
    (await isFolderOnce(parentPath(folder))) && (await files.look(folder))?.kind === 'folder';
  const isFolderOnce = (folder: string): Promise<boolean> => {
    const answer = known.get(folder) ?? isFolder(folder);
    known.set(folder, answer);
    return answer;
  };
  return async (path) =>
    !path.split('/').some((part) => part === '' || part === '.' || part === '..') && isFolderOnce(parentPath(path));
}

/** Returns a function that returns the names in a folder. Each folder is read once. */
function createNameReader(files: FolderFiles): (folder: string) => Promise<Set<string>> {
  const known = new Map<string, Promise<Set<string>>>();
  const read = async (folder: string): Promise<Set<string>> =>
    new Set((await files.list(folder)).map(({ name }) => name));
  return (folder) => {
    const names = known.get(folder) ?? read(folder);
    known.set(folder, names);
    return names;
  };
}

function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * Returns whether the rules give this verdict for a path or for a folder above the path. The verdict of a folder
 * applies to everything in the folder. `isFolder` says whether the path itself is a folder.
 */
function hasVerdict(rules: IgnoreRules, path: string, verdict: Verdict, isFolder = false): boolean {
  const parts = path.split('/');
  return parts.some((_, index) => {
    const isAbove = index < parts.length - 1;
    return rules.verdict(parts.slice(0, index + 1).join('/'), isAbove || isFolder) === verdict;
  });
}

async function readRulesText(files: FolderFiles, path: string): Promise<string | undefined> {
  const facts = await files.look(path);
  if (facts?.kind !== 'file' || facts.sizeBytes > maxRulesBytes) return undefined;
  return (await files.readWhole(path, maxRulesBytes)).toString('utf8');
}

/**
 * Returns whether the target of the symbolic link at `path` is a relative path that stays inside the folder. Rejects a
 * target with a backslash, because Windows treats the backslash as a separator.
 */
export function isPackableLinkTarget(path: string, target: string): boolean {
  return target !== '' && !target.includes('\\') && isLinkInsidePackage(path, target);
}
