import type { PackageFile } from '../../archive/packageEntry.ts';
import type { Clock } from '../../http/clock.ts';
import { publishPath } from '../../repository/publishPath.ts';
import type { Repository, StoredFile } from '../../repository/repository.ts';
import { RepositoryError, requireRepositoryError } from '../../repository/repositoryError.ts';

export type PublishStep = 'looking' | 'sending' | 'linking';

export interface PublishOptions {
  repository: Repository;
  clock: Clock;
  file: PackageFile;
  target: { appCode: string; module: string; version: string };
  /** Called if a file with other content is at the path. Resolves to whether the user wants to replace that file. */
  confirmReplace: (there: StoredFile) => Promise<boolean>;
  onProgress?: ((step: PublishStep, sentBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export type PublishOutcome =
  | {
      status: 'published';
      /** URL from which the platform can download the package. A temporary link contains a secret. */
      link: string;
      fullPath: string;
      /** Whether the same bytes were already stored. If so, nothing was sent. */
      alreadyThere: boolean;
    }
  /** Another file is at the path, and the user did not want to replace that file. */
  | { status: 'kept'; there: StoredFile }
  | { status: 'failed'; step: PublishStep; error: RepositoryError }
  /**
   * `mayBeThere` is true if BK-Repo may have stored the file. It is false if the file was not sent completely, because
   * BK-Repo stores only complete files.
   */
  | { status: 'cancelled'; mayBeThere: boolean }
  /** The response to the upload was lost, and the repository cannot be read. */
  | { status: 'unknown'; error: RepositoryError };

/**
 * Lifetime of a temporary link in minutes. The platform downloads from the link during the upload, and the link should
 * still work if the user uploads again.
 */
const linkMinutes = 60;

/** Milliseconds to wait before each read after a lost response. */
const readPausesMs = [500, 2000, 5000] as const;

/**
 * Uploads a package to a repository from which the platform can download it, and creates the link
 * (release-sources.md 1.15). Sends the file at most once. If the response is lost, reads from the repository whether
 * the file is stored.
 */
export async function publishPackage(publishing: PublishOptions): Promise<PublishOutcome> {
  const { repository, file, target, signal, onProgress } = publishing;
  const fullPath = publishPath(repository.setting, target, file.content);
  let step = 'looking' as PublishStep; // without `as`, TypeScript would narrow the type to 'looking'
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
      const lost = await uploadFile(publishing, fullPath, there !== undefined);
      if (lost) return lost;
    }
    enter('linking');
    const link = await repository.link(fullPath, linkMinutes, { signal });
    await repository.probe(link, { signal });
    return { status: 'published', link, fullPath, alreadyThere };
  } catch (thrown) {
    const error = requireRepositoryError(thrown);
    if (signal?.aborted) return { status: 'cancelled', mayBeThere: step === 'linking' };
    return { status: 'failed', step, error };
  }
}

/**
 * Uploads the file. Resolves to undefined if the file is stored, else to the outcome. Rejects with `RepositoryError` if
 * the server rejects the file.
 */
async function uploadFile(
  publishing: PublishOptions,
  fullPath: string,
  overwrite: boolean,
): Promise<PublishOutcome | undefined> {
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
    // A response without a digest may come from another server. `notABkRepo` counts as a lost response, so the
    // repository is read to find out whether the file is stored.
    throw new RepositoryError(stored.sha256 === undefined ? 'notABkRepo' : 'digestMismatch', { host });
  } catch (thrown) {
    const error = requireRepositoryError(thrown);
    if (signal?.aborted) return { status: 'cancelled', mayBeThere: error.sent };
    if (!mayBeStored(error)) throw error;
    const seen = await readAfterLoss(publishing, fullPath, overwrite);
    if (signal?.aborted) return { status: 'cancelled', mayBeThere: error.sent };
    if (seen?.status === 'rejected') return { status: 'unknown', error };
    if (seen?.value?.sha256 === file.sha256) return undefined;
    // BK-Repo can reject a file before the whole file has arrived, and the connection can close before Node has read
    // the rejection (release-sources.md 1.5). So if the path has another file, BK-Repo has rejected the upload with
    // `fileExists`.
    if (seen?.value && !overwrite)
      throw new RepositoryError('fileExists', { host, subject: fullPath }, { cause: error });
    throw error;
  }
}

/**
 * Returns whether the file may be stored despite the error. This is the case if the server failed, if another server
 * responded, or if no response arrived. `fileExists` is included too, because a concurrent upload may have stored the
 * same file.
 */
function mayBeStored({ code, facts }: RepositoryError): boolean {
  if (code === 'bkRepoFailed' || code === 'notABkRepo' || code === 'fileExists') return true;
  return facts.status === undefined && code !== 'cancelled' && code !== 'digestMismatch';
}

/**
 * Reads the file at the path several times after a lost response, and returns the last read. With `overwrite`, the old
 * file stays at the path until the new file is stored, so reading continues until the new file is found. Without
 * `overwrite`, reading stops as soon as any file is found.
 */
async function readAfterLoss(
  { repository, clock, file, signal }: PublishOptions,
  fullPath: string,
  overwrite: boolean,
): Promise<PromiseSettledResult<StoredFile | undefined> | undefined> {
  let last: PromiseSettledResult<StoredFile | undefined> | undefined;
  for (const pause of readPausesMs) {
    await clock.wait(pause, signal);
    if (signal?.aborted) break;
    [last] = await Promise.allSettled([repository.detail(fullPath, { signal })]);
    if (last.status === 'rejected') requireRepositoryError(last.reason);
    else if (last.value && (!overwrite || last.value.sha256 === file.sha256)) break;
  }
  return last;
}
