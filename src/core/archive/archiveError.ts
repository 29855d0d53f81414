/** Why an archive could not be read completely. */
export type ArchiveProblem =
  /** The first bytes match no format that the platform accepts. */
  | 'notAnArchive'
  /** Compressed with bzip2 or xz, which the platform can read but this extension cannot. */
  | 'notReadHere'
  /** A gzip whose content is no tar. */
  | 'noTarInside'
  /** A tar that the platform takes for a zip, because the last bytes of the tar contain the end record of a zip. */
  | 'takenForZip'
  /** The archive is truncated. */
  | 'endsEarly'
  /** The contents do not match the archive's headers or checksums. */
  | 'corrupt'
  /** A zip that is encrypted. */
  | 'encrypted'
  /** A zip that is split into several files. */
  | 'multipleVolumes'
  /** More entries than `archiveLimits.entries`. */
  | 'tooManyEntries'
  /** One name exceeds `archiveLimits.recordBytes`, or all names together exceed `archiveLimits.namesBytes`. */
  | 'recordTooLong'
  /** Decompresses to far more bytes than any real package: a zip bomb. */
  | 'unpacksTooLarge';

export class ArchiveError extends Error {
  readonly problem: ArchiveProblem;

  constructor(problem: ArchiveProblem, cause?: unknown) {
    super(problem, { cause });
    this.name = 'ArchiveError';
    this.problem = problem;
  }
}
