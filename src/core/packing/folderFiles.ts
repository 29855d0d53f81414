/**
 * A readable folder, on this computer (`localFolder.ts`) or where only the editor can read. Paths are relative to it,
 * separated by `/`, without a slash at either end.
 */
export interface FolderFiles {
  /** Lists the direct children of a folder; `''` is the folder itself. Throws when it cannot be read. */
  list(folder: string): Promise<{ name: string; kind: FolderEntryKind }[]>;
  /** Returns the current facts of a path; undefined when it does not exist. */
  look(path: string): Promise<FileFacts | undefined>;
  /**
   * Reads a file of at most `maxBytes`, and one byte more than its size, so that a file that is growing is detected.
   * Throws when it cannot be read.
   */
  load(path: string, maxBytes: number): Promise<LoadedFile>;
  /** Streams the bytes of a file, once. Throws when it cannot be read. */
  read(path: string): AsyncIterable<Buffer>;
  /** Reads a small file in one go, at most `maxBytes` of it. */
  readWhole(path: string, maxBytes: number): Promise<Buffer>;
  parseLink(path: string): Promise<string>;
}

export type FolderEntryKind = 'file' | 'folder' | 'symlink' | 'special';

export interface FileFacts {
  kind: FolderEntryKind;
  sizeBytes: number;
  /** Whether the owner may execute it; undefined when the system has no executable bits. */
  executable: boolean | undefined;
}

export interface LoadedFile {
  facts: FileFacts;
  /** Undefined when it is too large or not a file. */
  content: Buffer | undefined;
}
