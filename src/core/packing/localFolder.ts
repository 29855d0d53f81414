import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  readSync,
  type Dirent,
  type Stats,
} from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FileFacts, FolderEntryKind, FolderFiles, LoadedFile } from './folderFiles.ts';

/**
 * Returns a folder on this computer. If `windows` is true, files have no executable bits. Only tests pass `windows`.
 */
export function localFolder(root: string, windows = process.platform === 'win32'): FolderFiles {
  const at = (relative: string): string => path.join(root, relative);
  const inTurn = createReadQueue<LoadedFile>();
  return {
    list: async (folder) =>
      (await readdir(at(folder), { withFileTypes: true })).map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
    look: async (relative) => {
      try {
        return factsOf(await lstat(at(relative)), windows);
      } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
          return undefined;
        throw error;
      }
    },
    load: (relative, maxBytes) => inTurn(() => loadFile(at(relative), maxBytes, windows)),
    read: (relative) => createReadStream(at(relative), { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>,
    readWhole: async (relative, maxBytes) => {
      // Do not use a stream, because a stream takes twice as long for many small files (measured).
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
    readEnd: async (relative, maxBytes) => {
      const file = await open(at(relative));
      try {
        const { size } = await file.stat();
        const bytes = Math.min(size, maxBytes);
        const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(bytes), 0, bytes, size - bytes);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    readLink: (relative) => readlink(at(relative)),
  };
}

/** Flag with which opening a symbolic link fails. Windows lacks this flag, so the value is 0 on Windows. */
const noFollow = (constants as { O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;

/** Milliseconds of synchronous reading after which the event loop may handle other events. */
const yieldEveryMs = 8;

/**
 * Returns a function that runs synchronous reads of small files one after the other, and lets the event loop handle
 * other events in between. Asynchronous reads of 20,000 files took 2.0 s and synchronous reads 0.8 s (measured),
 * because each asynchronous read costs a round trip to another thread.
 */
function createReadQueue<T>(): (read: () => T) => Promise<T> {
  let yieldedAt = performance.now();
  let turn: Promise<unknown> = Promise.resolve();
  return (read) => {
    const mine = turn.then(async () => {
      if (performance.now() - yieldedAt > yieldEveryMs) {
        await setImmediate();
        yieldedAt = performance.now();
      }
      return read();
    });
    turn = mine.catch(() => undefined);
    return mine;
  };
}

/** Reads a file. Except on Windows, fails if a symbolic link has replaced the file after the file was listed. */
function loadFile(file: string, maxBytes: number, windows: boolean): LoadedFile {
  const handle = openSync(file, constants.O_RDONLY | noFollow);
  try {
    const stats = fstatSync(handle);
    const facts = factsOf(stats, windows);
    if (!stats.isFile() || stats.size > maxBytes) return { facts, content: undefined };
    const buffer = Buffer.allocUnsafe(stats.size + 1);
    return { facts, content: buffer.subarray(0, readSync(handle, buffer, 0, stats.size + 1, 0)) };
  } finally {
    closeSync(handle);
  }
}

function factsOf(stats: Stats, windows: boolean): FileFacts {
  const executable = windows ? undefined : (stats.mode & 0o100) !== 0;
  return { kind: kindOf(stats), sizeBytes: stats.size, executable };
}

function kindOf(entry: Dirent | Stats): FolderEntryKind {
  if (entry.isSymbolicLink()) return 'symlink';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'special';
}
