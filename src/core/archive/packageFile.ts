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
