import type { PackageFile } from '../../archive/packageEntry.ts';
import type { Clock } from '../../http/clock.ts';
import { publishPath } from '../../repository/publishPath.ts';
import type { Repository, StoredFile } from '../../repository/repository.ts';
import { RepositoryError, repositoryErrorOf } from '../../repository/repositoryError.ts';

export type PublishStep = 'looking' | 'sending' | 'linking';

export interface Publishing {
  repository: Repository;
  clock: Clock;
  file: PackageFile;
  target: { appCode: string; module: string; version: string };
  /** Called if another file is at the path. Resolves to whether to replace it. */
  confirmReplace: (there: StoredFile) => Promise<boolean>;
  onProgress?: ((step: PublishStep, sentBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export type PublishOutcome =
  | {
      status: 'published';
      /** Gives access to the package. A temporary link contains a secret. */
      link: string;
      fullPath: string;
      /** The same bytes were stored before, and were not sent again. */
      alreadyThere: boolean;
    }
  /** Another file is there, and the user kept it. */
  | { status: 'kept'; there: StoredFile }
  | { status: 'failed'; step: PublishStep; error: RepositoryError }
  /** `mayBeThere`: the whole file was sent. BK-Repo stores only complete files. */
  | { status: 'cancelled'; mayBeThere: boolean }
  /** The response was lost, and the repository cannot be read. */
  | { status: 'unknown'; error: RepositoryError };

/** Lifetime of a temporary link in minutes. The platform downloads it during the upload, and a retry should work. */
const linkMinutes = 60;

/** Milliseconds between reads after a lost response. */
const readPausesMs = [500, 2000, 5000] as const;

/**
 * Uploads a package to where the platform can download it, and creates the link (release-sources.md 1.15). Sends the
 * file once. After a lost response, the repository shows whether the file is stored.
 */
export async function publishPackage(publishing: Publishing): Promise<PublishOutcome> {
  const { repository, file, target, signal, onProgress } = publishing;
  const fullPath = publishPath(repository.setting, target, file.content);
  let step = 'looking' as PublishStep; // `enter` changes it, which the compiler does not see
  const enter = (next: PublishStep): void => {
    step = next;
    onProgress?.(step, 0);
  };
  try {
    enter('looking');
    const there = await repository.detail(fullPath, { signal });
    const alreadyThere = there?.sha256 === file.sha256;
    if (there && !alreadyThere && !(await publishing.confirmReplace(there))) return { status: 'kept', there };
    if (signal?.aborted) return { status: 'cancelled', mayBeThere: false };
    if (!alreadyThere) {
      enter('sending');
      const lost = await send(publishing, fullPath, there !== undefined);
      if (lost) return lost;
    }
    enter('linking');
    const link = await repository.link(fullPath, linkMinutes, { signal });
    await repository.probe(link, { signal });
    return { status: 'published', link, fullPath, alreadyThere };
  } catch (thrown) {
    const error = repositoryErrorOf(thrown);
    if (signal?.aborted) return { status: 'cancelled', mayBeThere: step === 'linking' };
    return { status: 'failed', step, error };
  }
}

/**
 * Uploads the file. Resolves to the outcome, or undefined if the file is stored. Throws `RepositoryError` if the server
 * rejects it.
 */
async function send(publishing: Publishing, fullPath: string, overwrite: boolean): Promise<PublishOutcome | undefined> {
  const { repository, file, target, signal, onProgress } = publishing;
  const { host } = new URL(repository.setting.baseUrl);
  const metadata = { app: target.appCode, module: target.module, version: target.version };
  try {
    const stored = await repository.put(fullPath, file, {
      overwrite,
      metadata,
      signal,
      onProgress: (sentBytes) => onProgress?.('sending', sentBytes),
    });
    if (stored.sha256 === file.sha256) return undefined;
    // Without a digest, another server may have answered. Then only the stored file counts.
    throw new RepositoryError(stored.sha256 === undefined ? 'notABkRepo' : 'digestMismatch', { host });
  } catch (thrown) {
    const error = repositoryErrorOf(thrown);
    if (signal?.aborted) return { status: 'cancelled', mayBeThere: error.sent };
    if (!isLost(error)) throw error;
    const seen = await readAfterLoss(publishing, fullPath, overwrite);
    if (signal?.aborted) return { status: 'cancelled', mayBeThere: error.sent };
    if (seen?.status === 'rejected') return { status: 'unknown', error };
    if (seen?.value?.sha256 === file.sha256) return undefined;
    // A rejection can arrive in mid-body, and the connection can close before it is read (release-sources.md 1.5).
    if (seen?.value && !overwrite)
      throw new RepositoryError('fileExists', { host, subject: fullPath }, { cause: error });
    throw error;
  }
}

/**
 * Returns whether the file may be stored despite the error. A rejection with a status rules that out, except
 * `fileExists`: a concurrent upload may have stored the same file.
 */
function isLost({ code, facts }: RepositoryError): boolean {
  if (code === 'bkRepoFailed' || code === 'notABkRepo' || code === 'fileExists') return true;
  return facts.status === undefined && code !== 'cancelled' && code !== 'digestMismatch';
}

/**
 * Reads the file at the path. A file to be replaced stays until the new one is stored, so it is read again; without
 * `overwrite`, any file decides. Returns the last read.
 */
async function readAfterLoss(
  { repository, clock, file, signal }: Publishing,
  fullPath: string,
  overwrite: boolean,
): Promise<PromiseSettledResult<StoredFile | undefined> | undefined> {
  let last: PromiseSettledResult<StoredFile | undefined> | undefined;
  for (const pause of readPausesMs) {
    await clock.wait(pause, signal);
    if (signal?.aborted) break;
    [last] = await Promise.allSettled([repository.detail(fullPath, { signal })]);
    if (last.status === 'rejected') repositoryErrorOf(last.reason);
    else if (last.value && (!overwrite || last.value.sha256 === file.sha256)) break;
  }
  return last;
}
