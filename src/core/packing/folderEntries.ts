import type { PackageEntry } from '../archive/packageEntry.ts';
import { type PackedPath, linkInside } from './fileSet.ts';
import type { FolderFiles } from './folderFiles.ts';

/** The files of a folder as the entries that they will be, so that they can be checked before they are packed. */
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
      // Scripts are made executable when they are packed.
      mode: undefined,
      linkName,
      read: (maxBytes) => files.readWhole(path, maxBytes),
    };
  }
}
