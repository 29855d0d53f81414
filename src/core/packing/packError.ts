/** Why a folder could not be packed. */
export type PackProblem =
  /** The rules leave nothing over, or the folder is empty. */
  | 'nothingToPack'
  /** A file could not be read, or has other bytes than a moment ago. */
  | 'fileUnreadable'
  | 'fileChanged';

/** A folder that could not be packed, with the file it is about. */
export class PackError extends Error {
  readonly problem: PackProblem;
  readonly path: string;

  constructor(problem: PackProblem, path = '', cause?: unknown) {
    super(`${problem} ${path}`.trim(), { cause });
    this.name = 'PackError';
    this.problem = problem;
    this.path = path;
  }
}
