import { createReadStream, type Dirent, type Stats } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { FolderEntryKind, FolderFiles } from './folderFiles.ts';

/** A folder of this computer. `windows`: files have no executable bits there; for tests of that. */
export function localFolder(root: string, windows = process.platform === 'win32'): FolderFiles {
  const at = (relative: string): string => path.join(root, relative);
  return {
    list: async (folder) =>
      (await readdir(at(folder), { withFileTypes: true })).map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
    look: async (relative) => {
      try {
        const stats = await lstat(at(relative));
        const executable = windows ? undefined : (stats.mode & 0o100) !== 0;
        return { kind: kindOf(stats), sizeBytes: stats.size, executable };
      } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
          return undefined;
        throw error;
      }
    },
    read: (relative) => createReadStream(at(relative), { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>,
    readWhole: async (relative, maxBytes) => {
      const file = await open(at(relative));
      try {
        const buffer = Buffer.allocUnsafe(maxBytes);
        let bytes = 0;
        for (;;) {
          const { bytesRead } = await file.read(buffer, bytes, maxBytes - bytes, null);
          bytes += bytesRead;
          if (bytesRead === 0 || bytes === maxBytes) return buffer.subarray(0, bytes);
        }
      } finally {
        await file.close();
      }
    },
    readLink: (relative) => readlink(at(relative)),
  };
}

function kindOf(entry: Dirent | Stats): FolderEntryKind {
  if (entry.isSymbolicLink()) return 'symlink';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'special';
}
