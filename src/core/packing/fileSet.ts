import { linkStaysInside } from '../archive/packageEntry.ts';
import type { FolderFiles, FolderEntryKind } from './folderFiles.ts';
import { noRules, type IgnoreRules, type Verdict } from './ignoreRules.ts';

/** This extension's own ignore file, at the folder's root. Its rules override git's rules. */
const ignoreFileName = '.bkpaasignore';

/** A file or link to pack. Folders are not listed, because unpacking a file creates its folder. */
export interface PackedPath {
  path: string;
  kind: Exclude<FolderEntryKind, 'folder'>;
}

type Take = (path: string, kind: PackedPath['kind']) => void;

export interface FileSetOptions {
  files: FolderFiles;
  /** Paths listed by git; undefined if the folder has no usable git repository. */
  listed: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
}

/** Maximum bytes of an ignore file. A larger ignore file is not read. */
const maxRulesBytes = 1024 * 1024;

/** Folders of version control systems, which are never packed, regardless of the ignore rules. */
const repositories = new Set(['.git', '.svn', '.hg']);

/**
 * Lists the files of a folder that form the package (release-sources.md 7.4), sorted by the bytes of their paths.
 * Starts with git's list if `listed` is defined, and otherwise with all files that the folder's `.gitignore` files do
 * not ignore. Then applies `.bkpaasignore`. Throws when the folder cannot be read, and throws the signal's reason when
 * aborted.
 */
export async function fileSet({ files, listed, signal }: FileSetOptions): Promise<PackedPath[]> {
  const ownText = await readRulesText(files, ignoreFileName);
  const ownRules = (await noRules()).within('', ownText ?? '');
  const hasNegations = ownText !== undefined && /^\s*!/m.test(ownText);
  const found = new Map<string, PackedPath['kind']>();
  const take: Take = (path, kind) => {
    if (path.split('/').some((part) => repositories.has(part))) return;
    if (!hasVerdict(ownRules, path, 'ignored')) found.set(path, kind);
  };
  if (listed) {
    const isInside = insideOf(files);
    for (const named of listed) {
      signal?.throwIfAborted();
      // Git ends the path of a nested repository with a slash.
      const path = named.replace(/\/$/, '');
      if (!(await isInside(path))) continue;
      const facts = await files.look(path);
      // Git lists a submodule as a single path, which is a folder. For a deleted file, `facts` is undefined.
      if (facts?.kind === 'folder') await walk(path, await noRules(), take);
      else if (facts) take(path, facts.kind);
    }
  } else {
    await walk('', await noRules(), take);
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
  async function walk(folder: string, rules: IgnoreRules | undefined, each: Take): Promise<void> {
    signal?.throwIfAborted();
    const entries = await files.list(folder);
    const hasRules = rules && entries.some(({ name, kind }) => name === '.gitignore' && kind === 'file');
    const path = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
    const inside = hasRules ? rules.within(folder, (await readRulesText(files, path('.gitignore'))) ?? '') : rules;
    for (const { name, kind } of entries) {
      if (repositories.has(name) || inside?.verdict(path(name), kind === 'folder') === 'ignored') continue;
      if (kind === 'folder') await walk(path(name), inside, each);
      else each(path(name), kind);
    }
  }
}

/**
 * Returns a function that checks whether all parents of a listed path are real folders. If a folder was replaced by a
 * symbolic link, git still lists the files below that folder, but the link can lead out of the packed folder.
 */
function insideOf(files: FolderFiles): (path: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>([['', Promise.resolve(true)]]);
  const isFolder = async (folder: string): Promise<boolean> =>
    (await isFolderOnce(parent(folder))) && (await files.look(folder))?.kind === 'folder';
  const isFolderOnce = (folder: string): Promise<boolean> => {
    const answer = known.get(folder) ?? isFolder(folder);
    known.set(folder, answer);
    return answer;
  };
  return async (path) =>
    !path.split('/').some((part) => part === '' || part === '.' || part === '..') && isFolderOnce(parent(path));
}

function parent(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/**
 * Returns whether the rules give this verdict for a path or for a folder above the path. The verdict of a folder
 * applies to everything in the folder.
 */
function hasVerdict(rules: IgnoreRules, path: string, verdict: Verdict): boolean {
  const parts = path.split('/');
  return parts.some((_, index) => {
    const isFolder = index < parts.length - 1;
    return rules.verdict(parts.slice(0, index + 1).join('/'), isFolder) === verdict;
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
export function linkInside(path: string, target: string): boolean {
  return target !== '' && !target.includes('\\') && linkStaysInside(path, target);
}
