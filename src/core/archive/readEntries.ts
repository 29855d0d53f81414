import { archiveLimits, type ArchiveLimits } from './archiveLimits.ts';
import type { PackageEntry, PackageFile } from './packageEntry.ts';
import { readTar } from './readTar.ts';
import { readZip } from './readZip.ts';

/**
 * The entries of an archive on the disk. Ask for one after the other: an entry can be read only until the next. Throws
 * `ArchiveError` where the archive is no good, and the signal's reason when it comes.
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
