import type { Finding } from './finding.ts';

/** Result of checking a package. */
export interface PackageReport {
  /** Errors first. */
  findings: Finding[];
  entryCount: number;
  /** Unpacked bytes of all files. */
  unpackedBytes: number;
  /** The description that the platform will use: its entry and its text. */
  description: { entry: string; text: string } | undefined;
}
