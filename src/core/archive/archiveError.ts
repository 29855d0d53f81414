/** Why an archive could not be read completely. */
export type ArchiveProblem =
  /** The first bytes match no format that the platform accepts. */
  | 'notAnArchive'
  /** Compressed with bzip2 or xz, which the platform can read but this extension cannot. */
  | 'notReadHere'
  /** The archive is truncated. */
  | 'endsEarly'
  /** The contents contradict the archive's own records. */
  | 'corrupt'
  /** A zip that is encrypted or split into several files. */
  | 'encrypted'
  | 'multipleVolumes'
  | 'tooManyEntries'
  /** A name of more than 4,096 bytes. */
  | 'recordTooLong'
  /** Decompresses to far more than any package: a zip bomb. */
  | 'unpacksTooLarge';

export class ArchiveError extends Error {
  readonly problem: ArchiveProblem;

  constructor(problem: ArchiveProblem, cause?: unknown) {
    super(problem, { cause });
    this.name = 'ArchiveError';
    this.problem = problem;
  }
}
