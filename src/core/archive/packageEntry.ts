/** What is unusual about an entry. */
export type EntryFlaw =
  /** A tar entry of a type that the platform does not unpack, such as a volume label. */
  | 'unknownType'
  /** A zip entry with a compression method that the platform cannot decompress. */
  | 'compressionUnsupported'
  /** A zip entry with a compression method that the platform can decompress, but this extension cannot. */
  | 'notReadHere'
  /** A zip entry whose name is not ASCII and not marked as UTF-8, so that the platform garbles the name. */
  | 'nameGarbled';

/** An entry of an archive, or of a folder to be packed. */
export interface PackageEntry {
  /** Path as written in the archive, such as `./app_desc.yaml`. A folder's path can end with a slash. */
  name: string;
  kind: EntryKind;
  /** Decompressed size of a file; 0 for other kinds. */
  sizeBytes: number;
  /** Permission bits; undefined when the archive stores none. */
  mode: number | undefined;
  /** Target of a link, as written in the archive; undefined for other kinds. */
  linkName: string | undefined;
  /** What the platform cannot handle, or this extension cannot read; undefined for almost all entries. */
  flaw?: EntryFlaw | undefined;
  /** Reads the beginning of a file, at most `maxBytes`. Can be called only once, before the next entry is requested. */
  read(maxBytes: number): Promise<Buffer>;
}

/**
 * Splits an entry's name at its slashes and drops parts that are empty or `.`. Keeps `..`, so that callers can reject
 * the entry.
 */
export function partsOf(name: string): string[] {
  return name.split('/').filter((part) => part !== '' && part !== '.');
}

/** Returns whether `target` is a relative path that, resolved from the folder of `entry`, stays inside the package. */
export function isLinkInsidePackage(entry: string, target: string): boolean {
  if (target.startsWith('/') || /^[A-Za-z]:/.test(target)) return false;
  const parts = partsOf(entry).slice(0, -1);
  for (const part of partsOf(target)) {
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return false;
  }
  return true;
}

/** `special` is a device, a pipe or a socket. */
export type EntryKind = 'file' | 'folder' | 'symlink' | 'hardlink' | 'special';

/** A complete archive on the local disk, with facts that were collected while the archive was written or read. */
export interface PackageFile {
  /** Absolute path. */
  path: string;
  /** File name to show to the user. A temporary file has a different name on disk. */
  fileName: string;
  sizeBytes: number;
  /** 64 lower-case hex digits. */
  sha256: string;
  /** Format, detected from the first bytes. */
  content: 'gzip' | 'zip' | 'tar';
}
