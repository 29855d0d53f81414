import { isUtf8 } from 'node:buffer';
import { execFile } from 'node:child_process';

/** A path that git lists. */
export interface GitPath {
  /**
   * The path, relative to the folder. If `isUtf8` is false, the path ends with its first name that is not UTF-8. In
   * this name, U+FFFD replaces the bytes that are not UTF-8.
   */
  path: string;
  isUtf8: boolean;
  /** Whether git does not check out the file, for example because of a sparse checkout. */
  skipWorktree: boolean;
}

/**
 * Lists the folder's files with `git ls-files`: tracked files, and untracked files that no nested or global ignore file
 * excludes (release-sources.md 7.4). A submodule is listed as a single path. Tracked files that were deleted are still
 * listed. Resolves with undefined when the folder is in no repository, or when git fails, for example because another
 * user owns the folder ("dubious ownership").
 */
export function gitFileList(git: string, folder: string, signal?: AbortSignal): Promise<GitPath[] | undefined> {
  const listing = ['ls-files', '-z', '-t', '--cached', '--others', '--exclude-standard'];
  return new Promise((resolve, reject) => {
    const options = {
      cwd: folder,
      maxBuffer: 256 * 1024 ** 2,
      encoding: 'buffer' as const,
      windowsHide: true,
      env: { ...process.env, ...safeEnvironment },
      ...(signal ? { signal } : {}),
    };
    execFile(git, [...safeConfigArguments, ...listing], options, (error, stdout) => {
      if (signal?.aborted) reject(signal.reason as Error);
      else if (error) resolve(undefined);
      else resolve(parseListing(stdout));
    });
  });
}

/**
 * Parses the output of `git ls-files -z -t`: a status letter, a space, the path's bytes and a zero byte for each path.
 */
function parseListing(output: Buffer): GitPath[] {
  // During a merge conflict, git lists a path once for each stage of the path.
  const found = new Map<string, GitPath>();
  for (let [start, end] = [0, output.indexOf(0)]; end !== -1; [start, end] = [end + 1, output.indexOf(0, end + 1)]) {
    const bytes = output.subarray(start + 2, end);
    const isValid = isUtf8(bytes);
    const path = isValid ? bytes.toString() : untilInvalidName(bytes);
    found.set(path, { path, isUtf8: isValid, skipWorktree: output[start] === skipWorktreeCharCode });
  }
  return [...found.values()];
}

const skipWorktreeCharCode = 'S'.charCodeAt(0);

/** Returns the path up to and including its first name that is not UTF-8. */
function untilInvalidName(path: Buffer): string {
  // Splits the bytes: in latin1, each character is one byte.
  const names = path
    .toString('latin1')
    .split('/')
    .map((name) => Buffer.from(name, 'latin1'));
  const invalid = names.findIndex((name) => !isUtf8(name));
  return names
    .slice(0, invalid + 1)
    .map(String)
    .join('/');
}

/** Overrides the settings with which a malicious repository could run programs while git lists the files. */
const safeConfigArguments = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.untrackedCache=false',
];

const safeEnvironment = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
  // Expanding a sparse index can make git fetch, and a repository's configuration can name a program that git runs to
  // fetch. So disable all fetching.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  // Remove variables from the environment of VS Code that would make git use a repository other than the folder's.
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_COMMON_DIR: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
};
