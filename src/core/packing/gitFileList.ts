import { execFile } from 'node:child_process';

/**
 * Lists the folder's files by git's own rules: tracked files, and untracked ones that no nested or global ignore file
 * excludes (release-sources.md 7.4). A submodule is one path, and deleted tracked files are included. Resolves with
 * undefined when the folder is in no repository, or when git refuses or fails, for example because another user owns
 * the folder ("dubious ownership").
 */
export function gitFileList(git: string, folder: string, signal?: AbortSignal): Promise<string[] | undefined> {
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  return new Promise((resolve, reject) => {
    const options = {
      cwd: folder,
      maxBuffer: 256 * 1024 ** 2,
      encoding: 'utf8' as const,
      windowsHide: true,
      env: { ...process.env, ...quiet },
      ...(signal ? { signal } : {}),
    };
    execFile(git, [...harmless, ...listing], options, (error, stdout) => {
      if (signal?.aborted) reject(signal.reason as Error);
      else if (error) resolve(undefined);
      // A path with several stages, as in a merge conflict, is listed several times.
      else resolve([...new Set(stdout.split('\0').filter((path) => path !== ''))]);
    });
  });
}

/** Disables configuration through which a foreign repository could run its own programs while it is listed. */
const harmless = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.untrackedCache=false'];

const quiet = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
  // Expanding a sparse index can fetch, and the remote can name the program that serves it. Disable all fetching.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  // The folder decides which repository is used, not the environment that the editor was started in.
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_COMMON_DIR: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
};
