import { execFile } from 'node:child_process';

/**
 * What git counts as this folder's files: tracked ones and untracked ones that are not ignored, by its own rules, nested and
 * global ignore files among them (release-sources.md 7.4). Submodules are one path each, and a tracked file that was
 * deleted is still in it. Undefined where the folder is in no repository, and where git refuses or fails, as with a
 * folder of somebody else ("dubious ownership").
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
      // A path with two stages, as in a merge, comes twice.
      else resolve([...new Set(stdout.split('\0').filter((path) => path !== ''))]);
    });
  });
}

/** A repository from elsewhere must not run programs of its own through its configuration while it is only listed. */
const harmless = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.untrackedCache=false'];

const quiet = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
  // A sparse index is filled by a fetch, and a remote may name the program that answers it: no fetch, and no way to fetch.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  // The folder decides which repository is asked, not where the editor was started from.
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_COMMON_DIR: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
};
