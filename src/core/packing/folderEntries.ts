import type { PackageEntry } from '../archive/packageEntry.ts';
import { type PackedPath, linkInside } from './fileSet.ts';
import type { FolderFiles } from './folderFiles.ts';

/** Iterates over a folder's files as archive entries, so that they can be checked before they are packed. */
export async function* folderEntries(files: FolderFiles, paths: readonly PackedPath[]): AsyncGenerator<PackageEntry> {
  for (const { path, kind } of paths) {
    if (kind === 'special') continue;
    const linkName = kind === 'symlink' ? await files.parseLink(path) : undefined;
    if (linkName !== undefined && !linkInside(path, linkName)) continue;
    const facts = await files.look(path);
    if (!facts) continue;
    yield {
      name: `./${path}`,
      kind,
      sizeBytes: kind === 'file' ? facts.sizeBytes : 0,
      // Packing sets the executable bits.
      mode: undefined,
      linkName,
      read: (maxBytes) => files.readWhole(path, maxBytes),
    };
  }
}
