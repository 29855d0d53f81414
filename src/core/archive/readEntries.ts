import { ArchiveError } from './archiveError.ts';
import { archiveLimits, type ArchiveLimits } from './archiveLimits.ts';
import type { PackageEntry, PackageFile } from './packageEntry.ts';
import { readTar } from './readTar.ts';
import { readZip } from './readZip.ts';
import { isTakenForZip } from './zipEnd.ts';

/**
 * Iterates over the entries of an archive on disk. An entry can be read only until the next entry is requested. Throws
 * `ArchiveError` when the archive is invalid or exceeds the limits, and the signal's reason when aborted.
 */
export async function* readEntries(
  file: Pick<PackageFile, 'path' | 'content'>,
  options: { signal?: AbortSignal | undefined; limits?: Partial<ArchiveLimits> } = {},
): AsyncGenerator<PackageEntry> {
  const limits = { ...archiveLimits, ...options.limits };
  if (file.content === 'zip') yield* readZip(file.path, limits, options.signal);
  else if (await isTakenForZip(file.path)) throw new ArchiveError('takenForZip');
  else yield* readTar(file.path, file.content === 'gzip', limits, options.signal);
}
