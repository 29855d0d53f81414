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
  /** Asked when another file is at its place: whether it is replaced. */
  confirmReplace: (there: StoredFile) => Promise<boolean>;
  onProgress?: ((step: PublishStep, sentBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** What became of publishing a package. */
export type PublishOutcome =
  | {
      status: 'published';
      /** Gives the package to whoever has it; a temporary one has a secret in it. */
      link: string;
      fullPath: string;
      /** The same bytes were there before, and were not sent again. */
      alreadyThere: boolean;
    }
  /** Another file is there, and the person left it. */
  | { status: 'kept'; there: StoredFile }
  | { status: 'failed'; step: PublishStep; error: RepositoryError }
  /** `mayBeThere`: all of it had left. BK-Repo stores only what arrived whole, so what is there is never half a file. */
  | { status: 'cancelled'; mayBeThere: boolean }
  /** It was sent, the answer got lost, and the repository cannot be read either. */
  | { status: 'unknown'; error: RepositoryError };

/** Minutes that a temporary link lives: the platform fetches it within the upload, and a second try should still work. */
const linkMinutes = 60;

/** Milliseconds between two looks after a lost answer. */
const readPausesMs = [500, 2000, 5000] as const;

/**
 * Puts a package to where the platform may fetch it, and makes the link (release-sources.md 1.15). It is sent once;
 * when its answer gets lost, the repository says whether it arrived. Failures are outcomes; throws only a fault of this
 * program.
 */
export async function publishPackage(publishing: Publishing): Promise<PublishOutcome> {
  const { repository, file, target, signal, onProgress } = publishing;
  const fullPath = publishPath(repository.setting, target, file.content);
  let step: PublishStep = 'looking';
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
    if (signal?.aborted) return { status: 'cancelled', mayBeThere: stepIs(step, 'linking') };
    return { status: 'failed', step, error };
  }
}

/** The compiler takes the step for the one it began with. */
function stepIs(step: string, wanted: PublishStep): boolean {
  return step === wanted;
}

/** Resolves with how it ended where that is not "arrived". Throws what the server refused. */
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
    // Without a digest somebody else may have answered in its place: then only what is there counts.
    throw new RepositoryError(stored.sha256 === undefined ? 'notABkRepo' : 'digestMismatch', { host });
  } catch (thrown) {
    const error = repositoryErrorOf(thrown);
    if (signal?.aborted) return { status: 'cancelled', mayBeThere: error.sent };
    if (!isLost(error)) throw error;
    const [seen] = await Promise.allSettled([readAfterLoss(publishing, fullPath, overwrite)]);
    if (signal?.aborted) return { status: 'cancelled', mayBeThere: error.sent };
    if (seen.status === 'rejected') {
      repositoryErrorOf(seen.reason);
      return { status: 'unknown', error };
    }
    if (seen.value?.sha256 === file.sha256) return undefined;
    // A refusal may come while the file is on its way, and the connection close before it can be read (release-sources.md 1.5).
    if (seen.value && !overwrite)
      throw new RepositoryError('fileExists', { host, subject: fullPath }, { cause: error });
    throw error;
  }
}

/**
 * After these the file may be there all the same. A refusal with a number is none of them, but for the one that somebody was
 * faster: it may have been with the same file.
 */
function isLost({ code, facts }: RepositoryError): boolean {
  if (code === 'bkRepoFailed' || code === 'notABkRepo' || code === 'fileExists') return true;
  return facts.status === undefined && code !== 'cancelled' && code !== 'digestMismatch';
}

/**
 * What is at the place now. What was to be replaced is still there while the new file is being stored; where nothing may be
 * replaced, whatever is there decides. Throws `RepositoryError` when the last look could not be made.
 */
async function readAfterLoss(
  { repository, clock, file, signal }: Publishing,
  fullPath: string,
  overwrite: boolean,
): Promise<StoredFile | undefined> {
  let last: PromiseSettledResult<StoredFile | undefined> | undefined;
  for (const pause of readPausesMs) {
    await clock.wait(pause, signal);
    if (signal?.aborted) return undefined;
    [last] = await Promise.allSettled([repository.detail(fullPath, { signal })]);
    if (last.status === 'rejected') repositoryErrorOf(last.reason);
    else if (last.value && (!overwrite || last.value.sha256 === file.sha256)) return last.value;
  }
  if (last?.status === 'rejected') throw last.reason;
  return last?.value;
}
