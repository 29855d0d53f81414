/** One entry of an archive, or of a folder that is about to become one. */
export interface PackageEntry {
  /** As it stands in the archive, such as `./app_desc.yaml`; folders may end with a slash. */
  name: string;
  kind: EntryKind;
  /** Of a file, unpacked; 0 of everything else. */
  sizeBytes: number;
  /** Permission bits; undefined where the archive keeps none. */
  mode: number | undefined;
  /** Where a link leads, as it stands in the archive; undefined for what is no link. */
  linkName: string | undefined;
  /** The beginning of a file, at most so many bytes. To be called before the next entry is asked for, and once. */
  read(maxBytes: number): Promise<Buffer>;
}

/** `special`: a device, a pipe or a socket. */
export type EntryKind = 'file' | 'folder' | 'symlink' | 'hardlink' | 'special';

/** An archive that lies complete on this computer's disk, with what was found out while it was written or read. */
export interface PackageFile {
  /** Absolute path. */
  path: string;
  /** What a person calls it; a temporary file has another name on the disk. */
  fileName: string;
  sizeBytes: number;
  /** 64 lower-case hex digits. */
  sha256: string;
  /** By its first bytes, as the platform tells them. */
  content: 'gzip' | 'zip' | 'tar';
}
