/**
 * A readable folder, either on this computer (`localFolder.ts`) or in a file system that only VS Code can read. Paths
 * are relative to the folder, are separated by `/`, and have no slash at either end.
 */
export interface FolderFiles {
  /** Lists the direct children of a folder; `''` is the root folder. Throws when the folder cannot be read. */
  list(folder: string): Promise<{ name: string; kind: FolderEntryKind }[]>;
  /** Returns the current facts of a path; undefined when the path does not exist. */
  look(path: string): Promise<FileFacts | undefined>;
  /**
   * Reads a whole file if it has at most `maxBytes`. Tries to read one byte more than the file's size, so that the
   * caller can detect a file that is growing. Throws when the file cannot be read.
   */
  load(path: string, maxBytes: number): Promise<LoadedFile>;
  /** Streams the bytes of a file. Throws when the file cannot be read. */
  read(path: string): AsyncIterable<Buffer>;
  /** Reads a file into memory, but at most its first `maxBytes`. */
  readWhole(path: string, maxBytes: number): Promise<Buffer>;
  /** Reads the last `maxBytes` of a file; undefined where only whole files can be read. */
  readEnd(path: string, maxBytes: number): Promise<Buffer | undefined>;
  readLink(path: string): Promise<string>;
}

export type FolderEntryKind = 'file' | 'folder' | 'symlink' | 'special';

export interface FileFacts {
  kind: FolderEntryKind;
  sizeBytes: number;
  /** Whether the owner may execute the file; undefined when the system has no executable bits. */
  executable: boolean | undefined;
}

export interface LoadedFile {
  facts: FileFacts;
  /** Undefined when the path is not a file, or when the file is too large. */
  content: Buffer | undefined;
}
