/**
 * A folder whose files can be read, wherever it lies: on this computer (`localFolder.ts`) or where only the editor reaches.
 * Paths are relative to it, with `/` between their parts and none at the ends.
 */
export interface FolderFiles {
  /** What lies directly in a folder; `''` is the folder itself. Throws where it cannot be read. */
  list(folder: string): Promise<FolderEntry[]>;
  /** What a path is now; undefined when nothing is there. */
  look(path: string): Promise<FileFacts | undefined>;
  /**
   * A file with its bytes, where it has no more than so many; one byte more of it is read, so that one that has grown since it
   * was looked at is seen. Throws where it cannot be read.
   */
  load(path: string, maxBytes: number): Promise<LoadedFile>;
  /** The bytes of a file, once. Throws where it cannot be read. */
  read(path: string): AsyncIterable<Buffer>;
  /** A whole small file at once, at most so many bytes of it. */
  readWhole(path: string, maxBytes: number): Promise<Buffer>;
  parseLink(path: string): Promise<string>;
}

export interface FolderEntry {
  name: string;
  kind: FolderEntryKind;
}

export type FolderEntryKind = 'file' | 'folder' | 'symlink' | 'special';

export interface FileFacts {
  kind: FolderEntryKind;
  sizeBytes: number;
  /** Whether its owner may execute it; undefined where the system has no such thing. */
  executable: boolean | undefined;
}

export interface LoadedFile {
  facts: FileFacts;
  /** Undefined where it is too large, or no file. */
  content: Buffer | undefined;
}
