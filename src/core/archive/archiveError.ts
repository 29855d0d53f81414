/** Why an archive could not be read to its end. */
export type ArchiveProblem =
  /** Its first bytes are of no kind that the platform takes. */
  | 'notAnArchive'
  /** It is packed with bzip2 or xz, which the platform can read and this program cannot. */
  | 'notReadHere'
  /** The end is missing. */
  | 'endsEarly'
  /** What is inside is not what its own records say. */
  | 'corrupt'
  /** A zip with a password, or one that is spread over several files. */
  | 'encrypted'
  | 'multipleVolumes'
  | 'tooManyEntries'
  /** A name of more than 4,096 bytes, or other records about an entry that are as long as no real ones. */
  | 'recordTooLong'
  /** It unpacks to far more than any package has: a bomb. */
  | 'unpacksTooLarge';

/** An archive that cannot be read, with the place where that showed. */
export class ArchiveError extends Error {
  readonly problem: ArchiveProblem;

  constructor(problem: ArchiveProblem, cause?: unknown) {
    super(problem, { cause });
    this.name = 'ArchiveError';
    this.problem = problem;
  }
}
