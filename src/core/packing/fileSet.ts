import { linkStaysInside } from '../archive/packageEntry.ts';
import type { FolderFiles, FolderEntryKind } from './folderFiles.ts';
import { noRules, type IgnoreRules, type Verdict } from './ignoreRules.ts';

/** Our own ignore file, at the folder's root. It overrides git's rules. */
const ignoreFileName = '.bkpaasignore';

/** A path in a package. Folders are omitted, because unpacking a file creates its folder. */
export interface PackedPath {
  path: string;
  kind: Exclude<FolderEntryKind, 'folder'>;
}

type Take = (path: string, kind: PackedPath['kind']) => void;

export interface FileSetOptions {
  files: FolderFiles;
  /** Paths listed by git; undefined without a usable repository. */
  listed: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
}

/** Maximum bytes of an ignore file; a larger one is not read. */
const maxRulesBytes = 1024 * 1024;

/** Never packed, regardless of the rules. */
const repositories = new Set(['.git', '.svn', '.hg']);

/**
 * Lists the files of a folder that form the package (release-sources.md 7.4), sorted by bytes: git's own list if there
 * is one, otherwise a walk that follows the `.gitignore` files. Then applies `.bkpaasignore`. Throws when the folder
 * cannot be read, and the signal's reason when aborted.
 */
export async function fileSet({ files, listed, signal }: FileSetOptions): Promise<PackedPath[]> {
  const own = await readRules(files, ignoreFileName);
  const last = (await noRules()).within('', own ?? '');
  const mayReturn = own !== undefined && /^\s*!/m.test(own);
  const found = new Map<string, PackedPath['kind']>();
  const take: Take = (path, kind) => {
    if (path.split('/').some((part) => repositories.has(part))) return;
    if (!hasVerdict(last, path, 'ignored')) found.set(path, kind);
  };
  if (listed) {
    const isInside = insideOf(files);
    for (const named of listed) {
      signal?.throwIfAborted();
      // The path of a nested repository ends with a slash.
      const path = named.replace(/\/$/, '');
      if (!(await isInside(path))) continue;
      const facts = await files.look(path);
      // A submodule is one path, a folder. A deleted file no longer exists.
      if (facts?.kind === 'folder') await walk(path, await noRules(), take);
      else if (facts) take(path, facts.kind);
    }
  } else {
    await walk('', await noRules(), take);
  }
  // Rules with `!` bring back ignored files, such as build output.
  if (mayReturn) {
    await walk('', undefined, (path, kind) => {
      if (hasVerdict(last, path, 'returned')) take(path, kind);
    });
  }
  return [...found]
    .map(([path, kind]) => ({ path, kind, bytes: Buffer.from(path) }))
    .sort((one, other) => Buffer.compare(one.bytes, other.bytes))
    .map(({ path, kind }) => ({ path, kind }));

  /** Without rules, nothing is ignored. */
  async function walk(folder: string, rules: IgnoreRules | undefined, each: Take): Promise<void> {
    signal?.throwIfAborted();
    const entries = await files.list(folder);
    const hasRules = rules && entries.some(({ name, kind }) => name === '.gitignore' && kind === 'file');
    const path = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
    const inside = hasRules ? rules.within(folder, (await readRules(files, path('.gitignore'))) ?? '') : rules;
    for (const { name, kind } of entries) {
      if (repositories.has(name) || inside?.verdict(path(name), kind === 'folder') === 'ignored') continue;
      if (kind === 'folder') await walk(path(name), inside, each);
      else each(path(name), kind);
    }
  }
}

/**
 * Returns a check that a listed path is reached through folders only. Git still lists files below a folder that has
 * become a link, and the link can lead out of the folder.
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

/** Returns whether a path or a folder above it has this verdict: that of a folder applies to everything in it. */
function hasVerdict(rules: IgnoreRules, path: string, verdict: Verdict): boolean {
  const parts = path.split('/');
  return parts.some((_, index) => {
    const isFolder = index < parts.length - 1;
    return rules.verdict(parts.slice(0, index + 1).join('/'), isFolder) === verdict;
  });
}

async function readRules(files: FolderFiles, path: string): Promise<string | undefined> {
  const facts = await files.look(path);
  if (facts?.kind !== 'file' || facts.sizeBytes > maxRulesBytes) return undefined;
  return (await files.readWhole(path, maxRulesBytes)).toString('utf8');
}

/** Returns whether a symbolic link at a path of the folder has a relative target inside the folder, on every system. */
export function linkInside(path: string, target: string): boolean {
  return target !== '' && !target.includes('\\') && linkStaysInside(path, target);
}
