/** An entry of an archive, or of a folder to be packed. */
export interface PackageEntry {
  /** As in the archive, such as `./app_desc.yaml`. A folder's name can end with a slash. */
  name: string;
  kind: EntryKind;
  /** Decompressed size of a file; 0 for other kinds. */
  sizeBytes: number;
  /** Permission bits; undefined when the archive stores none. */
  mode: number | undefined;
  /** Target of a link, as in the archive; undefined for other kinds. */
  linkName: string | undefined;
  /** Reads the beginning of a file, at most `maxBytes`. Call it once, before requesting the next entry. */
  read(maxBytes: number): Promise<Buffer>;
}

/** Returns the parts of an entry's name, without `.` and empty ones. `..` stays, so that callers can reject it. */
export function partsOf(name: string): string[] {
  return name.split('/').filter((part) => part !== '' && part !== '.');
}

/** Returns whether a link at an entry has a relative target inside the package. */
export function linkStaysInside(entry: string, target: string): boolean {
  if (target.startsWith('/') || /^[A-Za-z]:/.test(target)) return false;
  const parts = partsOf(entry).slice(0, -1);
  for (const part of partsOf(target)) {
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return false;
  }
  return true;
}

/** `special`: a device, a pipe or a socket. */
export type EntryKind = 'file' | 'folder' | 'symlink' | 'hardlink' | 'special';

/** A complete archive on the local disk, with the facts collected while it was written or read. */
export interface PackageFile {
  /** Absolute path. */
  path: string;
  /** Name shown to the user; a temporary file has another name on disk. */
  fileName: string;
  sizeBytes: number;
  /** 64 lower-case hex digits. */
  sha256: string;
  /** Format, detected from the first bytes. */
  content: 'gzip' | 'zip' | 'tar';
}
