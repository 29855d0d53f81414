import * as vscode from 'vscode';
import type { FolderEntryKind, FolderFiles } from '../../core/packing/folderFiles.ts';

/**
 * Returns access to a folder that only VS Code's file system API can read, such as a folder on a remote machine. The
 * API reads only whole files, and does not report whether a file is executable. The API reports that an entry is a
 * link, but not the link's target. So every link is treated as a link to a place outside the folder, and is left out.
 */
export function editorFolder(root: vscode.Uri): FolderFiles {
  const { fs } = vscode.workspace;
  const at = (relative: string): vscode.Uri => (relative === '' ? root : vscode.Uri.joinPath(root, relative));
  return {
    list: async (folder) => (await fs.readDirectory(at(folder))).map(([name, type]) => ({ name, kind: kindOf(type) })),
    look: async (path) => {
      try {
        const { type, size } = await fs.stat(at(path));
        return { kind: kindOf(type), sizeBytes: size, executable: undefined };
      } catch (error) {
        if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
        throw error;
      }
    },
    load: async (path, maxBytes) => {
      const { type, size } = await fs.stat(at(path));
      const content = size > maxBytes ? undefined : Buffer.from(await fs.readFile(at(path)));
      return { facts: { kind: kindOf(type), sizeBytes: size, executable: undefined }, content };
    },
    read: async function* (path) {
      yield Buffer.from(await fs.readFile(at(path)));
    },
    readEnd: () => Promise.resolve(undefined),
    readWhole: async (path, maxBytes) => Buffer.from(await fs.readFile(at(path))).subarray(0, maxBytes),
    readLink: () => Promise.resolve('/'),
  };
}

function kindOf(type: vscode.FileType): FolderEntryKind {
  if ((type & vscode.FileType.SymbolicLink) !== 0) return 'symlink';
  if ((type & vscode.FileType.Directory) !== 0) return 'folder';
  return (type & vscode.FileType.File) !== 0 ? 'file' : 'special';
}
