/** Why a folder could not be packed. */
export type PackProblem =
  /** The rules exclude every file, or the folder is empty. */
  | 'nothingToPack'
  /** A file could not be read, or changed while it was packed. */
  | 'fileUnreadable'
  | 'fileChanged';

/** A folder that could not be packed, with the path of the file concerned. */
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
