import { execFile } from 'node:child_process';

/**
 * Lists the folder's files with `git ls-files`: tracked files, and untracked files that no nested or global ignore file
 * excludes (release-sources.md 7.4). A submodule is listed as a single path. Tracked files that were deleted are still
 * listed. Resolves with undefined when the folder is in no repository, or when git fails, for example because another
 * user owns the folder ("dubious ownership").
 */
export function gitFileList(git: string, folder: string, signal?: AbortSignal): Promise<string[] | undefined> {
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  return new Promise((resolve, reject) => {
    const options = {
      cwd: folder,
      maxBuffer: 256 * 1024 ** 2,
      encoding: 'utf8' as const,
      windowsHide: true,
      env: { ...process.env, ...safeEnvironment },
      ...(signal ? { signal } : {}),
    };
    execFile(git, [...safeConfig, ...listing], options, (error, stdout) => {
      if (signal?.aborted) reject(signal.reason as Error);
      else if (error) resolve(undefined);
      // During a merge conflict, git lists a path once for each stage of the path.
      else resolve([...new Set(stdout.split('\0').filter((path) => path !== ''))]);
    });
  });
}

/** Overrides configuration with which a malicious repository could run programs while git lists its files. */
const safeConfig = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.untrackedCache=false'];

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
