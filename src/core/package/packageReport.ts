import type { Finding } from './finding.ts';

/** What a look into a package brought. */
export interface PackageReport {
  /** Errors first. */
  findings: Finding[];
  entryCount: number;
  /** Bytes of all files, unpacked. */
  unpackedBytes: number;
  /** The description that the platform will take: its entry and its text. */
  description: { entry: string; text: string } | undefined;
}
