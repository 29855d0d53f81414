import { archiveLimits, type ArchiveLimits } from './archiveLimits.ts';
import type { PackageEntry, PackageFile } from './packageEntry.ts';
import { readTar } from './readTar.ts';
import { readZip } from './readZip.ts';

/**
 * Iterates over the entries of an archive on disk. An entry can be read only until the next entry is requested. Throws
 * `ArchiveError` when the archive is invalid or exceeds the limits, and the signal's reason when aborted.
 */
export function readEntries(
  file: Pick<PackageFile, 'path' | 'content'>,
  options: { signal?: AbortSignal | undefined; limits?: Partial<ArchiveLimits> } = {},
): AsyncIterable<PackageEntry> {
  const limits = { ...archiveLimits, ...options.limits };
  return file.content === 'zip'
    ? readZip(file.path, limits, options.signal)
    : readTar(file.path, file.content === 'gzip', limits, options.signal);
}
